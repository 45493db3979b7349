#pragma once

#include <memory>
#include <spondyl/model/radiograph.h>
#include <spondyl/render/grey_image.h>

namespace spondyl::render {

/// The part of a film a picture shows. Picture pixel (x, y) shows film position `first_pixel` + right * x + down * y,
/// so that zoom, rotation and mirroring are all here.
struct FilmPart {
  PixelPoint first_pixel; ///< film position of the top left picture pixel
  PixelPoint right, down; ///< film pixels per picture pixel
  int width = 0, height = 0;
};

/// Cuts pictures out of a radiograph; shrunken films are averaged, so that fine trabeculae do not flicker.
class FilmSlicer {
public:
  explicit FilmSlicer(Radiograph film);

  /// Values of the part; the film's smallest value outside of it.
  [[nodiscard]] ValueImage slice(const FilmPart& part) const;
  /// Smallest and largest value between which nearly all pixels lie (1st and 99th percentile): a window to start with.
  [[nodiscard]] GreyWindow default_window() const;
  [[nodiscard]] const Radiograph& film() const;

private:
  struct Pyramid;
  std::shared_ptr<Pyramid> pyramid_;
};

} // namespace spondyl::render

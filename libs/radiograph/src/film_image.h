#pragma once

#include "body_shape.h"
#include <spondyl/base/progress.h>
#include <spondyl/model/radiograph.h>
#include <vector>

namespace spondyl::radiograph {

/// First and second derivatives of the locally normalised film at one working pixel.
struct FilmDerivatives {
  float gradient_column = 0, gradient_row = 0, curvature_columns = 0, curvature_mixed = 0, curvature_rows = 0;
};

/// A film at working resolution, local mean and contrast taken out. Positions are in working pixels.
class FilmImage {
public:
  /// `film_per_working` film rows make one working row (>= 1), and `stretch` times as many columns one working column:
  /// a film shown too wide gets its proportions back. `spacing` is the distance between neighbouring body centres in
  /// working pixels and sets the widths of the filters.
  [[nodiscard]] static Result<FilmImage> of(const Radiograph& film, double film_per_working, double spacing,
                                            double stretch = 1.0);

  [[nodiscard]] PixelPoint to_working(PixelPoint film) const;
  [[nodiscard]] PixelPoint to_film(PixelPoint working) const;
  [[nodiscard]] double scale() const { return scale_; } ///< film rows per working row
  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] bool contains(double column, double row) const {
    return column >= 0 && row >= 0 && column <= columns_ - 1 && row <= rows_ - 1;
  }
  /// Fall of brightness along a unit vector, 1 = a clear edge; zero outside the film. Bilinear.
  [[nodiscard]] double slope(PixelPoint at, FilmVector outward) const;
  /// Bend across a bright line, 1 = a clear line; zero outside the film. Bilinear.
  [[nodiscard]] double line(PixelPoint at, FilmVector across) const;

private:
  struct Corner {
    const FilmDerivatives* first;
    float weights[4];
  };
  [[nodiscard]] Corner corner(double column, double row) const;
  [[nodiscard]] float mix(const Corner& at, float FilmDerivatives::*value) const;

  int columns_ = 0, rows_ = 0;
  double scale_ = 1.0, column_scale_ = 1.0, gradient_scale_ = 1.0, curvature_scale_ = 1.0;
  std::vector<FilmDerivatives> derivatives_;
};

} // namespace spondyl::radiograph

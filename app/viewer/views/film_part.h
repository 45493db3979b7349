#pragma once

#include <QSize>
#include <spondyl/render/film.h>
#include <spondyl/view_model/view_transform.h>

namespace spondyl::viewer {

/// Where the pixels of a view lie on a picture whose pixel (x, y) is at PlanePoint first + (x, y) * size.
[[nodiscard]] inline render::FilmPart film_part(const view_model::ViewTransform& transform, const QSize& pixels,
                                                double ratio, view_model::PlanePoint first = {}, double size = 1.0) {
  const auto film_at = [&](double x, double y) {
    const view_model::PlanePoint p = transform.to_plane({(x + 0.5) / ratio, (y + 0.5) / ratio});
    return PixelPoint{(p.x - first.x) / size, (p.y - first.y) / size};
  };
  const PixelPoint origin = film_at(0, 0), right = film_at(1, 0), down = film_at(0, 1);
  return {origin,
          {right.column - origin.column, right.row - origin.row},
          {down.column - origin.column, down.row - origin.row},
          pixels.width(),
          pixels.height()};
}

} // namespace spondyl::viewer

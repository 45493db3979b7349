#include <spondyl/drawing/overview.h>

#include "compose.h"

#include <algorithm>
#include <cmath>

namespace spondyl::drawing {
namespace {

constexpr double kPixelsPerBody =
    75.0; ///< a body's mean height in the picture, so that its landmarks can be told apart
constexpr double kMostPixels = 2200.0;

/// From pixels of the film to pixels of the picture.
struct FilmView {
  double left = 0.0, top = 0.0;               ///< of the crop, in film pixels
  double column_scale = 1.0, row_scale = 1.0; ///< picture pixels per film pixel; differ for pixels that are not square
  int width = 0, height = 0;

  [[nodiscard]] PixelPoint to_picture(PixelPoint point) const {
    return {(point.column - left) * column_scale, (point.row - top) * row_scale};
  }
};

struct Box {
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9, mean_height = 0.0;
};

std::optional<Box> box_of(const Findings& findings) {
  Box box;
  double bodies = 0.0;
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    const auto* points = vertebra.landmarks ? std::get_if<SixPixels>(&*vertebra.landmarks) : nullptr;
    if (points == nullptr)
      continue;
    for (const auto& [name, member] : kLandmarkMembers<PixelPoint>) {
      const PixelPoint point = points->*member;
      box = {std::min(box.left, point.column), std::min(box.top, point.row), std::max(box.right, point.column),
             std::max(box.bottom, point.row), box.mean_height};
    }
    box.mean_height += points->posterior_height();
    bodies += 1.0;
  }
  if (bodies == 0.0)
    return std::nullopt;
  box.mean_height /= bodies;
  return box;
}

FilmView view_of(const Radiograph& film, const Box& box) {
  const double margin = 1.6 * box.mean_height;
  FilmView view;
  view.left = std::max(0.0, std::floor(box.left - 1.6 * margin));
  view.top = std::max(0.0, std::floor(box.top - margin));
  const double right = std::min(film.columns() - 1.0, box.right + 1.6 * margin);
  const double bottom = std::min(film.rows() - 1.0, box.bottom + margin);
  const PixelScale& scale = film.scale();
  const double squareness = scale.row_spacing > 0.0 ? scale.column_spacing / scale.row_spacing : 1.0;
  view.row_scale = std::min(kPixelsPerBody / box.mean_height, kMostPixels / (bottom - view.top));
  view.column_scale = view.row_scale * squareness;
  view.width = static_cast<int>(std::lround((right - view.left) * view.column_scale));
  view.height = static_cast<int>(std::lround((bottom - view.top) * view.row_scale));
  return view;
}

float bilinear(const Radiograph& film, double column, double row) {
  const double x = std::clamp(column, 0.0, film.columns() - 1.0), y = std::clamp(row, 0.0, film.rows() - 1.0);
  const int c = static_cast<int>(x), r = static_cast<int>(y);
  const int next_c = std::min(c + 1, film.columns() - 1), next_r = std::min(r + 1, film.rows() - 1);
  const auto at = [&](int i, int j) {
    return film
        .pixels()[static_cast<std::size_t>(j) * static_cast<std::size_t>(film.columns()) + static_cast<std::size_t>(i)];
  };
  const auto tx = static_cast<float>(x - c), ty = static_cast<float>(y - r);
  return (1 - ty) * ((1 - tx) * at(c, r) + tx * at(next_c, r)) +
         ty * ((1 - tx) * at(c, next_r) + tx * at(next_c, next_r));
}

GreyImage grey_image(const Radiograph& film, const FilmView& view) {
  std::vector<float> values;
  for (int y = 0; y < view.height; ++y)
    for (int x = 0; x < view.width; ++x)
      values.push_back(bilinear(film, view.left + x / view.column_scale, view.top + y / view.row_scale));
  std::vector<float> sorted = values;
  std::ranges::sort(sorted);
  const auto percentile = [&](double fraction) {
    return sorted[static_cast<std::size_t>(fraction * static_cast<double>(sorted.size() - 1))];
  };
  const float low = percentile(0.005), high = std::max(percentile(0.995), low + 1e-6F);
  GreyImage image{view.width, view.height, {}};
  for (const float value : values)
    image.grey.push_back(
        static_cast<std::uint8_t>(std::lround(255.0F * std::clamp((value - low) / (high - low), 0.0F, 1.0F))));
  return image;
}

BodyMarks marks_of(const VertebraFinding& finding, const FilmView& view) {
  BodyMarks marks;
  marks.finding = &finding;
  const auto* points = finding.landmarks ? std::get_if<SixPixels>(&*finding.landmarks) : nullptr;
  if (points == nullptr)
    return marks;
  SixPixels shown;
  for (const auto& [name, member] : kLandmarkMembers<PixelPoint>)
    shown.*member = view.to_picture(points->*member);
  marks.landmarks = shown;
  marks.centre = Position{0.5 * (shown.middle_superior.column + shown.middle_inferior.column),
                          0.5 * (shown.middle_superior.row + shown.middle_inferior.row)};
  return marks;
}

std::optional<LengthBar> length_bar(const PixelScale& scale, const FilmView& view) {
  if (scale.provenance == SpacingProvenance::none || !(scale.row_spacing > 0.0))
    return std::nullopt;
  constexpr double bar = 20.0; // mm
  std::string origin(to_string(scale.provenance));
  std::ranges::replace(origin, '_', ' ');
  return LengthBar{bar / scale.row_spacing * view.row_scale, "20 mm (" + origin + ")"};
}

} // namespace

Result<Picture> render_overview(const Radiograph& radiograph, const Findings& findings,
                                const OverviewOptions& options) {
  const auto box = box_of(findings);
  if (!box || !(box->mean_height > 0.0))
    return failure(ErrorCode::not_measurable, "The radiograph holds no body that could be drawn.");
  const FilmView view = view_of(radiograph, *box);
  Composition composition;
  composition.image = grey_image(radiograph, view);
  for (const VertebraFinding& finding : findings.vertebrae)
    composition.bodies.push_back(marks_of(finding, view));
  composition.length_bar = length_bar(radiograph.scale(), view);
  composition.with_values = options.with_values;
  composition.title = findings.modality + "  ·  radiograph  ·  " + numbering_text(findings.numbering);
  return compose(composition);
}

Result<void> draw_overview(const Radiograph& radiograph, const Findings& findings, const std::filesystem::path& file,
                           const OverviewOptions& options) {
  SPONDYL_TRY(const Picture picture, render_overview(radiograph, findings, options));
  return write_png(picture, file);
}

} // namespace spondyl::drawing

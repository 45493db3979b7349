#include <spondyl/drawing/overview.h>

#include "compose.h"
#include "outline.h"
#include "sagittal_surface.h"

#include <algorithm>
#include <cmath>

namespace spondyl::drawing {
namespace {

constexpr double kAhead = 34.0, kBehind = 52.0, kAbove = 16.0, kBelow = 18.0; ///< mm around the landmarks
constexpr double kMostRows = 2500.0;
constexpr double kBoneLow = -250.0, kBoneHigh = 950.0; ///< HU: width 1200, level 350

/// The part of the surface that is shown.
struct View {
  SagittalSurface surface;
  double left = 0.0, top = 0.0; ///< posterior and superior coordinate of the first pixel (mm)
  double scale = 3.0;           ///< pixels per mm
  int width = 0, height = 0;

  [[nodiscard]] PatientPoint to_patient(double x, double y) const {
    return surface.to_patient({left + x / scale, top - y / scale});
  }
  [[nodiscard]] PixelPoint to_pixel(PatientPoint point) const {
    const SurfacePoint on = surface.to_surface(point);
    return {(on.posterior - left) * scale, (top - on.superior) * scale};
  }
};

View view_of(const std::vector<SurfaceAnchor>& anchors, double depth, const OverviewOptions& options) {
  View view{SagittalSurface(anchors)};
  SurfacePoint low{1e9, 1e9}, high{-1e9, -1e9};
  for (const SurfaceAnchor& anchor : anchors) {
    const SurfacePoint on = view.surface.to_surface(anchor.point);
    low = {std::min(low.posterior, on.posterior), std::min(low.superior, on.superior)};
    high = {std::max(high.posterior, on.posterior), std::max(high.superior, on.superior)};
  }
  view.left = low.posterior - 0.5 * depth - kAhead;
  view.top = high.superior + kAbove;
  const double width = high.posterior + 0.5 * depth + kBehind - view.left;
  const double height = view.top - low.superior + kBelow;
  view.scale = std::min(std::clamp(options.pixels_per_millimetre, 2.0, 4.0), kMostRows / height);
  view.width = static_cast<int>(std::lround(width * view.scale));
  view.height = static_cast<int>(std::lround(height * view.scale));
  return view;
}

/// Largest front to back extent of the bodies (mm).
double greatest_depth(const Findings& findings) {
  double depth = 30.0;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    if (const auto* points = vertebra.landmarks ? std::get_if<SixPoints>(&*vertebra.landmarks) : nullptr)
      depth = std::max(depth, distance(points->anterior_superior, points->posterior_superior));
  return depth;
}

template <typename Read> float trilinear(const VolumeGeometry& grid, IndexPoint p, const Read& read) {
  const auto split = [](double value, int count, int& first, int& second) {
    const double clamped = std::clamp(value, 0.0, static_cast<double>(count - 1));
    first = static_cast<int>(clamped);
    second = std::min(first + 1, count - 1);
    return static_cast<float>(clamped - first);
  };
  int c[2], r[2], s[2];
  const float tc = split(p.column, grid.size.columns, c[0], c[1]), tr = split(p.row, grid.size.rows, r[0], r[1]),
              ts = split(p.slice, grid.size.slices, s[0], s[1]);
  float sum = 0.0F;
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 2; ++j)
      for (int i = 0; i < 2; ++i)
        sum += (i ? tc : 1 - tc) * (j ? tr : 1 - tr) * (k ? ts : 1 - ts) * read(grid.offset(c[i], r[j], s[k]));
  return sum;
}

/// Half a voxel beyond the outermost centres still belongs to the image.
bool covered(const VolumeGeometry& grid, IndexPoint p) {
  const auto within = [](double value, int count) { return value >= -0.5 && value <= count - 0.5; };
  return within(p.column, grid.size.columns) && within(p.row, grid.size.rows) && within(p.slice, grid.size.slices);
}

struct Samples {
  std::vector<float> values;
  std::vector<bool> covered;
};

Samples sample(const Volume& volume, const View& view) {
  Samples samples;
  const VolumeGeometry& grid = volume.geometry();
  for (int y = 0; y < view.height; ++y)
    for (int x = 0; x < view.width; ++x) {
      const IndexPoint p = grid.to_index(view.to_patient(x, y));
      const float value = trilinear(grid, p, [&](std::size_t offset) { return volume.voxels()[offset]; });
      samples.values.push_back(value);
      samples.covered.push_back(covered(grid, p) && (!volume.no_data_value() || value != *volume.no_data_value()));
    }
  return samples;
}

struct Window {
  double low = 0.0, high = 1.0;
};

Window window_of(const Samples& samples, Modality modality) {
  if (modality == Modality::ct)
    return {kBoneLow, kBoneHigh};
  std::vector<float> shown;
  for (std::size_t i = 0; i < samples.values.size(); ++i)
    if (samples.covered[i])
      shown.push_back(samples.values[i]);
  if (shown.empty())
    return {};
  const auto percentile = [&shown](double fraction) {
    const auto at = shown.begin() + static_cast<std::ptrdiff_t>(fraction * static_cast<double>(shown.size() - 1));
    std::nth_element(shown.begin(), at, shown.end());
    return static_cast<double>(*at);
  };
  const double low = percentile(0.01), high = percentile(0.985);
  return {low, std::max(high, low + 1e-6)};
}

GreyImage grey_image(const Volume& volume, const View& view) {
  const Samples samples = sample(volume, view);
  const Window window = window_of(samples, volume.modality());
  GreyImage image{view.width, view.height, {}};
  constexpr std::uint8_t outside = 10; // nearly black, so that the edge of the volume can be seen
  for (std::size_t i = 0; i < samples.values.size(); ++i) {
    const double t = std::clamp((samples.values[i] - window.low) / (window.high - window.low), 0.0, 1.0);
    image.grey.push_back(samples.covered[i] ? static_cast<std::uint8_t>(std::lround(20.0 + 235.0 * t)) : outside);
  }
  return image;
}

struct PixelBox {
  int left = 0, top = 0, right = 0, bottom = 0;
};

/// The pixels a body can cover: its label's extent in the view, by a coarse search round its centre.
PixelBox box_around(PixelPoint centre, const View& view) {
  constexpr double half = 38.0; // mm, more than any body's half diagonal in the sagittal plane
  const int reach = static_cast<int>(half * view.scale);
  const int x = static_cast<int>(centre.column), y = static_cast<int>(centre.row);
  return {std::max(0, x - reach), std::max(0, y - reach), std::min(view.width, x + reach),
          std::min(view.height, y + reach)};
}

std::vector<Segment> outline_of(const LabelMap& labels, std::uint8_t value, PixelPoint centre, const View& view) {
  const PixelBox box = box_around(centre, view);
  if (box.right <= box.left || box.bottom <= box.top)
    return {};
  Field field{box.right - box.left, box.bottom - box.top, {}};
  for (int y = box.top; y < box.bottom; ++y)
    for (int x = box.left; x < box.right; ++x)
      field.values.push_back(
          trilinear(labels.geometry, labels.geometry.to_index(view.to_patient(x, y)),
                    [&](std::size_t offset) { return labels.voxels[offset] == value ? 1.0F : 0.0F; }));
  std::vector<Segment> segments = contour(field, 0.5F);
  for (Segment& segment : segments)
    for (Position* end : {&segment.from, &segment.to})
      *end = {end->x + box.left, end->y + box.top};
  return segments;
}

std::optional<SixPixels> landmarks_in(const View& view, const VertebraFinding& finding) {
  const auto* points = finding.landmarks ? std::get_if<SixPoints>(&*finding.landmarks) : nullptr;
  if (points == nullptr)
    return std::nullopt;
  SixPixels pixels;
  for (std::size_t i = 0; i < kLandmarkMembers<PixelPoint>.size(); ++i)
    pixels.*kLandmarkMembers<PixelPoint>[i].second = view.to_pixel(points->*kLandmarkMembers<PatientPoint>[i].second);
  return pixels;
}

BodyMarks marks_of(const VertebraFinding& finding, const LabelMap* labels, const View& view) {
  BodyMarks marks;
  marks.finding = &finding;
  marks.landmarks = landmarks_in(view, finding);
  std::optional<PixelPoint> centre;
  if (marks.landmarks)
    centre = PixelPoint{0.5 * (marks.landmarks->middle_superior.column + marks.landmarks->middle_inferior.column),
                        0.5 * (marks.landmarks->middle_superior.row + marks.landmarks->middle_inferior.row)};
  else if (labels != nullptr)
    if (const auto labelled = label_centre(*labels, label_value(finding)))
      centre = view.to_pixel(*labelled);
  if (!centre)
    return marks;
  marks.centre = Position{centre->column, centre->row};
  if (labels != nullptr)
    marks.outline = outline_of(*labels, label_value(finding), *centre, view);
  return marks;
}

} // namespace

Result<Picture> render_overview(const Volume& volume, const LabelMap* labels, const Findings& findings,
                                const OverviewOptions& options) {
  const auto anchors = anchors_of(findings, labels);
  if (anchors.empty())
    return failure(ErrorCode::not_measurable, "The series holds no body that could be drawn.");
  const View view = view_of(anchors, greatest_depth(findings), options);
  Composition composition;
  composition.image = grey_image(volume, view);
  for (const VertebraFinding& finding : findings.vertebrae)
    composition.bodies.push_back(marks_of(finding, labels, view));
  constexpr double bar = 20.0; // mm
  composition.length_bar = LengthBar{bar * view.scale, "20 mm"};
  composition.orientation_letters = true;
  composition.with_values = options.with_values;
  composition.title = findings.modality + "  ·  sagittal, along the spine  ·  " + numbering_text(findings.numbering);
  return compose(composition);
}

Result<void> draw_overview(const Volume& volume, const LabelMap* labels, const Findings& findings,
                           const std::filesystem::path& file, const OverviewOptions& options) {
  SPONDYL_TRY(const Picture picture, render_overview(volume, labels, findings, options));
  return write_png(picture, file);
}

} // namespace spondyl::drawing

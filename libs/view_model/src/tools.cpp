#include <spondyl/view_model/tools.h>

#include "text.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::view_model {
namespace {

/// A film's points in mm of the plane its scale refers to, or in px where it has none; for lengths and true angles.
PatientPoint film_point(PixelPoint p, const PixelScale& scale) {
  const bool scaled = scale.row_spacing > 0.0 && scale.column_spacing > 0.0;
  return {p.column * (scaled ? scale.column_spacing : 1.0), p.row * (scaled ? scale.row_spacing : 1.0), 0.0};
}

bool on_film(const ToolMeasurement& tool) {
  return !tool.points.empty() && std::holds_alternative<PixelPoint>(tool.points.front());
}

bool complete(const ToolMeasurement& tool) {
  return static_cast<int>(tool.points.size()) == points_of(tool.kind) &&
         std::ranges::all_of(tool.points, [&](const ImagePoint& p) { return p.index() == tool.points[0].index(); });
}

std::vector<PatientPoint> in_true_proportions(const ToolMeasurement& tool, const PixelScale& scale) {
  std::vector<PatientPoint> points;
  for (const ImagePoint& point : tool.points)
    points.push_back(std::holds_alternative<PixelPoint>(point) ? film_point(std::get<PixelPoint>(point), scale)
                                                               : std::get<PatientPoint>(point));
  return points;
}

void measure_length(const ToolMeasurement& tool, const PixelScale& scale, ToolValue& value) {
  const auto points = in_true_proportions(tool, scale);
  const double true_length = distance(points[0], points[1]);
  if (!on_film(tool)) {
    value.value = true_length;
    value.unit = "mm";
    value.text = fixed(true_length, 1) + " mm";
    return;
  }
  value.value = distance(std::get<PixelPoint>(tool.points[0]), std::get<PixelPoint>(tool.points[1]));
  value.unit = "px";
  value.spacing = scale.provenance;
  value.text = fixed(*value.value, 0) + " px";
  if (scale.provenance == SpacingProvenance::none)
    return;
  value.value_mm = true_length;
  value.text += " (" + fixed(true_length, 1) + " mm, " + std::string(to_string(scale.provenance)) + ")";
}

void measure_angle(const ToolMeasurement& tool, const PixelScale& scale, ToolValue& value) {
  const auto points = in_true_proportions(tool, scale);
  if (tool.kind == ToolKind::angle) {
    value.value = angle_degrees(points[0] - points[1], points[2] - points[1]);
  } else { // between two endplate lines; which end was clicked first does not matter
    const double angle = angle_degrees(points[1] - points[0], points[3] - points[2]);
    value.value = std::min(angle, 180.0 - angle);
  }
  value.unit = "deg";
  if (on_film(tool))
    value.spacing = scale.provenance;
  value.text = fixed(*value.value, 1) + "\u00b0";
}

class Statistics {
public:
  void add(double value) {
    ++result_.samples;
    const double delta = value - result_.mean;
    result_.mean += delta / result_.samples;
    squares_ += delta * (value - result_.mean);
    result_.minimum = result_.samples == 1 ? value : std::min(result_.minimum, value);
    result_.maximum = result_.samples == 1 ? value : std::max(result_.maximum, value);
  }
  [[nodiscard]] RegionStatistics with_area(double area) {
    result_.area = area;
    result_.standard_deviation = result_.samples > 1 ? std::sqrt(squares_ / (result_.samples - 1)) : 0.0;
    return result_;
  }

private:
  RegionStatistics result_;
  double squares_ = 0.0;
};

/// Calls `sample` for every grid point of the box, `step` apart, that lies in the region; answers the region's area.
template <typename Sample> double visit_region(ToolKind kind, PlaneExtent box, double step, const Sample& sample) {
  const PlanePoint middle = box.centre();
  const double a = box.width() / 2, b = box.height() / 2;
  const bool ellipse = kind == ToolKind::ellipse;
  for (double y = std::ceil(box.top / step) * step; y <= box.bottom; y += step)
    for (double x = std::ceil(box.left / step) * step; x <= box.right; x += step)
      if (!ellipse || std::pow((x - middle.x) / a, 2) + std::pow((y - middle.y) / b, 2) <= 1.0)
        sample(PlanePoint{x, y});
  return (ellipse ? std::numbers::pi / 4 : 1.0) * box.width() * box.height();
}

PlaneExtent box_of(PlanePoint a, PlanePoint b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

RegionStatistics film_region(const ToolMeasurement& tool, const Radiograph& film) {
  const auto corner = [&](std::size_t i) {
    const auto& pixel = std::get<PixelPoint>(tool.points[i]);
    return PlanePoint{pixel.column, pixel.row};
  };
  Statistics statistics;
  const double area = visit_region(tool.kind, box_of(corner(0), corner(1)), 1.0, [&](PlanePoint p) {
    if (const auto value = value_at(film, PixelPoint{p.x, p.y}))
      statistics.add(*value);
  });
  return statistics.with_area(area);
}

RegionStatistics volume_region(const ToolMeasurement& tool, const SlicePlane& plane, const Volume& volume) {
  const auto corner = [&](std::size_t i) { return plane.project(std::get<PatientPoint>(tool.points[i])); };
  Statistics statistics;
  const double area = visit_region(tool.kind, box_of(corner(0), corner(1)), plane.spacing, [&](PlanePoint p) {
    if (const auto value = value_at(volume, plane.to_patient(p)))
      statistics.add(*value);
  });
  return statistics.with_area(area);
}

void measure_region(const ToolMeasurement& tool, const ToolContext& context, ToolValue& value) {
  if (on_film(tool) && context.radiograph != nullptr)
    value.region = film_region(tool, *context.radiograph);
  else if (!on_film(tool) && context.volume != nullptr && tool.plane)
    value.region = volume_region(tool, *tool.plane, *context.volume);
  if (!value.region)
    return;
  if (context.volume != nullptr && context.volume->modality() == Modality::ct)
    value.grey_unit = "HU";
  value.value = value.region->area;
  value.unit = on_film(tool) ? "px\u00b2" : "mm\u00b2";
  value.text = fixed(value.region->mean, 1) + " \u00b1 " + fixed(value.region->standard_deviation, 1) +
               (value.grey_unit.empty() ? "" : " " + value.grey_unit) + ", " + fixed(*value.value, 0) + " " +
               value.unit;
}

} // namespace

std::string_view to_string(ToolKind kind) {
  constexpr std::array names = {"length", "angle", "cobb", "ellipse", "rectangle", "annotation"};
  return names[static_cast<std::size_t>(kind)];
}

int points_of(ToolKind kind) {
  constexpr std::array points = {2, 3, 4, 2, 2, 1};
  return points[static_cast<std::size_t>(kind)];
}

double angle_degrees(PatientVector a, PatientVector b) {
  return std::atan2(length(cross(a, b)), dot(a, b)) * 180.0 / std::numbers::pi;
}

ToolValue evaluate(const ToolMeasurement& tool, const ToolContext& context) {
  ToolValue value;
  if (!complete(tool))
    return value;
  const PixelScale scale = context.film_scale              ? *context.film_scale
                           : context.radiograph != nullptr ? context.radiograph->scale()
                                                           : PixelScale{};
  switch (tool.kind) {
  case ToolKind::length:
    measure_length(tool, scale, value);
    break;
  case ToolKind::angle:
  case ToolKind::cobb:
    measure_angle(tool, scale, value);
    break;
  case ToolKind::ellipse:
  case ToolKind::rectangle:
    measure_region(tool, context, value);
    break;
  case ToolKind::annotation:
    value.text = tool.text;
  }
  return value;
}

std::optional<double> value_at(const Volume& volume, PatientPoint point) {
  const VolumeGeometry& geometry = volume.geometry();
  const IndexPoint p = geometry.to_index(point);
  const auto floor_within = [](double value, int size) {
    return std::clamp(static_cast<int>(std::floor(value)), 0, std::max(size - 2, 0));
  };
  constexpr double edge = 0.5; // a voxel reaches half its size beyond its centre
  if (p.column < -edge || p.row < -edge || p.slice < -edge || p.column > geometry.size.columns - 1 + edge ||
      p.row > geometry.size.rows - 1 + edge || p.slice > geometry.size.slices - 1 + edge)
    return std::nullopt;
  const int c = floor_within(p.column, geometry.size.columns), r = floor_within(p.row, geometry.size.rows),
            s = floor_within(p.slice, geometry.size.slices);
  const double fc = std::clamp(p.column - c, 0.0, 1.0), fr = std::clamp(p.row - r, 0.0, 1.0),
               fs = std::clamp(p.slice - s, 0.0, 1.0);
  double sum = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    const int dc = corner & 1, dr = corner >> 1 & 1, ds = corner >> 2;
    const double weight = (dc != 0 ? fc : 1 - fc) * (dr != 0 ? fr : 1 - fr) * (ds != 0 ? fs : 1 - fs);
    if (weight <= 0.0)
      continue;
    const float value = volume.at(c + dc, r + dr, s + ds);
    if (volume.no_data_value() && value == *volume.no_data_value())
      return std::nullopt;
    sum += weight * value;
  }
  return sum;
}

std::optional<double> value_at(const Radiograph& radiograph, PixelPoint point) {
  const long column = std::lround(point.column), row = std::lround(point.row);
  if (column < 0 || row < 0 || column >= radiograph.columns() || row >= radiograph.rows())
    return std::nullopt;
  return radiograph.pixels()[static_cast<std::size_t>(row) * static_cast<std::size_t>(radiograph.columns()) +
                             static_cast<std::size_t>(column)];
}

} // namespace spondyl::view_model

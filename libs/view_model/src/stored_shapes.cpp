#include "stored_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::view_model {
namespace {

/// Pixels and patient points as vectors, so that curves are computed once for both.
PatientVector vector_of(const ImagePoint& point) {
  if (const auto* pixel = std::get_if<PixelPoint>(&point))
    return {pixel->column, pixel->row, 0.0};
  const auto& patient = std::get<PatientPoint>(point);
  return {patient.x, patient.y, patient.z};
}

ImagePoint point_like(const ImagePoint& kind, PatientVector v) {
  if (std::holds_alternative<PixelPoint>(kind))
    return PixelPoint{v.x, v.y};
  return PatientPoint{v.x, v.y, v.z};
}

std::vector<ImagePoint> round(const ImagePoint& kind, PatientVector centre, PatientVector a, PatientVector b) {
  constexpr int pieces = 48; // smooth for the eye
  std::vector<ImagePoint> points;
  for (int i = 0; i < pieces; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / pieces;
    points.push_back(point_like(kind, centre + a * std::cos(angle) + b * std::sin(angle)));
  }
  return points;
}

/// PS3.3 C.18.6.1.2: centre and a point of the circle. On a picture only: in space it would have no plane.
std::vector<ImagePoint> circle(const std::vector<ImagePoint>& given) {
  const PatientVector centre = vector_of(given[0]), arm = vector_of(given[1]) - centre;
  return round(given[0], centre, arm, {-arm.y, arm.x, 0.0});
}

/// PS3.3 C.18.6.1.2: the ends of the major, then of the minor axis.
std::vector<ImagePoint> ellipse(const std::vector<ImagePoint>& given) {
  const PatientVector a = vector_of(given[0]), b = vector_of(given[1]), c = vector_of(given[2]),
                      d = vector_of(given[3]);
  return round(given[0], (a + b) * 0.5, (b - a) * 0.5, (d - c) * 0.5);
}

/// Patient space for pixels of one slice of this volume; std::nullopt where slices and file frames do not correspond.
std::optional<std::vector<ImagePoint>> in_patient_space(const std::vector<PixelPoint>& pixels, const std::string& image,
                                                        const Series& series) {
  const auto of_image = [&](const FrameRef& frame) { return frame.sop_instance_uid == image; };
  const auto frame = std::ranges::find_if(series.frames, of_image);
  if (series.kind != SeriesKind::volume || !series.geometry || series.gantry_tilt_degrees ||
      std::ranges::count_if(series.frames, of_image) != 1)
    return std::nullopt;
  std::vector<ImagePoint> points;
  for (const PixelPoint& pixel : pixels)
    points.emplace_back(
        series.geometry->to_patient({pixel.column, pixel.row, static_cast<double>(frame - series.frames.begin())}));
  return points;
}

} // namespace

std::vector<StoredShape> drawable_shapes(const dicom_sr::ReportedShape& reported, const std::string& name,
                                         const Series& series) {
  StoredShape shape{name, {}, false, reported.referenced_sop_instance_uid};
  shape.points.assign(reported.points.begin(), reported.points.end());
  const std::string& type = reported.graphic_type;
  if (shape.points.empty()) {
    std::vector<PixelPoint> pixels = reported.pixels;
    shape.points.assign(pixels.begin(), pixels.end());
    if (type == "CIRCLE" && pixels.size() == 2)
      shape.points = circle(shape.points);
  }
  if (type == "ELLIPSE" && shape.points.size() == 4)
    shape.points = ellipse(shape.points);
  shape.closed = type == "POLYGON" || type == "CIRCLE" || type == "ELLIPSE";
  if (!shape.points.empty() && std::holds_alternative<PixelPoint>(shape.points.front())) {
    std::vector<PixelPoint> pixels;
    std::ranges::transform(shape.points, std::back_inserter(pixels),
                           [](const ImagePoint& point) { return std::get<PixelPoint>(point); });
    if (auto points = in_patient_space(pixels, shape.image_uid, series)) {
      shape.points = std::move(*points);
      shape.image_uid.clear(); // seen in every plane that comes near
    }
  }
  if (type != "MULTIPOINT" && type != "ELLIPSOID")
    return {std::move(shape)};
  std::vector<StoredShape> single; // an ellipsoid is marked by the ends of its axes
  for (const ImagePoint& point : shape.points)
    single.push_back({shape.name, {point}, false, shape.image_uid});
  return single;
}

} // namespace spondyl::view_model

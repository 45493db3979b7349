#include <spondyl/view_model/straightened_spine.h>

#include <algorithm>
#include <cmath>

namespace spondyl::view_model {
namespace {

constexpr double kSampleStep = 0.5;     // mm: finer than any pixel a screen shows of a spine
constexpr int kFineSteps = 64;          // per vertebra, to measure arc length
constexpr double kLargestLean = 0.766;  // cosine of 40 degrees between a body's axis and the curve; engineering choice
constexpr double kFoldTolerance = 0.05; // mm: how well to_spine() must invert to_patient()

/// The direction in which the curve runs through body i, downwards: the body's own axis, unless it leans so far from
/// its neighbours that it must be wrong.
PatientVector tangent_at(std::span<const BodyFrame> bodies, std::size_t i) {
  const std::size_t before = i == 0 ? 0 : i - 1, after = std::min(i + 1, bodies.size() - 1);
  const PatientVector chord = normalized(bodies[after].centre - bodies[before].centre);
  return dot(chord, -bodies[i].superior) >= kLargestLean ? -bodies[i].superior : chord;
}

/// Cubic Hermite through two centres with given directions.
PatientPoint hermite(PatientPoint a, PatientVector tangent_a, PatientPoint b, PatientVector tangent_b, double t) {
  const double chord = distance(a, b);
  const double t2 = t * t, t3 = t2 * t;
  return a + (b - a) * (3 * t2 - 2 * t3) + tangent_a * (chord * (t3 - 2 * t2 + t)) + tangent_b * (chord * (t3 - t2));
}

/// A frame whose front is as near to `anterior` as a right angle to the curve allows.
BodyFrame upright_frame(PatientPoint centre, PatientVector down, PatientVector anterior) {
  BodyFrame frame;
  frame.centre = centre;
  frame.superior = -down;
  frame.anterior = normalized(anterior - frame.superior * dot(anterior, frame.superior));
  frame.left = cross(frame.superior, frame.anterior);
  return frame;
}

struct CurvePoint {
  PatientPoint centre;
  PatientVector anterior; ///< wanted, not yet at right angles
  double arc = 0.0;
};

void append(std::vector<CurvePoint>& curve, PatientPoint centre, PatientVector anterior) {
  const double arc = curve.empty() ? 0.0 : curve.back().arc + distance(curve.back().centre, centre);
  curve.push_back({centre, anterior, arc});
}

/// The curve in fine steps, with a straight piece at both ends.
std::vector<CurvePoint> fine_curve(std::span<const BodyFrame> bodies) {
  const std::size_t last = bodies.size() - 1;
  const double above = distance(bodies[0].centre, bodies[1].centre) / 2 + StraightenedSpine::kBeyond;
  const double below = distance(bodies[last - 1].centre, bodies[last].centre) / 2 + StraightenedSpine::kBeyond;
  std::vector<CurvePoint> curve;
  append(curve, bodies[0].centre - tangent_at(bodies, 0) * above, bodies[0].anterior);
  for (std::size_t i = 0; i < last; ++i)
    for (int step = 0; step < kFineSteps; ++step) {
      const double t = static_cast<double>(step) / kFineSteps;
      append(curve,
             hermite(bodies[i].centre, tangent_at(bodies, i), bodies[i + 1].centre, tangent_at(bodies, i + 1), t),
             bodies[i].anterior * (1 - t) + bodies[i + 1].anterior * t);
    }
  append(curve, bodies[last].centre, bodies[last].anterior);
  append(curve, bodies[last].centre + tangent_at(bodies, last) * below, bodies[last].anterior);
  for (CurvePoint& point : curve)
    point.arc -= above;
  return curve;
}

CurvePoint on_curve(const std::vector<CurvePoint>& curve, double arc) {
  auto after = std::lower_bound(curve.begin() + 1, curve.end() - 1, arc,
                                [](const CurvePoint& point, double value) { return point.arc < value; });
  const CurvePoint &b = *after, &a = *(after - 1);
  const double t = b.arc > a.arc ? (arc - a.arc) / (b.arc - a.arc) : 0.0;
  return {a.centre + (b.centre - a.centre) * t, a.anterior * (1 - t) + b.anterior * t, arc};
}

bool usable(std::span<const BodyFrame> bodies) {
  for (std::size_t i = 1; i < bodies.size(); ++i)
    if (!(distance(bodies[i - 1].centre, bodies[i].centre) > 1.0))
      return false;
  return bodies.size() >= 2;
}

} // namespace

Result<StraightenedSpine> StraightenedSpine::through(std::span<const BodyFrame> bodies) {
  if (!usable(bodies))
    return failure(ErrorCode::invalid_argument,
                   "A spine is straightened along at least two bodies at different places.");
  const std::vector<CurvePoint> curve = fine_curve(bodies);
  const double first = curve.front().arc, last = curve.back().arc;
  const int count = static_cast<int>(std::ceil((last - first) / kSampleStep)) + 1;
  const double step = (last - first) / (count - 1);
  StraightenedSpine spine;
  for (int i = 0; i < count; ++i) {
    const double arc = first + i * step;
    const CurvePoint here = on_curve(curve, arc);
    const PatientVector along =
        on_curve(curve, std::min(arc + step, last)).centre - on_curve(curve, std::max(arc - step, first)).centre;
    spine.samples_.push_back({arc, upright_frame(here.centre, normalized(along), here.anterior)});
  }
  return spine;
}

Result<StraightenedSpine> StraightenedSpine::through(std::span<const VertebraFinding> vertebrae) {
  std::vector<BodyFrame> bodies;
  for (const VertebraFinding& vertebra : vertebrae) {
    if (!vertebra.landmarks || !std::holds_alternative<SixPoints>(*vertebra.landmarks))
      continue;
    if (const auto frame = frame_of(std::get<SixPoints>(*vertebra.landmarks)))
      bodies.push_back(*frame);
  }
  if (!usable(bodies))
    return failure(ErrorCode::not_measurable, "The spine cannot be straightened: fewer than two bodies were measured.",
                   "Measure the series, or place landmarks in two bodies.");
  return through(std::span<const BodyFrame>(bodies));
}

double StraightenedSpine::first_arc() const {
  return samples_.front().arc;
}

double StraightenedSpine::last_arc() const {
  return samples_.back().arc;
}

BodyFrame StraightenedSpine::frame_at(double arc) const {
  const double step = samples_[1].arc - samples_[0].arc;
  const double place = std::clamp((arc - first_arc()) / step, 0.0, static_cast<double>(samples_.size() - 1));
  const std::size_t i = std::min(static_cast<std::size_t>(place), samples_.size() - 2);
  const double t = place - static_cast<double>(i);
  const BodyFrame &a = samples_[i].frame, &b = samples_[i + 1].frame;
  BodyFrame frame =
      upright_frame(a.centre + (b.centre - a.centre) * t, normalized(-(a.superior * (1 - t) + b.superior * t)),
                    a.anterior * (1 - t) + b.anterior * t);
  const double beyond = arc - std::clamp(arc, first_arc(), last_arc());
  frame.centre = frame.centre - frame.superior * beyond;
  return frame;
}

PatientPoint StraightenedSpine::to_patient(SpinePosition position) const {
  const BodyFrame frame = frame_at(position.arc);
  return frame.centre + frame.anterior * position.anterior + frame.left * position.left;
}

std::optional<SpinePosition> StraightenedSpine::to_spine(PatientPoint point) const {
  const auto ahead = [&](const BodyFrame& frame) { return dot(point - frame.centre, -frame.superior); };
  std::optional<std::size_t> crossing; // the sample after which the nearest cross-section holding the point lies
  double nearest = 0.0;
  for (std::size_t i = 0; i + 1 < samples_.size(); ++i) {
    if (ahead(samples_[i].frame) < 0.0 || ahead(samples_[i + 1].frame) > 0.0)
      continue;
    const double away = distance(point, samples_[i].frame.centre);
    if (!crossing || away < nearest) {
      crossing = i;
      nearest = away;
    }
  }
  if (!crossing)
    return std::nullopt;
  double low = samples_[*crossing].arc, high = samples_[*crossing + 1].arc;
  for (int round = 0; round < 40 && high - low > 1e-9; ++round) {
    const double middle = (low + high) / 2;
    (ahead(frame_at(middle)) > 0.0 ? low : high) = middle;
  }
  const BodyFrame frame = frame_at(low);
  const PatientVector offset = point - frame.centre;
  const SpinePosition position{low, dot(offset, frame.anterior), dot(offset, frame.left)};
  return distance(to_patient(position), point) < kFoldTolerance ? std::optional(position) : std::nullopt;
}

PlanePoint StraightenedSpine::on_plane(SpinePosition position, StraightenedKind kind) {
  return {kind == StraightenedKind::sagittal ? -position.anterior : position.left, position.arc};
}

SpinePosition StraightenedSpine::from_plane(PlanePoint point, StraightenedKind kind, double offset) {
  return kind == StraightenedKind::sagittal ? SpinePosition{point.y, -point.x, offset}
                                            : SpinePosition{point.y, offset, point.x};
}

std::optional<PlanePoint> StraightenedSpine::project(PatientPoint point, StraightenedKind kind) const {
  const auto position = to_spine(point);
  return position ? std::optional(on_plane(*position, kind)) : std::nullopt;
}

PlaneExtent StraightenedSpine::extent(double half_width) const {
  return {-half_width, first_arc(), half_width, last_arc()};
}

PointGrid StraightenedSpine::grid(StraightenedKind kind, double pixel_size, double half_width, double offset) const {
  const PlaneExtent area = extent(half_width);
  PointGrid grid;
  grid.columns = std::max(1, static_cast<int>(std::ceil(area.width() / pixel_size)));
  grid.rows = std::max(1, static_cast<int>(std::ceil(area.height() / pixel_size)));
  grid.pixel_size = pixel_size;
  grid.first = {area.left + pixel_size / 2, area.top + pixel_size / 2};
  grid.points.reserve(static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
  for (int row = 0; row < grid.rows; ++row) {
    const BodyFrame frame = frame_at(grid.first.y + row * pixel_size);
    for (int column = 0; column < grid.columns; ++column) {
      const SpinePosition at = from_plane({grid.first.x + column * pixel_size, 0.0}, kind, offset);
      grid.points.push_back(frame.centre + frame.anterior * at.anterior + frame.left * at.left);
    }
  }
  return grid;
}

} // namespace spondyl::view_model

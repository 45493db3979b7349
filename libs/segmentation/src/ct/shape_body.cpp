#include "shape_body.h"
#include "endplates.h"
#include "landmarks.h"
#include "wall.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::segmentation::ct {

namespace {

struct Ellipse {
  double depth = 15.0, width = 19.0; // mm, semi-axes
};

BodyFrame make_frame(PatientPoint centre, PatientVector superior, const SpineCurve& curve) {
  BodyFrame frame;
  frame.centre = centre;
  frame.superior = normalized(superior);
  const PatientVector from_canal = centre - curve[curve.nearest(centre)].centre;
  frame.anterior = normalized(from_canal - frame.superior * dot(from_canal, frame.superior));
  frame.left = cross(frame.superior, frame.anterior);
  return frame;
}

BodyFrame frame_between(const DiscPlane& upper, const DiscPlane& lower, const SpineCurve& curve) {
  return make_frame(midpoint(upper.centre, lower.centre),
                    upper.normal + lower.normal + normalized(upper.centre - lower.centre), curve);
}

/// The plane of least squares through a height field inside 0.8 of the wall.
FramePlane fitted_plane(const HeightField& field, const Wall& wall, double share) {
  Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
  Eigen::Vector3d right = Eigen::Vector3d::Zero();
  for (int a = -field.reach_anterior; a <= field.reach_anterior; ++a)
    for (int l = -field.reach_left; l <= field.reach_left; ++l) {
      if (std::hypot(a, l) > 0.8 * wall.at(std::atan2(l, a), share))
        continue;
      const Eigen::Vector3d row(1.0, a, l);
      normal += row * row.transpose();
      right += row * field.at(a, l);
    }
  const Eigen::Vector3d x = normal.ldlt().solve(right);
  return x.allFinite() ? FramePlane{x[0], x[1], x[2]} : FramePlane{field.at(0, 0), 0.0, 0.0};
}

double median_radius(const Wall& wall, int first_direction, int last_direction) {
  std::vector<float> values;
  for (int layer = 2; layer < Wall::kLayers - 2; ++layer)
    for (int d = first_direction; d <= last_direction; ++d)
      values.push_back(wall.radius[static_cast<std::size_t>(layer * Wall::kDirections +
                                                            (d + Wall::kDirections) % Wall::kDirections)]);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

Footprint wall_footprint(const Wall& wall, double share) {
  return [&wall, share](double anterior, double left) {
    const double r = std::hypot(anterior, left) - wall.at(std::atan2(left, anterior), share);
    return static_cast<float>(std::clamp(1.0 - (r + 0.5) / 2.0, 0.0, 1.0)); // full to 0.5 mm inside the wall
  };
}

class Shaping {
public:
  Shaping(const VolumeSampler& sampler, const DiscPlane& upper, const DiscPlane& lower, const BodyFrame& frame,
          const Ellipse& ellipse, const Steps& steps)
      : sampler_(sampler), upper_(upper), lower_(lower), ellipse_(ellipse), steps_(steps) {
    shape_.frame = frame;
    shape_.radius = ellipse.depth;
  }

  BodyShape run() {
    const FramePlane up = in_frame(shape_.frame, upper_.centre, upper_.normal);
    const FramePlane down = in_frame(shape_.frame, lower_.centre, lower_.normal);
    const int reach_anterior = static_cast<int>(std::ceil(ellipse_.depth + 9.0));
    const int reach_left = static_cast<int>(std::ceil(ellipse_.width + 9.0));
    const double above = std::abs(up.height) + 10.0 + 0.3 * reach_anterior;
    const double below = std::abs(down.height) + 10.0 + 0.3 * reach_anterior;
    const BodyBox box(sampler_, shape_.frame, above, below, reach_anterior, reach_left);
    shape_.levels = measure_levels(box, up, down, ellipse_.depth);
    // The axis overestimates the radius at times; a footprint a little too small only delays the rim to the next pass.
    endplates(box, up, down, elliptic_footprint(0.85 * ellipse_.depth, 0.85 * ellipse_.width),
              elliptic_footprint(0.85 * ellipse_.depth, 0.85 * ellipse_.width), false);
    wall(box);
    const Wall first = shape_.wall;
    const Footprint usual = elliptic_footprint(0.85 * ellipse_.depth, 0.85 * ellipse_.width);
    endplates(box, up, down, steps_.rim_footprint ? wall_footprint(first, 1.0) : usual,
              steps_.rim_footprint ? wall_footprint(first, 0.0) : usual, steps_.endplate_model);
    wall(box);
    look_for_metal(box);
    return std::move(shape_);
  }

private:
  void endplates(const BodyBox& box, const FramePlane& up, const FramePlane& down, const Footprint& upper_footprint,
                 const Footprint& lower_footprint, bool sharpened) {
    Endplate superior = find_endplate(box, End::superior, shape_.levels, up, down, upper_footprint, sharpened);
    Endplate inferior = find_endplate(box, End::inferior, shape_.levels, down, up, lower_footprint, sharpened);
    shape_.superior = std::move(superior.field);
    shape_.inferior = std::move(inferior.field);
    shape_.superior_edge = std::move(superior.edge);
    shape_.inferior_edge = std::move(inferior.edge);
    shape_.endplate_support = std::min(superior.support, inferior.support);
    shape_.superior_limited = superior.at_limit;
    shape_.inferior_limited = inferior.at_limit;
    shape_.superior_unseen = std::max(superior.at_limit, 1.0 - superior.support);
    shape_.inferior_unseen = std::max(inferior.at_limit, 1.0 - inferior.support);
    shape_.missing_endplate = std::max(superior.missing, inferior.missing);
  }
  void look_for_metal(const BodyBox& box) {
    constexpr float kMetal = 2000.0F; // HU after smoothing across; the densest cortex stays below
    constexpr double kAround = 3.0;   // mm
    int all = 0, dense = 0;
    for (int a = -box.reach_anterior(); a <= box.reach_anterior(); ++a)
      for (int l = -box.reach_left(); l <= box.reach_left(); ++l) {
        const double low = shape_.inferior.at(a, l) - kAround, high = shape_.superior.at(a, l) + kAround;
        if (std::hypot(a, l) > shape_.wall.at(std::atan2(l, a), 0.5) + kAround)
          continue;
        for (double h = low; h <= high; h += 2.0 * BodyBox::kAlong, ++all)
          dense += box.sample(a, l, h) > kMetal ? 1 : 0;
      }
    shape_.metal = all > 0 ? static_cast<double>(dense) / all : 0.0;
  }
  void wall(const BodyBox& box) {
    const WallResult found = find_wall(box, shape_.levels, shape_.superior, shape_.inferior, ellipse_.depth,
                                       ellipse_.width, steps_.half_maximum);
    shape_.wall = found.wall;
    shape_.wall_support = found.support;
    shape_.missing_wall = found.missing;
  }
  const VolumeSampler& sampler_;
  const DiscPlane &upper_, &lower_;
  Ellipse ellipse_;
  const Steps& steps_;
  BodyShape shape_;
};

struct Placement {
  BodyFrame frame;
  Ellipse ellipse;
};

/// Centre, direction and size from a body's own outline.
Placement own_placement(const BodyShape& shape, const SpineCurve& curve) {
  const FramePlane top = fitted_plane(shape.superior, shape.wall, 1.0);
  const FramePlane bottom = fitted_plane(shape.inferior, shape.wall, 0.0);
  const double front = median_radius(shape.wall, -4, 4), back = median_radius(shape.wall, 34, 38);
  const double left = median_radius(shape.wall, 16, 20), right = median_radius(shape.wall, 52, 56);
  const double ahead = 0.5 * (front - back), aside = 0.5 * (left - right);
  const BodyFrame& f = shape.frame;
  const auto normal = [&](const FramePlane& p) {
    return normalized(f.superior - f.anterior * p.per_anterior - f.left * p.per_left);
  };
  const double up = 0.5 * (top.at(ahead, aside) + bottom.at(ahead, aside));
  return {
      make_frame(f.centre + f.anterior * ahead + f.left * aside + f.superior * up, normal(top) + normal(bottom), curve),
      {0.5 * (front + back), 0.5 * (left + right)}};
}

PatientPoint to_patient(const BodyFrame& frame, double anterior, double left, double superior) {
  return frame.centre + frame.anterior * anterior + frame.left * left + frame.superior * superior;
}

/// How far a point of the disc lies below (negative: above) the inferior endplate of the body above.
double below_inferior(const BodyShape& above, PatientPoint p) {
  const PatientVector d = p - above.frame.centre;
  return above.inferior.at(dot(d, above.frame.anterior), dot(d, above.frame.left)) - dot(d, above.frame.superior);
}
double above_superior(const BodyShape& below, PatientPoint p) {
  const PatientVector d = p - below.frame.centre;
  return dot(d, below.frame.superior) - below.superior.at(dot(d, below.frame.anterior), dot(d, below.frame.left));
}

constexpr double kThinnestDisc = 1.5; // mm; thinner than any disc that is not fused

/// How far each node of an endplate has to give way to the neighbour's (`gap_at`, mm).
template <typename GapAt> std::vector<float> retreat(const BodyShape& shape, const HeightField& field, GapAt gap_at) {
  std::vector<float> result(field.height.size());
  std::size_t i = 0;
  for (int a = -field.reach_anterior; a <= field.reach_anterior; ++a)
    for (int l = -field.reach_left; l <= field.reach_left; ++l, ++i) {
      const double gap = gap_at(to_patient(shape.frame, a, l, field.height[i]));
      result[i] = static_cast<float>(std::clamp(0.5 * (kThinnestDisc - gap), 0.0, 6.0));
    }
  return result;
}

} // namespace

BodyShape outline_body(const VolumeSampler& sampler, const SpineCurve& curve, const DiscPlane& upper,
                       const DiscPlane& lower, double radius, const Steps& steps) {
  return Shaping(sampler, upper, lower, frame_between(upper, lower, curve), {radius, radius * kLateralRatio}, steps)
      .run();
}

BodyShape refine_body(const VolumeSampler& sampler, const SpineCurve& curve, const DiscPlane& upper,
                      const DiscPlane& lower, const BodyShape& first, const Steps& steps) {
  const Placement placement = own_placement(first, curve);
  BodyShape refined = Shaping(sampler, upper, lower, placement.frame, placement.ellipse, steps).run();
  refined.first_heights = median_heights(place_landmarks(first, steps));
  return refined;
}

DiscPlane refine_disc(const DiscPlane& disc, const BodyShape& above, const BodyShape& below) {
  const FramePlane top = fitted_plane(above.inferior, above.wall, 0.0);
  const FramePlane bottom = fitted_plane(below.superior, below.wall, 1.0);
  const auto normal = [](const BodyFrame& f, const FramePlane& p) {
    return normalized(f.superior - f.anterior * p.per_anterior - f.left * p.per_left);
  };
  DiscPlane refined = disc;
  refined.centre =
      midpoint(to_patient(above.frame, 0.0, 0.0, top.height), to_patient(below.frame, 0.0, 0.0, bottom.height));
  refined.normal = normalized(normal(above.frame, top) + normal(below.frame, bottom));
  return refined;
}

DiscPlane refine_end_disc(const DiscPlane& disc, const BodyShape& body, bool above) {
  constexpr double kSeen = 0.3;     // share without an edge up to which the disc is believed
  constexpr double kLimited = 0.05; // share held back by the disc's plane
  if ((above ? body.superior_unseen : body.inferior_unseen) < kSeen &&
      (above ? body.superior_limited : body.inferior_limited) < kLimited)
    return disc;
  const double half_disc = 0.2 * body.radius; // about 2 mm in the neck, 4 mm in the lumbar spine
  const FramePlane plane =
      above ? fitted_plane(body.superior, body.wall, 1.0) : fitted_plane(body.inferior, body.wall, 0.0);
  const BodyFrame& f = body.frame;
  DiscPlane refined = disc;
  refined.normal = normalized(f.superior - f.anterior * plane.per_anterior - f.left * plane.per_left);
  refined.centre = to_patient(f, 0.0, 0.0, plane.height) + refined.normal * (above ? half_disc : -half_disc);
  return refined;
}

void separate(BodyShape& above, BodyShape& below) {
  const std::vector<float> up =
      retreat(above, above.inferior, [&](PatientPoint p) { return above_superior(below, p); });
  const std::vector<float> down =
      retreat(below, below.superior, [&](PatientPoint p) { return below_inferior(above, p); });
  for (std::size_t i = 0; i < up.size(); ++i)
    above.inferior.height[i] += up[i];
  for (std::size_t i = 0; i < down.size(); ++i)
    below.superior.height[i] -= down[i];
}

} // namespace spondyl::segmentation::ct

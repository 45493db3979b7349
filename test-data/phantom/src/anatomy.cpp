#include "anatomy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace spondyl::phantom {
namespace {

/// Healthy size of a level. Engineering choices near published means; angles in degrees.
struct Normal {
  const char* level;
  double posterior_height, anterior_to_posterior, depth, width, disc_below, disc_lordosis;
};
constexpr std::array<Normal, 14> kNormal = {{
    {"T4", 17.5, 0.94, 23.3, 24.5, 4.0, -2.0},
    {"T5", 17.8, 0.94, 24.3, 25.0, 4.0, -2.0},
    {"T6", 18.3, 0.93, 26.0, 26.0, 4.0, -2.0},
    {"T7", 18.9, 0.93, 27.4, 27.5, 4.2, -2.0},
    {"T8", 19.5, 0.93, 27.9, 29.0, 4.4, -1.5},
    {"T9", 20.1, 0.93, 29.3, 30.5, 4.8, -1.0},
    {"T10", 21.0, 0.92, 30.5, 32.0, 5.2, -0.5},
    {"T11", 22.2, 0.92, 31.9, 34.5, 5.6, 0.0},
    {"T12", 24.0, 0.92, 32.8, 37.0, 6.2, 2.0},
    {"L1", 25.4, 0.93, 34.1, 40.2, 7.4, 4.0},
    {"L2", 26.4, 0.95, 34.6, 42.6, 8.6, 6.0},
    {"L3", 26.9, 1.00, 35.2, 44.3, 9.6, 7.0},
    {"L4", 26.6, 1.04, 35.5, 46.4, 10.4, 9.0},
    {"L5", 25.6, 1.13, 34.7, 48.8, 9.6, 10.0},
}};
// Depths of the middle: S1 narrows within its own height, which a box cannot.
constexpr std::array<Normal, 3> kSacrum = {{{"S1", 25.0, 1.16, 28.0, 50.0, 1.6, -9.0},
                                            {"S1", 22.0, 1.08, 17.0, 40.0, 1.2, -9.0},
                                            {"S1", 19.0, 1.05, 11.0, 32.0, 1.0, -9.0}}};
constexpr double kHollowing = 0.90; ///< normal middle height over the mean of the other two
constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kRotationPerLean = 0.4; ///< axial rotation that goes with a lateral lean

Vertebra sized(const Normal& normal) {
  Vertebra vertebra{VertebraLevel::parse(normal.level).value(), {}};
  vertebra.posterior_height = normal.posterior_height;
  vertebra.anterior_height = normal.posterior_height * normal.anterior_to_posterior;
  vertebra.middle_height = kHollowing * 0.5 * (vertebra.anterior_height + vertebra.posterior_height);
  vertebra.depth = normal.depth;
  vertebra.width = normal.width;
  vertebra.disc_below = normal.disc_below;
  vertebra.thoracic = normal.level[0] == 'T';
  vertebra.sacral = normal.level[0] == 'S';
  vertebra.canal_radius = vertebra.thoracic ? 7.5 : vertebra.sacral ? 6.5 : 8.5;
  return vertebra;
}

struct Sized {
  Vertebra vertebra;
  double disc_lordosis;
};

void fracture(Vertebra& vertebra, const PhantomSpine::Plan& plan) {
  const auto found = plan.fractures.find(vertebra.level);
  if (found == plan.fractures.end() || vertebra.sacral)
    return;
  vertebra.anterior_height *= 1.0 - found->second.anterior;
  vertebra.middle_height *= 1.0 - found->second.middle;
  vertebra.posterior_height *= 1.0 - found->second.posterior;
}

std::vector<Sized> wanted_vertebrae(const PhantomSpine::Plan& plan) {
  std::vector<Sized> column;
  for (const Normal& normal : kNormal) {
    Vertebra vertebra = sized(normal);
    if (vertebra.level < plan.first && column.size() == 1)
      column.clear(); // keep only the nearest neighbour above
    vertebra.wanted = vertebra.level >= plan.first && vertebra.level <= plan.last;
    const bool above = plan.continued_above && vertebra.level < plan.first;
    fracture(vertebra, plan);
    if (vertebra.wanted || above)
      column.push_back({vertebra, normal.disc_lordosis});
  }
  if (plan.sacrum && plan.last == VertebraLevel::parse("L5"))
    for (const Normal& normal : kSacrum) {
      column.push_back({sized(normal), normal.disc_lordosis});
      column.back().vertebra.wanted = false;
    }
  return column;
}

/// Angle between the endplates, positive when taller in front (radians).
double wedge_angle(const Vertebra& vertebra) {
  return 2.0 * std::atan((vertebra.anterior_height - vertebra.posterior_height) / (2.0 * vertebra.depth));
}

/// Forward lean of each body's superior axis, 0 at L3 (or in the middle): grows downwards in lordosis.
std::vector<double> forward_leans(const std::vector<Sized>& column) {
  std::vector<double> leans(column.size(), 0.0);
  for (std::size_t i = 1; i < column.size(); ++i)
    leans[i] = leans[i - 1] + column[i - 1].disc_lordosis * kDegree +
               0.5 * (wedge_angle(column[i - 1].vertebra) + wedge_angle(column[i].vertebra));
  auto upright = column.begin() + static_cast<std::ptrdiff_t>(column.size() / 2);
  if (const auto l3 = std::ranges::find(column, VertebraLevel::parse("L3").value(),
                                        [](const Sized& entry) { return entry.vertebra.level; });
      l3 != column.end())
    upright = l3;
  const double offset = leans[static_cast<std::size_t>(upright - column.begin())];
  for (double& lean : leans)
    lean -= offset;
  return leans;
}

PatientVector turned_about_posterior(PatientVector v, double angle) { // +z towards +x (left)
  return {v.x * std::cos(angle) + v.z * std::sin(angle), v.y, -v.x * std::sin(angle) + v.z * std::cos(angle)};
}

PatientVector turned_about_superior(PatientVector v, double angle) {
  return {v.x * std::cos(angle) - v.y * std::sin(angle), v.x * std::sin(angle) + v.y * std::cos(angle), v.z};
}

BodyFrame oriented(double forward, double lateral) {
  const auto turned = [lateral](PatientVector v) {
    return turned_about_superior(turned_about_posterior(v, lateral), kRotationPerLean * lateral);
  };
  BodyFrame frame;
  frame.superior = turned({0.0, -std::sin(forward), std::cos(forward)});
  frame.anterior = turned({0.0, -std::cos(forward), -std::sin(forward)});
  frame.left = cross(frame.superior, frame.anterior);
  return frame;
}

void orient(std::vector<Sized>& column, const PhantomSpine::Plan& plan) {
  const std::vector<double> leans = forward_leans(column);
  const double last = std::max(1.0, static_cast<double>(column.size() - 1));
  for (std::size_t i = 0; i < column.size(); ++i) {
    const double along = static_cast<double>(i) / last;
    const double lateral = 0.5 * plan.scoliosis_degrees * kDegree * std::cos(std::numbers::pi * along);
    BodyFrame frame = oriented(leans[i], lateral);
    for (PatientVector* axis : {&frame.superior, &frame.anterior, &frame.left})
      *axis = turned_about_posterior(*axis, plan.tilt_degrees * kDegree);
    column[i].vertebra.frame = frame;
  }
}

double half_height(const Vertebra& vertebra) {
  return 0.25 * (vertebra.anterior_height + vertebra.posterior_height);
}

/// Stacks the bodies, then puts the middle of the wanted ones at the origin.
void place(std::vector<Sized>& column) {
  for (std::size_t i = 1; i < column.size(); ++i) {
    const Vertebra& above = column[i - 1].vertebra;
    Vertebra& below = column[i].vertebra;
    const PatientVector between = normalized(above.frame.superior + below.frame.superior);
    below.frame.centre = above.frame.centre - above.frame.superior * half_height(above) - between * above.disc_below -
                         below.frame.superior * half_height(below);
  }
  PatientVector sum;
  double count = 0.0;
  for (const Sized& entry : column)
    if (entry.vertebra.wanted) {
      sum = sum + (entry.vertebra.frame.centre - PatientPoint{});
      count += 1.0;
    }
  for (Sized& entry : column)
    entry.vertebra.frame.centre = entry.vertebra.frame.centre - sum / count;
}

} // namespace

double endplate_height(const Vertebra& vertebra, double x) {
  const double u = std::clamp(x / (0.5 * vertebra.depth), -1.1, 1.1);
  const double front = 0.5 * vertebra.anterior_height, back = 0.5 * vertebra.posterior_height;
  const double straight = 0.5 * (front * (1.0 + u) + back * (1.0 - u));
  const double hollow = 0.5 * vertebra.middle_height - 0.5 * (front + back);
  return straight + hollow * (1.0 - u * u) + kRimInset * u * u;
}

std::vector<Vertebra> build_column(const PhantomSpine::Plan& plan) {
  std::vector<Sized> column = wanted_vertebrae(plan);
  orient(column, plan);
  place(column);
  std::vector<Vertebra> vertebrae;
  for (const Sized& entry : column)
    vertebrae.push_back(entry.vertebra);
  return vertebrae;
}

PatientPoint to_patient(const BodyFrame& frame, LocalPoint point) {
  return frame.centre + frame.anterior * point.anterior + frame.left * point.left + frame.superior * point.superior;
}

LocalPoint to_local(const BodyFrame& frame, PatientPoint point) {
  const PatientVector offset = point - frame.centre;
  return {dot(offset, frame.anterior), dot(offset, frame.left), dot(offset, frame.superior)};
}

PhantomBody truth_of(const Vertebra& vertebra, Border border) {
  // The marrow's corners are sharp (the shell is thicker than the rim is round) and one shell inside the sharp corner.
  const bool outer = border == Border::outer_bone;
  const double inset = outer ? 0.0 : kCorticalThickness - kRimInset;
  const double reach = 0.5 * vertebra.depth - inset;
  const auto point = [&](double x, double side) {
    const bool corner = x != 0.0;
    const double lowered = outer ? (corner ? kRimInset : 0.0) : kCorticalThickness;
    return to_patient(vertebra.frame, {x, 0.0, side * (endplate_height(vertebra, x) - lowered)});
  };
  return {vertebra.level, vertebra.frame,
          SixPoints{point(reach, 1), point(reach, -1), point(0, 1), point(0, -1), point(-reach, 1), point(-reach, -1)},
          2.0 * reach, vertebra.width - 2.0 * inset};
}

} // namespace spondyl::phantom

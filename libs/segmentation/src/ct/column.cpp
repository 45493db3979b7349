#include "column.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::ct {

namespace {

DiscPlane image_end(const SpineCurve& curve, const BodyAxis& axis, int s, const DiscPlane& like) {
  DiscPlane plane;
  plane.s = s;
  plane.tilt = like.tilt;
  plane.centre = axis.centre(curve, s);
  plane.normal = plane_normal(curve[s], like.tilt);
  return plane;
}

/// What lies between the image's end (frame `end`) and the outermost disc, whose neighbour is `next`.
enum class Outside { nothing, part_of_a_body, more };

Outside beyond(const DiscProfile& profile, const BodyAxis& axis, int end, const DiscPlane& outermost) {
  const double room =
      std::abs(profile.along[static_cast<std::size_t>(outermost.s)] - profile.along[static_cast<std::size_t>(end)]);
  const double vertebra = 1.75 * axis[outermost.s].radius; // a body and its disc, as for the chain
  if (room < 0.25 * vertebra)
    return Outside::nothing;
  return room < 1.1 * vertebra ? Outside::part_of_a_body : Outside::more;
}

double median_density(const DiscProfile& profile, int first, int last) {
  std::vector<float> values;
  const float* upright = profile.density.data() + static_cast<std::size_t>(DiscProfile::kTilts / 2 * profile.count);
  for (int s = std::min(first, last); s <= std::max(first, last); ++s)
    if (upright[s] > kNoData)
      values.push_back(upright[s]);
  if (values.empty())
    return 0.0;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// Whether there is as much bone between the outermost disc and the image's end as in the column itself.
bool is_bone(const DiscProfile& profile, int end, int outermost, int first_disc, int last_disc) {
  constexpr double kShare = 0.6; // of the column's density; soft tissue reaches a half in osteoporosis
  return median_density(profile, end, outermost) > kShare * median_density(profile, first_disc, last_disc);
}

/// Whether an outermost disc is no disc but the end of the image.
bool is_image_end(const DiscProfile& profile, int end, const DiscPlane& disc) {
  constexpr double kWeak = 0.35, kNear = 6.0; // evidence as in the chain; mm
  return disc.evidence < kWeak && std::abs(profile.along[static_cast<std::size_t>(disc.s)] -
                                           profile.along[static_cast<std::size_t>(end)]) < kNear;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// How many vertebrae fit between discs i and i + 1, by the two spacings on either side and the body's own depth.
int vertebrae_between(const std::vector<double>& spacing, std::size_t i, double radius) {
  constexpr double kTooFar = 1.65; // times the usual; collapse and wedging only shorten a spacing
  std::vector<double> near;
  for (std::size_t j = i >= 2 ? i - 2 : 0; j <= i + 2 && j < spacing.size(); ++j)
    if (j != i)
      near.push_back(spacing[j]);
  if (near.size() < 2)
    return 1;
  const double usual = median(near);
  const bool gap = spacing[i] > kTooFar * usual && spacing[i] > 1.3 * 1.75 * radius;
  return gap ? std::clamp(static_cast<int>(std::lround(spacing[i] / usual)), 2, 3) : 1;
}

DiscPlane between(const SpineCurve& curve, const BodyAxis& axis, const DiscPlane& a, const DiscPlane& b, double share) {
  DiscPlane plane;
  plane.s = static_cast<int>(std::lround(a.s + share * (b.s - a.s)));
  plane.tilt = {a.tilt.sagittal + share * (b.tilt.sagittal - a.tilt.sagittal),
                a.tilt.coronal + share * (b.tilt.coronal - a.tilt.coronal)};
  plane.centre = axis.centre(curve, plane.s);
  plane.normal = plane_normal(curve[plane.s], plane.tilt);
  plane.presumed = true;
  return plane;
}

/// Half a vertebra beyond an outermost disc, when the column of bone goes on there for more than one.
std::optional<int> goes_on(const DiscProfile& profile, const BodyAxis& axis, int end, const DiscPlane& disc, int first,
                           int last) {
  if (beyond(profile, axis, end, disc) != Outside::more)
    return std::nullopt;
  const int half = static_cast<int>(std::lround(0.9 * axis[disc.s].radius)) * (end < disc.s ? -1 : 1);
  if (!is_bone(profile, disc.s + 2 * half, disc.s, first, last))
    return std::nullopt;
  return disc.s + half;
}

} // namespace

std::vector<DiscPlane> with_presumed_discs(const DiscProfile& profile, const SpineCurve& curve, const BodyAxis& axis,
                                           const std::vector<DiscPlane>& discs) {
  std::vector<double> spacing;
  for (std::size_t i = 1; i < discs.size(); ++i)
    spacing.push_back(profile.along[static_cast<std::size_t>(discs[i].s)] -
                      profile.along[static_cast<std::size_t>(discs[i - 1].s)]);
  std::vector<DiscPlane> result;
  for (std::size_t i = 0; i < discs.size(); ++i) {
    result.push_back(discs[i]);
    if (i + 1 == discs.size())
      break;
    const int bodies = vertebrae_between(spacing, i, axis[(discs[i].s + discs[i + 1].s) / 2].radius);
    for (int k = 1; k < bodies; ++k)
      result.push_back(between(curve, axis, discs[i], discs[i + 1], static_cast<double>(k) / bodies));
  }
  return result;
}

Column complete_column(const FindingGrid& grid, const DiscProfile& profile, const SpineCurve& curve,
                       const BodyAxis& axis, std::vector<DiscPlane> discs) {
  Column column{std::move(discs)};
  if (column.discs.size() < 2)
    return column;
  const auto has_data = [&](int s) { return grid.has_data(axis.centre(curve, s)); };
  int first = 0, last = curve.size() - 1;
  while (first < column.discs.front().s && !has_data(first))
    ++first;
  while (last > column.discs.back().s && !has_data(last))
    --last;
  column.first_cut = is_image_end(profile, first, column.discs.front());
  column.last_cut = is_image_end(profile, last, column.discs.back());
  const int top = column.discs.front().s, bottom = column.discs.back().s;
  if (!column.first_cut && is_bone(profile, first, top, top, bottom) &&
      beyond(profile, axis, first, column.discs.front()) == Outside::part_of_a_body) {
    column.discs.insert(column.discs.begin(), image_end(curve, axis, first, column.discs.front()));
    column.first_cut = true;
  }
  if (!column.last_cut && is_bone(profile, last, bottom, top, bottom) &&
      beyond(profile, axis, last, column.discs.back()) == Outside::part_of_a_body) {
    column.discs.push_back(image_end(curve, axis, last, column.discs.back()));
    column.last_cut = true;
  }
  if (!column.first_cut)
    column.unread_above = goes_on(profile, axis, first, column.discs.front(), top, bottom);
  if (!column.last_cut)
    column.unread_below = goes_on(profile, axis, last, column.discs.back(), top, bottom);
  return column;
}

} // namespace spondyl::segmentation::ct

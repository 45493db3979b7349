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

} // namespace

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
  return column;
}

} // namespace spondyl::segmentation::ct

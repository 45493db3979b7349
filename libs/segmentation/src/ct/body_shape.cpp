#include "body_shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spondyl::segmentation::ct {

double HeightField::at(double anterior, double left) const {
  const double a = std::clamp(anterior / kStep + reach_anterior, 0.0, 2.0 * reach_anterior);
  const double l = std::clamp(left / kStep + reach_left, 0.0, 2.0 * reach_left);
  const int a0 = std::min(static_cast<int>(a), depth() - 2), l0 = std::min(static_cast<int>(l), width() - 2);
  const double fa = a - a0, fl = l - l0;
  const auto node = [&](int i, int j) { return height[static_cast<std::size_t>((a0 + i) * width() + l0 + j)]; };
  return (node(0, 0) * (1 - fl) + node(0, 1) * fl) * (1 - fa) + (node(1, 0) * (1 - fl) + node(1, 1) * fl) * fa;
}

double Wall::at(double angle, double share) const {
  const double turn = angle / (2.0 * std::numbers::pi);
  const double direction = (turn - std::floor(turn)) * kDirections;
  const double layer = std::clamp(share * kLayers - 0.5, 0.0, kLayers - 1.0);
  const int d0 = static_cast<int>(direction) % kDirections, d1 = (d0 + 1) % kDirections;
  const int l0 = std::min(static_cast<int>(layer), kLayers - 2);
  const double fd = direction - std::floor(direction), fl = layer - l0;
  const auto node = [&](int l, int d) { return radius[static_cast<std::size_t>(l * kDirections + d)]; };
  return (node(l0, d0) * (1 - fd) + node(l0, d1) * fd) * (1 - fl) +
         (node(l0 + 1, d0) * (1 - fd) + node(l0 + 1, d1) * fd) * fl;
}

bool BodyShape::contains(double anterior, double left, double superior_mm) const {
  const double top = superior.at(anterior, left), bottom = inferior.at(anterior, left);
  if (superior_mm > top || superior_mm < bottom || top - bottom < 1e-3)
    return false;
  const double share = (superior_mm - bottom) / (top - bottom);
  return std::hypot(anterior, left) <= wall.at(std::atan2(left, anterior), share);
}

namespace {

/// Binomial smoothing of one plane of columns in place along one direction; no-data values stay and are left out.
void smooth_lines(std::vector<float>& values, std::size_t start, std::size_t stride, int count) {
  float before = kNoData;
  for (int i = 0; i < count; ++i) {
    float& here = values[start + static_cast<std::size_t>(i) * stride];
    const float old = here;
    const float after = i + 1 < count ? values[start + static_cast<std::size_t>(i + 1) * stride] : kNoData;
    if (old > kNoData) {
      const float b = before > kNoData ? before : old, a = after > kNoData ? after : old;
      here = 0.25F * b + 0.5F * old + 0.25F * a;
    }
    before = old;
  }
}

} // namespace

BodyBox::BodyBox(const VolumeSampler& sampler, const BodyFrame& frame, double up, double down, int reach_anterior,
                 int reach_left)
    : low_(-std::ceil(down / kAlong) * kAlong), blur_(sampler.blur_along(frame.superior)),
      along_(static_cast<int>(std::ceil(down / kAlong) + std::ceil(up / kAlong)) + 1), reach_anterior_(reach_anterior),
      reach_left_(reach_left),
      values_(static_cast<std::size_t>((2 * reach_anterior + 1) * (2 * reach_left + 1) * along_)) {
  const bool cubic = sampler.slices_across(frame.superior); // what lies between the slices matters along the spine
  std::size_t i = 0;
  for (int a = -reach_anterior; a <= reach_anterior; ++a)
    for (int l = -reach_left; l <= reach_left; ++l)
      for (int k = 0; k < along_; ++k) {
        const PatientPoint p =
            frame.centre + frame.anterior * (a * kAcross) + frame.left * (l * kAcross) + frame.superior * height(k);
        values_[i++] = cubic ? sampler.sample_cubic(p, kNoData) : sampler.sample(p, kNoData);
      }
  const int depth = 2 * reach_anterior + 1, width = 2 * reach_left + 1;
  const std::size_t along = static_cast<std::size_t>(along_), row = along * static_cast<std::size_t>(width);
  for (std::size_t k = 0; k < along; ++k) {
    for (int a = 0; a < depth; ++a)
      smooth_lines(values_, static_cast<std::size_t>(a) * row + k, along, width);
    for (int l = 0; l < width; ++l)
      smooth_lines(values_, static_cast<std::size_t>(l) * along + k, row, depth);
  }
}

const float* BodyBox::column(int anterior, int left) const {
  return values_.data() +
         static_cast<std::size_t>((anterior + reach_anterior_) * (2 * reach_left_ + 1) + left + reach_left_) *
             static_cast<std::size_t>(along_);
}

float BodyBox::sample(double anterior, double left, double height) const {
  const double a = anterior / kAcross, l = left / kAcross, k = index(height);
  if (!(std::abs(a) <= reach_anterior_) || !(std::abs(l) <= reach_left_) || !(k >= 0.0) || !(k <= along_ - 1.0))
    return kNoData;
  const int a0 = std::min(static_cast<int>(std::floor(a)), reach_anterior_ - 1);
  const int l0 = std::min(static_cast<int>(std::floor(l)), reach_left_ - 1);
  const int k0 = std::min(static_cast<int>(k), along_ - 2);
  const float fa = static_cast<float>(a - a0), fl = static_cast<float>(l - l0), fk = static_cast<float>(k - k0);
  float sum = 0.0F;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      const float* values = column(a0 + i, l0 + j) + k0;
      if (values[0] <= kNoData || values[1] <= kNoData)
        return kNoData;
      sum += (i ? fa : 1 - fa) * (j ? fl : 1 - fl) * (values[0] * (1 - fk) + values[1] * fk);
    }
  return sum;
}

} // namespace spondyl::segmentation::ct

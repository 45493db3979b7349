#include "normalise.h"

#include <algorithm>
#include <cmath>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kSlabDistance = 6.0;   // mm between slabs
constexpr double kSlabHalfWidth = 6.1;  // mm; three 4 mm slices or six 2 mm slices
constexpr double kLocalSigma = 18.0;    // mm; about one lumbar body and half a disc to either side
constexpr double kShadingSigma = 35.0;  // mm; wider than a body and a disc, narrower than a coil's fall-off
constexpr double kAirShare = 0.3;       // of the mean signal below which a pixel is air
constexpr float kContrastFloor = 0.15F; // of the mean contrast: keeps the noise of air from being blown up

/// Grey value below which only 0.5 % of the image lie: the black of this volume, whatever the scanner's offset.
float black_level(const SagittalStack& stack) {
  std::vector<float> sample;
  for (std::size_t k = 0; k < stack.planes.size(); ++k)
    for (std::size_t i = 0; i < stack.planes[k].pixels().size(); i += 7)
      if (stack.data[k].pixels()[i] > 0.5F)
        sample.push_back(stack.planes[k].pixels()[i]);
  if (sample.empty())
    return 0.0F;
  const auto low = sample.begin() + static_cast<std::ptrdiff_t>(sample.size() / 200);
  std::nth_element(sample.begin(), low, sample.end());
  return *low;
}

PlaneImage median_plane(const SagittalStack& stack, const std::vector<std::size_t>& members, float black,
                        PlaneImage& weight) {
  PlaneImage out(stack.columns, stack.rows);
  weight = PlaneImage(stack.columns, stack.rows);
  std::vector<float> values;
  for (std::size_t i = 0; i < out.pixels().size(); ++i) {
    values.clear();
    for (const std::size_t k : members)
      if (stack.data[k].pixels()[i] > 0.5F)
        values.push_back(stack.planes[k].pixels()[i]);
    if (values.empty())
      continue;
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    out.pixels()[i] = std::sqrt(std::max(0.0F, 0.5F * (values[(n - 1) / 2] + values[n / 2]) - black));
    weight.pixels()[i] = 1.0F;
  }
  return out;
}

/// Subtracts the local mean and divides by the local deviation; both are means over the pixels that hold data.
void flatten(PlaneImage& image, const PlaneImage& weight) {
  PlaneImage squares = image;
  for (float& v : squares.pixels())
    v *= v;
  const PlaneImage weights = wide_gaussian(weight, kLocalSigma), mean = wide_gaussian(image, kLocalSigma);
  squares = wide_gaussian(squares, kLocalSigma);
  PlaneImage deviation(image.columns(), image.rows());
  double total = 0.0, covered = 0.0;
  for (std::size_t i = 0; i < image.pixels().size(); ++i) {
    const float w = std::max(weights.pixels()[i], 1e-3F), m = mean.pixels()[i] / w;
    deviation.pixels()[i] = std::sqrt(std::max(0.0F, squares.pixels()[i] / w - m * m));
    total += weight.pixels()[i] * deviation.pixels()[i];
    covered += weight.pixels()[i];
  }
  const float floor = kContrastFloor * static_cast<float>(total / std::max(covered, 1.0));
  for (std::size_t i = 0; i < image.pixels().size(); ++i) {
    const float m = mean.pixels()[i] / std::max(weights.pixels()[i], 1e-3F);
    const float d = deviation.pixels()[i] + floor;
    image.pixels()[i] = weight.pixels()[i] > 0.0F && d > 0.0F ? (image.pixels()[i] - m) / d : 0.0F;
  }
}

bool constant(const SagittalStack& stack) {
  bool any = false;
  float low = 0.0F, high = 0.0F;
  for (std::size_t k = 0; k < stack.planes.size(); ++k)
    for (std::size_t i = 0; i < stack.planes[k].pixels().size(); ++i)
      if (stack.data[k].pixels()[i] > 0.5F) {
        const float v = stack.planes[k].pixels()[i];
        low = any ? std::min(low, v) : v;
        high = any ? std::max(high, v) : v;
        any = true;
      }
  return !(high > low);
}

/// The wide local mean of what is not air, never far below the plane's own mean, which is returned.
double measure_shading(const PlaneImage& plane, const PlaneImage& data, float black, PlaneImage& shading) {
  PlaneImage signal = plane, tissue = data;
  double sum = 0.0, count = 1e-6;
  for (std::size_t i = 0; i < signal.pixels().size(); ++i) {
    signal.pixels()[i] = data.pixels()[i] > 0.5F ? std::max(0.0F, signal.pixels()[i] - black) : 0.0F;
    sum += signal.pixels()[i];
    count += data.pixels()[i];
  }
  const float air = static_cast<float>(kAirShare * sum / count);
  sum = count = 1e-6;
  for (std::size_t i = 0; i < signal.pixels().size(); ++i) {
    tissue.pixels()[i] = signal.pixels()[i] > air ? 1.0F : 0.0F;
    signal.pixels()[i] = std::sqrt(signal.pixels()[i] * tissue.pixels()[i]); // bright fat must not rule the mean
    sum += signal.pixels()[i];
    count += tissue.pixels()[i];
  }
  const float mean = static_cast<float>(sum / count);
  const PlaneImage weight = wide_gaussian(tissue, kShadingSigma);
  shading = wide_gaussian(signal, kShadingSigma);
  for (std::size_t i = 0; i < shading.pixels().size(); ++i) {
    const float root = std::max(0.2F * mean, (shading.pixels()[i] + 0.02F * mean) / (weight.pixels()[i] + 0.02F));
    shading.pixels()[i] = root * root;
  }
  return static_cast<double>(mean) * mean;
}

std::vector<double> slab_positions(const SagittalStack& stack) {
  const int count = static_cast<int>(stack.width() / kSlabDistance) + 1;
  const double first = 0.5 * (stack.width() - (count - 1) * kSlabDistance);
  std::vector<double> out;
  for (int i = 0; i < count; ++i)
    out.push_back(first + i * kSlabDistance);
  return out;
}

std::vector<std::size_t> planes_near(const SagittalStack& stack, double lateral) {
  std::vector<std::size_t> members;
  for (std::size_t k = 0; k < stack.planes.size(); ++k)
    if (std::abs(static_cast<double>(k) * stack.plane_spacing - lateral) <= kSlabHalfWidth)
      members.push_back(k);
  return members;
}

} // namespace

Result<std::vector<Slab>> normalised_slabs(const SagittalStack& stack, const Progress& progress) {
  if (constant(stack))
    return failure(ErrorCode::not_measurable, "No spine can be measured in this MR volume: it holds no image.",
                   "All its grey values are the same.");
  const float black = black_level(stack);
  const std::vector<double> positions = slab_positions(stack);
  std::vector<Slab> slabs(positions.size());
  tbb::parallel_for(std::size_t{0}, slabs.size(), [&](std::size_t i) {
    if (progress.cancelled())
      return;
    PlaneImage weight;
    slabs[i].lateral = positions[i];
    slabs[i].values = median_plane(stack, planes_near(stack, positions[i]), black, weight);
    flatten(slabs[i].values, weight);
  });
  SPONDYL_CHECK(progress.check());
  return slabs;
}

Result<void> remove_shading(SagittalStack& stack, const Progress& progress) {
  const float black = black_level(stack);
  std::vector<double> means(stack.planes.size(), 0.0);
  std::vector<PlaneImage> shading(stack.planes.size());
  tbb::parallel_for(std::size_t{0}, stack.planes.size(), [&](std::size_t k) {
    if (!progress.cancelled())
      means[k] = measure_shading(stack.planes[k], stack.data[k], black, shading[k]);
  });
  SPONDYL_CHECK(progress.check());
  double mean = 0.0;
  for (const double m : means)
    mean += m / static_cast<double>(means.size());
  tbb::parallel_for(std::size_t{0}, stack.planes.size(), [&](std::size_t k) {
    for (std::size_t i = 0; i < shading[k].pixels().size(); ++i) {
      float& value = stack.planes[k].pixels()[i];
      value = (value - black) * static_cast<float>(mean) / shading[k].pixels()[i];
    }
  });
  return {};
}

} // namespace spondyl::segmentation::mr

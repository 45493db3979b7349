#include "canal.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numbers>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::ct {

namespace {

constexpr double kCell = FindingGrid::kSpacing;

/// Sums over rectangles of one axial plane in constant time.
class PlaneSums {
public:
  PlaneSums(int nx, int ny) : nx_(nx), ny_(ny), sum_(static_cast<std::size_t>((nx + 1) * (ny + 1)), 0.0F) {}

  template <typename Value> void fill(Value value) {
    for (int y = 0; y < ny_; ++y) {
      float row = 0.0F;
      for (int x = 0; x < nx_; ++x) {
        row += value(x, y);
        sum_[index(x + 1, y + 1)] = sum_[index(x + 1, y)] + row;
      }
    }
  }
  /// Mean over the cells of a rectangle; cells beyond the plane count as 0.
  [[nodiscard]] float mean(int x0, int x1, int y0, int y1) const {
    const float cells = static_cast<float>((x1 - x0 + 1) * (y1 - y0 + 1));
    const int left = std::clamp(x0, 0, nx_), right = std::clamp(x1 + 1, 0, nx_);
    const int top = std::clamp(y0, 0, ny_), bottom = std::clamp(y1 + 1, 0, ny_);
    return (sum_[index(right, bottom)] - sum_[index(left, bottom)] - sum_[index(right, top)] + sum_[index(left, top)]) /
           cells;
  }

private:
  [[nodiscard]] std::size_t index(int x, int y) const { return static_cast<std::size_t>(y * (nx_ + 1) + x); }
  int nx_, ny_;
  std::vector<float> sum_;
};

float ramp(float value, float from, float width) {
  return std::clamp((value - from) / width, 0.0F, 1.0F);
}
/// Cortical and dense trabecular bone; enhanced soft tissue stays below about half.
float bone(float hounsfield) {
  return ramp(hounsfield, 130.0F, 150.0F);
}
/// Any bone, osteoporotic marrow included.
float light_bone(float hounsfield) {
  return ramp(hounsfield, 70.0F, 100.0F);
}
/// Cord, liquor and epidural fat.
float soft_tissue(float hounsfield) {
  return ramp(hounsfield, -160.0F, 100.0F) * (1.0F - ramp(hounsfield, 130.0F, 100.0F));
}

/// The largest value within `reach` cells along the patient.
std::vector<std::uint8_t> most_along(const FindingGrid& grid, const std::vector<std::uint8_t>& values, int reach,
                                     const Progress& progress) {
  std::vector<std::uint8_t> result(values.size());
  const std::size_t plane = grid.offset(0, 0, 1);
  tbb::parallel_for(0, grid.nz, [&](int z) {
    if (progress.cancelled())
      return;
    std::uint8_t* target = &result[grid.offset(0, 0, z)];
    for (int k = std::max(0, z - reach); k <= std::min(grid.nz - 1, z + reach); ++k) {
      const std::uint8_t* source = &values[grid.offset(0, 0, k)];
      for (std::size_t i = 0; i < plane; ++i)
        target[i] = std::max(target[i], source[i]);
    }
  });
  return result;
}

/// Bone of the highest density within +-8 mm along the patient: pedicles and laminae close the ring at the foramina.
std::vector<std::uint8_t> bone_along(const FindingGrid& grid, const Progress& progress) {
  constexpr int kReach = 4; // cells
  std::vector<std::uint8_t> dense(grid.hounsfield.size());
  std::transform(grid.hounsfield.begin(), grid.hounsfield.end(), dense.begin(),
                 [](std::int16_t value) { return static_cast<std::uint8_t>(std::lround(255.0F * bone(value))); });
  return most_along(grid, dense, kReach, progress);
}

struct RingRay {
  std::array<int, 6> dx{}, dy{};
};

/// 16 directions, sampled 7 to 18 mm from the centre: the radii of the bony canal from neck to sacrum.
std::array<RingRay, 16> ring_rays() {
  std::array<RingRay, 16> rays;
  for (std::size_t k = 0; k < rays.size(); ++k) {
    const double angle = 2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(rays.size());
    for (std::size_t i = 0; i < 6; ++i) {
      const double radius = 7.0 + 2.2 * static_cast<double>(i);
      rays[k].dx[i] = static_cast<int>(std::lround(radius * std::cos(angle) / kCell));
      rays[k].dy[i] = static_cast<int>(std::lround(radius * std::sin(angle) / kCell));
    }
  }
  return rays;
}

/// How much of a vertebral body lies in front of each cell, 255 = all of it: from a neck's (centre 17 mm ahead) to a
/// lumbar one (25 mm ahead). Where marrow is osteoporotic, endplates half a body away still count as a quarter.
std::vector<std::uint8_t> body_in_front(const FindingGrid& grid, MarrowDensity marrow, const Progress& progress) {
  constexpr int kReach = 7; // cells
  std::vector<std::uint8_t> result(grid.hounsfield.size());
  tbb::parallel_for(0, grid.nz, [&](int z) {
    if (progress.cancelled())
      return;
    PlaneSums light(grid.nx, grid.ny);
    light.fill([&](int x, int y) { return light_bone(static_cast<float>(grid.hounsfield[grid.offset(x, y, z)])); });
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x) // anterior is towards -y
        result[grid.offset(x, y, z)] = static_cast<std::uint8_t>(std::lround(
            255.0F * std::max(light.mean(x - 6, x + 6, y - 16, y - 8), light.mean(x - 4, x + 4, y - 11, y - 6))));
  });
  if (marrow == MarrowDensity::usual)
    return result;
  constexpr std::uint8_t kQuarter = 64;
  const std::vector<std::uint8_t> along = most_along(grid, result, kReach, progress);
  std::transform(result.begin(), result.end(), along.begin(), result.begin(),
                 [kQuarter](std::uint8_t own, std::uint8_t near) { return std::max(own, std::min(near, kQuarter)); });
  return result;
}

class PlaneScore {
public:
  PlaneScore(const FindingGrid& grid, const std::vector<std::uint8_t>& along, const std::vector<std::uint8_t>& body,
             int z)
      : grid_(grid), along_(along), body_(body), z_(z), soft_(grid.nx, grid.ny), bone_(grid.nx, grid.ny) {
    const auto value = [&](int x, int y) { return static_cast<float>(grid.hounsfield[grid.offset(x, y, z)]); };
    soft_.fill([&](int x, int y) { return soft_tissue(value(x, y)); });
    bone_.fill([&](int x, int y) { return bone(value(x, y)); });
  }

  [[nodiscard]] float at(int x, int y) const {
    const float soft = soft_.mean(x - 2, x + 2, y - 2, y + 2);
    if (soft < 0.4F) // air, bone or metal in the middle
      return 0.0F;
    const float body = static_cast<float>(body_[grid_.offset(x, y, z_)]) / 255.0F;
    if (body < 0.2F)
      return 0.0F;
    const float inner = bone_.mean(x - 2, x + 2, y - 2, y + 2);
    const float enclosed = ring(x, y);
    const float sum = 1.2F * enclosed * enclosed + 0.7F * body + 0.8F * soft - inner;
    return std::clamp(sum / kMost, 0.0F, 1.0F);
  }

private:
  static constexpr float kMost = 2.7F; // the sum of the weights

  [[nodiscard]] float ring(int x, int y) const {
    static const std::array<RingRay, 16> rays = ring_rays();
    int sum = 0;
    for (const RingRay& ray : rays) {
      int most = 0;
      for (std::size_t i = 0; i < ray.dx.size(); ++i) {
        const int u = x + ray.dx[i], v = y + ray.dy[i];
        if (u >= 0 && v >= 0 && u < grid_.nx && v < grid_.ny)
          most = std::max(most, static_cast<int>(along_[grid_.offset(u, v, z_)]));
      }
      sum += most;
    }
    return static_cast<float>(sum) / (255.0F * static_cast<float>(rays.size()));
  }

  const FindingGrid& grid_;
  const std::vector<std::uint8_t>&along_, &body_;
  int z_;
  PlaneSums soft_, bone_;
};

} // namespace

Result<CanalScore> score_canal(const FindingGrid& grid, MarrowDensity marrow, const Progress& progress) {
  const std::vector<std::uint8_t> along = bone_along(grid, progress);
  SPONDYL_CHECK(progress.check());
  const std::vector<std::uint8_t> body = body_in_front(grid, marrow, progress);
  SPONDYL_CHECK(progress.check());
  CanalScore score;
  score.value.assign(grid.hounsfield.size(), 0);
  std::atomic<bool> stopped = false;
  tbb::parallel_for(0, grid.nz, [&](int z) {
    if (stopped || progress.cancelled()) {
      stopped = true;
      return;
    }
    const PlaneScore plane(grid, along, body, z);
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x)
        score.value[grid.offset(x, y, z)] = static_cast<std::uint8_t>(std::lround(255.0F * plane.at(x, y)));
  });
  SPONDYL_CHECK(progress.check());
  return score;
}

} // namespace spondyl::segmentation::ct

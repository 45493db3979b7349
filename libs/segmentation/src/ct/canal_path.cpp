#include "canal.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::ct {

namespace {

constexpr float kThreshold = 0.56F;   // of CanalScore's 0..1: an open ring (0.6) with a body in front just passes
constexpr float kStepPenalty = 0.01F; // per squared cell sideways and plane
constexpr int kReach = 2;             // cells sideways per plane: follows a canal inclined by up to 63 degrees
constexpr std::int8_t kStart = 127;

/// The curve along which readers' seeds lie: which axial positions are allowed in each plane.
class SeedGate {
public:
  SeedGate(const FindingGrid& grid, std::vector<PatientPoint> seeds) : grid_(grid), seeds_(std::move(seeds)) {
    std::sort(seeds_.begin(), seeds_.end(), [](PatientPoint a, PatientPoint b) { return a.z < b.z; });
  }
  [[nodiscard]] bool covers(int z) const {
    const double height = grid_.to_patient(0, 0, z).z;
    return !seeds_.empty() && height >= seeds_.front().z - kHalfBody && height <= seeds_.back().z + kHalfBody;
  }
  /// Whether the cell lies 8 to 45 mm behind the seeds' curve and no further than 20 mm beside it; anywhere above and
  /// below the seeds.
  [[nodiscard]] bool allows(int x, int y, int z) const {
    if (!covers(z))
      return true;
    const PatientPoint p = grid_.to_patient(x, y, z);
    const PatientPoint body = body_at(p.z);
    return std::abs(p.x - body.x) <= 20.0 && p.y - body.y >= 8.0 && p.y - body.y <= 45.0;
  }

private:
  static constexpr double kHalfBody = 10.0; // mm: a seed speaks for its own vertebra

  [[nodiscard]] PatientPoint body_at(double height) const {
    if (height <= seeds_.front().z)
      return seeds_.front();
    for (std::size_t i = 1; i < seeds_.size(); ++i)
      if (height <= seeds_[i].z) {
        const double share = (height - seeds_[i - 1].z) / std::max(1e-6, seeds_[i].z - seeds_[i - 1].z);
        return seeds_[i - 1] + (seeds_[i] - seeds_[i - 1]) * share;
      }
    return seeds_.back();
  }
  const FindingGrid& grid_;
  std::vector<PatientPoint> seeds_;
};

/// Dynamic programming for the best local path, one axial plane after the other from caudal to cranial.
class PathSearch {
public:
  PathSearch(const FindingGrid& grid, const CanalScore& score, const SeedGate& gate)
      : grid_(grid), score_(score), gate_(gate), plane_(grid.offset(0, 0, 1)), best_(plane_, 0.0F), next_(plane_, 0.0F),
        back_(grid.hounsfield.size(), kStart) {}

  std::vector<CanalCell> run(const Progress& progress) {
    for (int z = 0; z < grid_.nz; ++z) {
      if (progress.cancelled())
        return {};
      spread(z);
      collect(z);
    }
    return trace();
  }

private:
  /// Every reached cell offers its sum to the cells around it in the next plane.
  void spread(int z) {
    std::fill(next_.begin(), next_.end(), 0.0F);
    for (int y = 0; y < grid_.ny; ++y)
      for (int x = 0; x < grid_.nx; ++x)
        if (const float sum = best_[cell(x, y)]; sum > 0.0F)
          offer(x, y, z, sum);
  }
  void offer(int x, int y, int z, float sum) {
    for (int dy = -kReach; dy <= kReach; ++dy)
      for (int dx = -kReach; dx <= kReach; ++dx) {
        const int u = x + dx, v = y + dy;
        if (u < 0 || v < 0 || u >= grid_.nx || v >= grid_.ny)
          continue;
        const float offered = sum - kStepPenalty * static_cast<float>(dx * dx + dy * dy);
        if (offered > next_[cell(u, v)]) {
          next_[cell(u, v)] = offered;
          back_[grid_.offset(u, v, z)] = static_cast<std::int8_t>((dy + kReach) * (2 * kReach + 1) + dx + kReach);
        }
      }
  }
  void collect(int z) {
    const bool covered = gate_.covers(z); // between the seeds the path never ends
    for (int y = 0; y < grid_.ny; ++y)
      for (int x = 0; x < grid_.nx; ++x) {
        const std::size_t at = cell(x, y);
        if (!gate_.allows(x, y, z)) {
          best_[at] = 0.0F;
          continue;
        }
        const float gain = static_cast<float>(score_.value[grid_.offset(x, y, z)]) / 255.0F - kThreshold;
        const float sum = next_[at] + gain + (covered ? 2.0F : 0.0F);
        best_[at] = std::max(0.0F, sum);
        if (best_[at] > most_) {
          most_ = best_[at];
          end_ = {x, y, z};
        }
      }
  }
  [[nodiscard]] std::vector<CanalCell> trace() const {
    std::vector<CanalCell> path;
    if (most_ <= 0.0F)
      return path;
    for (CanalCell c = end_;;) {
      path.push_back(c);
      const std::int8_t step = back_[grid_.offset(c.x, c.y, c.z)];
      if (step == kStart || c.z == 0)
        break;
      c = {c.x - (step % (2 * kReach + 1) - kReach), c.y - (step / (2 * kReach + 1) - kReach), c.z - 1};
    }
    std::reverse(path.begin(), path.end());
    return path;
  }
  [[nodiscard]] std::size_t cell(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(grid_.nx) + static_cast<std::size_t>(x);
  }

  const FindingGrid& grid_;
  const CanalScore& score_;
  const SeedGate& gate_;
  std::size_t plane_;
  std::vector<float> best_, next_;
  std::vector<std::int8_t> back_;
  float most_ = 0.0F;
  CanalCell end_;
};

} // namespace

std::vector<CanalCell> trace_canal(const FindingGrid& grid, const CanalScore& score,
                                   const std::vector<PatientPoint>& seeds, const Progress& progress) {
  const SeedGate gate(grid, seeds);
  std::vector<CanalCell> path = PathSearch(grid, score, gate).run(progress);
  constexpr std::size_t kShortest = 20; // planes of 2 mm: a canal shorter than two vertebrae proves nothing
  if (seeds.empty() && path.size() < kShortest)
    path.clear();
  return path;
}

} // namespace spondyl::segmentation::ct

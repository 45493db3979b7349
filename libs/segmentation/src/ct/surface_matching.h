#pragma once

#include <vector>

namespace spondyl::segmentation::ct {

/// One cost per label at each node of a grid: a surface over the grid picks one label per node.
struct SurfaceCosts {
  SurfaceCosts(int width_nodes, int height_nodes, int label_count)
      : width(width_nodes), height(height_nodes), labels(label_count),
        cost(static_cast<std::size_t>(width_nodes) * static_cast<std::size_t>(height_nodes) *
                 static_cast<std::size_t>(label_count),
             0.0F) {}

  int width, height, labels;
  std::vector<float> cost; ///< [(v * width + u) * labels + label]

  [[nodiscard]] float* at(int u, int v) { return cost.data() + offset(u, v); }
  [[nodiscard]] const float* at(int u, int v) const { return cost.data() + offset(u, v); }

private:
  [[nodiscard]] std::size_t offset(int u, int v) const {
    return static_cast<std::size_t>(v * width + u) * static_cast<std::size_t>(labels);
  }
};

struct SurfaceStiffness {
  float per_squared_step = 0.1F; ///< cost of a step of one label between neighbours, growing with its square
  float jump = 2.0F;             ///< cost of a step of any size
  bool cyclic = false;           ///< whether u wraps around (a wall round a body)
};

/// The surface of low cost, by semi-global matching over eight paths (Hirschmueller 2008); labels with fractions from a
/// parabola through the best label and its neighbours. Deterministic.
[[nodiscard]] std::vector<float> match_surface(const SurfaceCosts& costs, const SurfaceStiffness& stiffness);

} // namespace spondyl::segmentation::ct

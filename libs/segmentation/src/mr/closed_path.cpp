#include "closed_path.h"

#include <algorithm>
#include <limits>

namespace spondyl::segmentation::mr {
namespace {

constexpr float kImpossible = std::numeric_limits<float>::max() / 4.0F;

struct Grid {
  const std::vector<float>& cost;
  std::size_t rays, states;
  int largest_step;
  float step_cost;
  [[nodiscard]] float at(std::size_t ray, int state) const {
    return cost[(ray % rays) * states + static_cast<std::size_t>(state)];
  }
};

/// Best path over rays first..last (counted past the end as a second turn); forced states are -1 where free.
std::vector<int> open_path(const Grid& grid, std::size_t first, std::size_t last, int forced) {
  const int states = static_cast<int>(grid.states);
  std::vector<float> total(grid.states), next(grid.states);
  std::vector<std::vector<int>> from(last - first + 1, std::vector<int>(grid.states, 0));
  for (int s = 0; s < states; ++s)
    total[static_cast<std::size_t>(s)] = forced >= 0 && s != forced ? kImpossible : grid.at(first, s);
  for (std::size_t ray = first + 1; ray <= last; ++ray) {
    for (int s = 0; s < states; ++s) {
      float best = kImpossible;
      for (int p = std::max(0, s - grid.largest_step); p <= std::min(states - 1, s + grid.largest_step); ++p) {
        const float value = total[static_cast<std::size_t>(p)] + grid.step_cost * static_cast<float>((s - p) * (s - p));
        if (value < best) {
          best = value;
          from[ray - first][static_cast<std::size_t>(s)] = p;
        }
      }
      next[static_cast<std::size_t>(s)] = best + grid.at(ray, s);
    }
    std::swap(total, next);
  }
  int state = forced >= 0 ? forced : static_cast<int>(std::min_element(total.begin(), total.end()) - total.begin());
  std::vector<int> path(last - first + 1);
  for (std::size_t i = path.size(); i-- > 0;) {
    path[i] = state;
    state = from[i][static_cast<std::size_t>(state)];
  }
  return path;
}

} // namespace

std::vector<int> cheapest_closed_path(const std::vector<float>& cost, std::size_t rays, std::size_t states,
                                      int largest_step, float step_cost) {
  const Grid grid{cost, rays, states, largest_step, step_cost};
  // Two turns without closure: in the middle the path no longer feels its ends. Then once round through that state.
  const std::vector<int> twice = open_path(grid, 0, 2 * rays - 1, -1);
  std::vector<int> closed = open_path(grid, rays, 2 * rays, twice[rays]);
  closed.pop_back();
  return closed;
}

} // namespace spondyl::segmentation::mr

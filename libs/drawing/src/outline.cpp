#include "outline.h"

namespace spondyl::drawing {
namespace {

/// Corners of a cell clockwise from the upper left.
constexpr int kCornerX[] = {0, 1, 1, 0};
constexpr int kCornerY[] = {0, 0, 1, 1};

} // namespace

std::vector<Segment> contour(const Field& field, float level) {
  std::vector<Segment> segments;
  for (int y = 0; y + 1 < field.height; ++y)
    for (int x = 0; x + 1 < field.width; ++x) {
      std::vector<Position> crossings;
      for (int side = 0; side < 4; ++side) {
        const int next = (side + 1) % 4;
        const float from = field.at(x + kCornerX[side], y + kCornerY[side]) - level;
        const float to = field.at(x + kCornerX[next], y + kCornerY[next]) - level;
        if ((from < 0) == (to < 0))
          continue;
        const double t = from / (from - to);
        crossings.push_back({x + kCornerX[side] + t * (kCornerX[next] - kCornerX[side]),
                             y + kCornerY[side] + t * (kCornerY[next] - kCornerY[side])});
      }
      for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
        segments.push_back({crossings[i], crossings[i + 1]});
    }
  return segments;
}

} // namespace spondyl::drawing

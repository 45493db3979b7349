#include "box_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <tbb/parallel_for.h>

namespace spondyl::segmentation::mr {
namespace {

// Range of bodies looked for: T10 to L5 of adults, with a fractured one of half height (clinical.md, section 4).
constexpr std::array<int, 9> kHeights = {14, 16, 18, 20, 22, 24, 26, 29, 32}; // mm
constexpr std::array<int, 7> kDepths = {20, 24, 28, 32, 36, 40, 44};          // mm
constexpr int kFirstAngle = -66, kLastAngle = 42, kAngleStep = 6;             // degrees; L5 tilts most
constexpr double kEdgeSigma = 1.2;                                            // pixels (mm)
constexpr int kEdgeReach = 2;            // mm; endplates are concave, walls waisted
constexpr float kEdgeCap = 0.35F;        // normalised grey values per mm; a strong edge must not stand in for a side
constexpr float kOppositeWeight = 0.35F; // of an edge that runs the unexpected way
constexpr float kWallWeight = 0.6F;      // anterior and posterior wall against endplates
constexpr float kTextureWeight = 0.5F;   // against an uneven inside
constexpr float kLeastEdgeScore = 0.5F;  // of 2.4, below which a box is not looked at
constexpr int kStep = 2;                 // mm between box positions
constexpr int kCell = 4;                 // mm; one box is kept per cell

/// Edge support of the four sides at each pixel of a plane turned by one angle, summed for running means.
struct TurnedPlane {
  int columns = 0, rows = 0;
  PlaneImage superior, inferior;    ///< running sums along rows, at every second column
  PlaneImage anterior, posterior;   ///< running sums down every second column: rows + 1 high
  std::vector<double> sum, squares; ///< (columns + 1) x (rows + 1) integral images of the grey values
};

/// Maps pixels of a turned plane to mm in the slab.
struct Turn {
  PlanePoint middle, along_columns, along_rows;
  double half_columns, half_rows;
  [[nodiscard]] PlanePoint at(double column, double row) const {
    return middle + along_columns * (column - half_columns) + along_rows * (row - half_rows);
  }
  /// The columns of one row that lie within +-kCell of the slab, first and last; empty where last < first.
  [[nodiscard]] std::pair<double, double> columns_within(double row) const {
    const PlanePoint start = at(0.0, row);
    double first = 0.0, last = 2.0 * half_columns;
    const auto clip = [&](double at_zero, double step, double length) {
      const double low = -kCell - at_zero, high = length + kCell - at_zero;
      if (std::abs(step) < 1e-9) {
        last = low > 0.0 || high < 0.0 ? -1.0 : last;
        return;
      }
      first = std::max(first, std::min(low / step, high / step));
      last = std::min(last, std::max(low / step, high / step));
    };
    clip(start.posterior, along_columns.posterior, 2.0 * middle.posterior);
    clip(start.inferior, along_columns.inferior, 2.0 * middle.inferior);
    return {first, last};
  }
};

float support(float derivative, Marrow marrow) {
  const float expected = marrow == Marrow::bright ? derivative : -derivative;
  return std::min(kEdgeCap, expected > 0.0F ? expected : -kOppositeWeight * expected) / kEdgeCap;
}

/// Maximum over +-kEdgeReach down the columns.
PlaneImage best_nearby_rows(const PlaneImage& image) {
  PlaneImage out = image;
  for (int r = 0; r < image.rows(); ++r)
    for (int d = -kEdgeReach; d <= kEdgeReach; ++d) {
      const float* source = image.row(std::clamp(r + d, 0, image.rows() - 1));
      float* target = out.row(r);
      for (int c = 0; c < image.columns(); ++c)
        target[c] = std::max(target[c], source[c]);
    }
  return out;
}

PlaneImage best_nearby_columns(const PlaneImage& image) {
  PlaneImage out = image;
  for (int r = 0; r < image.rows(); ++r)
    for (int d = -kEdgeReach; d <= kEdgeReach; ++d) {
      const float* source = image.row(r);
      float* target = out.row(r);
      for (int c = std::max(0, -d); c < std::min(image.columns(), image.columns() - d); ++c)
        target[c] = std::max(target[c], source[c + d]);
    }
  return out;
}

/// Running sums along rows, kept at every second column only: that is where boxes begin and end.
PlaneImage sums_along_rows(const PlaneImage& image) {
  PlaneImage out(image.columns() / kStep + 1, image.rows());
  for (int r = 0; r < image.rows(); ++r)
    for (int c = 0; c + kStep <= image.columns(); c += kStep)
      out.at(c / kStep + 1, r) = out.at(c / kStep, r) + image.at(c, r) + image.at(c + 1, r);
  return out;
}

/// Running sums down columns, of every second column.
PlaneImage sums_down_columns(const PlaneImage& image) {
  PlaneImage out(image.columns() / kStep + 1, image.rows() + 1);
  for (int r = 0; r < image.rows(); ++r)
    for (int c = 0; c < image.columns(); c += kStep)
      out.at(c / kStep, r + 1) = out.at(c / kStep, r) + image.at(c, r);
  return out;
}

void integrate(const PlaneImage& grey, TurnedPlane& plane) {
  const std::size_t width = static_cast<std::size_t>(plane.columns) + 1;
  plane.sum.assign(width * (static_cast<std::size_t>(plane.rows) + 1), 0.0);
  plane.squares = plane.sum;
  for (int r = 0; r < plane.rows; ++r) {
    double sum = 0.0, squares = 0.0;
    for (int c = 0; c < plane.columns; ++c) {
      const double v = grey.at(c, r);
      sum += v;
      squares += v * v;
      const std::size_t here = (static_cast<std::size_t>(r) + 1) * width + static_cast<std::size_t>(c) + 1;
      plane.sum[here] = plane.sum[here - width] + sum;
      plane.squares[here] = plane.squares[here - width] + squares;
    }
  }
}

Turn turn_of(const PlaneImage& image, double angle) {
  Turn turn;
  turn.middle = {0.5 * (image.columns() - 1), 0.5 * (image.rows() - 1)};
  turn.along_columns = {std::cos(angle), std::sin(angle)};
  turn.along_rows = {-std::sin(angle), std::cos(angle)};
  const double c = std::abs(std::cos(angle)), s = std::abs(std::sin(angle));
  turn.half_columns = std::ceil(c * turn.middle.posterior + s * turn.middle.inferior);
  turn.half_rows = std::ceil(s * turn.middle.posterior + c * turn.middle.inferior);
  return turn;
}

bool within(const PlaneImage& image, PlanePoint p) {
  return p.posterior >= 0 && p.inferior >= 0 && p.posterior <= image.columns() - 1 && p.inferior <= image.rows() - 1;
}

TurnedPlane turned(const PlaneImage& image, const Gradient& edges, const Turn& turn, Marrow marrow) {
  TurnedPlane plane;
  plane.columns = 2 * static_cast<int>(turn.half_columns) + 1;
  plane.rows = 2 * static_cast<int>(turn.half_rows) + 1;
  PlaneImage grey(plane.columns, plane.rows), superior = grey, inferior = grey, anterior = grey, posterior = grey;
  for (int r = 0; r < plane.rows; ++r)
    for (int c = 0; c < plane.columns; ++c) {
      const PlanePoint p = turn.at(c, r);
      if (!within(image, p))
        continue;
      const PlaneImage::Spot spot = image.spot(p.posterior, p.inferior);
      const PlanePoint g = {edges.along_columns.sample(spot), edges.along_rows.sample(spot)};
      const float down = static_cast<float>(dot(g, turn.along_rows));
      const float back = static_cast<float>(dot(g, turn.along_columns));
      grey.at(c, r) = image.sample(spot);
      superior.at(c, r) = support(down, marrow);
      inferior.at(c, r) = support(-down, marrow);
      anterior.at(c, r) = support(back, marrow);
      posterior.at(c, r) = support(-back, marrow);
    }
  plane.superior = sums_along_rows(best_nearby_rows(superior));
  plane.inferior = sums_along_rows(best_nearby_rows(inferior));
  plane.anterior = sums_down_columns(best_nearby_columns(anterior));
  plane.posterior = sums_down_columns(best_nearby_columns(posterior));
  integrate(grey, plane);
  return plane;
}

/// Keeps the best box of each cell. Scores stand apart from the boxes: they are read far more often.
class Cells {
public:
  explicit Cells(const PlaneImage& image)
      : columns_(image.columns() / kCell + 1), rows_(image.rows() / kCell + 1),
        scores_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), Box{}.score),
        boxes_(scores_.size()) {}
  [[nodiscard]] std::optional<std::size_t> cell(PlanePoint p) const {
    const int c = static_cast<int>(p.posterior) / kCell, r = static_cast<int>(p.inferior) / kCell;
    if (p.posterior < 0 || p.inferior < 0 || c >= columns_ || r >= rows_)
      return std::nullopt;
    return static_cast<std::size_t>(r) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(c);
  }
  [[nodiscard]] double score(std::size_t cell) const { return scores_[cell]; }
  void keep(std::size_t cell, const Box& box) {
    scores_[cell] = box.score;
    boxes_[cell] = box;
  }
  [[nodiscard]] const std::vector<Box>& boxes() const { return boxes_; }

private:
  int columns_, rows_;
  std::vector<double> scores_;
  std::vector<Box> boxes_;
};

/// Mean and standard deviation inside a box of a turned plane.
struct Inside {
  double mean, deviation;
};
Inside inside(const TurnedPlane& plane, int column, int row, int depth, int height) {
  const std::size_t width = static_cast<std::size_t>(plane.columns) + 1;
  const auto total = [&](const std::vector<double>& s) {
    const std::size_t top = static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column);
    const std::size_t bottom = top + static_cast<std::size_t>(height) * width;
    const std::size_t d = static_cast<std::size_t>(depth);
    return s[bottom + d] - s[bottom] - s[top + d] + s[top];
  };
  const double n = static_cast<double>(depth) * height, mean = total(plane.sum) / n;
  return {mean, std::sqrt(std::max(0.0, total(plane.squares) / n - mean * mean))};
}

/// Scores of one row of boxes of one size, from left columns `first` to `last`; index is the left column, and both are
/// in steps of kStep (all depths are multiples).
void row_scores(const TurnedPlane& plane, int row, int depth, int height, int first, int last,
                std::vector<float>& scores) {
  const float* superior = plane.superior.row(row);
  const float* inferior = plane.inferior.row(row + height);
  const float* above_anterior = plane.anterior.row(row);
  const float* below_anterior = plane.anterior.row(row + height);
  const float* above_posterior = plane.posterior.row(row);
  const float* below_posterior = plane.posterior.row(row + height);
  const float per_depth = 1.0F / static_cast<float>(depth), per_height = 1.0F / static_cast<float>(height);
  const int across = depth / kStep;
  for (int c = first; c <= last; ++c) {
    const float s = (superior[c + across] - superior[c]) * per_depth;
    const float i = (inferior[c + across] - inferior[c]) * per_depth;
    const float a = (below_anterior[c] - above_anterior[c]) * per_height;
    const float p = (below_posterior[c + across] - above_posterior[c + across]) * per_height;
    scores[static_cast<std::size_t>(c)] =
        0.5F * (s + i) + 0.5F * std::min(s, i) + kWallWeight * (0.5F * (a + p) + 0.5F * std::min(a, p));
  }
}

void search_size(const TurnedPlane& plane, const Turn& turn, double angle, int depth, int height, Cells& cells,
                 std::vector<float>& scores) {
  for (int row = 0; row + height < plane.rows; row += kStep) {
    const auto [from, to] = turn.columns_within(row + 0.5 * height);
    const int first = static_cast<int>(std::max(0.0, from - 0.5 * depth)) / kStep;
    const int last = std::min(static_cast<int>(to - 0.5 * depth), plane.columns - depth - 2) / kStep;
    if (to < 0.5 * depth || to < from)
      continue;
    row_scores(plane, row, depth, height, first, last, scores);
    for (int step = first; step <= last; ++step) {
      const float edge_score = scores[static_cast<std::size_t>(step)];
      if (edge_score < kLeastEdgeScore)
        continue;
      const int column = step * kStep;
      const PlanePoint centre = turn.at(column + 0.5 * depth, row + 0.5 * height);
      const auto cell = cells.cell(centre);
      if (!cell || edge_score <= cells.score(*cell))
        continue;
      const Inside in = inside(plane, column, row, depth, height);
      const double score = edge_score - kTextureWeight * in.deviation;
      if (score > cells.score(*cell))
        cells.keep(*cell,
                   {centre, 0.0, static_cast<double>(height), static_cast<double>(depth), angle, score, in.mean});
    }
  }
}

Cells search_angle(const PlaneImage& image, const Gradient& edges, double angle, Marrow marrow,
                   const Progress& progress) {
  Cells cells(image);
  const Turn turn = turn_of(image, angle);
  const TurnedPlane plane = turned(image, edges, turn, marrow);
  std::vector<float> scores(static_cast<std::size_t>(plane.columns));
  for (const int depth : kDepths)
    for (const int height : kHeights) {
      if (progress.cancelled())
        return cells;
      if (height <= depth + 2) // bodies are never clearly taller than deep
        search_size(plane, turn, angle, depth, height, cells, scores);
    }
  return cells;
}

void merge(const std::vector<Cells>& by_angle, double lateral, std::vector<Box>& out) {
  for (std::size_t i = 0; i < by_angle.front().boxes().size(); ++i) {
    Box best;
    for (const Cells& cells : by_angle)
      if (cells.boxes()[i].score > best.score)
        best = cells.boxes()[i];
    best.lateral = lateral;
    if (best.score > 0.0)
      out.push_back(best);
  }
}

} // namespace

Result<std::vector<Box>> detect_boxes(const std::vector<Slab>& slabs, Marrow marrow, const Progress& progress) {
  constexpr std::size_t angles = (kLastAngle - kFirstAngle) / kAngleStep + 1;
  std::vector<std::vector<Cells>> found(slabs.size());
  for (std::size_t i = 0; i < slabs.size(); ++i)
    found[i].assign(angles, Cells(PlaneImage(1, 1)));
  std::vector<Gradient> edges(slabs.size());
  tbb::parallel_for(std::size_t{0}, slabs.size(),
                    [&](std::size_t i) { edges[i] = gradient(slabs[i].values, kEdgeSigma); });
  tbb::parallel_for(std::size_t{0}, slabs.size() * angles, [&](std::size_t task) {
    const std::size_t i = task / angles, a = task % angles;
    const double angle = (kFirstAngle + static_cast<int>(a) * kAngleStep) * std::numbers::pi / 180.0;
    if (!progress.cancelled())
      found[i][a] = search_angle(slabs[i].values, edges[i], angle, marrow, progress);
  });
  SPONDYL_CHECK(progress.check());
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < slabs.size(); ++i)
    merge(found[i], slabs[i].lateral, boxes);
  return boxes;
}

} // namespace spondyl::segmentation::mr

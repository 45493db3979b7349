#include "box_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tbb/parallel_for.h>

namespace spondyl::radiograph {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kLargestAngle = 48.0 * kDegree, kAngleStep = 8.0 * kDegree;
constexpr double kHeights[] = {0.58, 0.68, 0.78}; // of the spacing: fractures are found by their neighbours' help
constexpr double kCell = 0.16;                    // of the spacing
constexpr double kWallShare = 0.35;               // of the score; walls are fainter than endplates

/// The film resampled so that endplates of one angle run along its rows; the four sides' responses per pixel.
class TurnedFilm {
public:
  TurnedFilm(const FilmImage& film, double angle, double spacing);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] PixelPoint place(int x, int y) const;
  /// Mean response of a horizontal or vertical side around (x, y), the best of neighbouring lines.
  [[nodiscard]] std::vector<float> superior(int depth) const { return endplate(superior_, depth); }
  [[nodiscard]] std::vector<float> inferior(int depth) const { return endplate(inferior_, depth); }
  [[nodiscard]] std::vector<float> left(int height) const { return wall(left_, height); }
  [[nodiscard]] std::vector<float> right(int height) const { return wall(right_, height); }

private:
  [[nodiscard]] std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }
  [[nodiscard]] std::vector<float> endplate(const std::vector<float>& response, int depth) const;
  [[nodiscard]] std::vector<float> wall(const std::vector<float>& response, int height) const;

  int width_, height_;
  PixelPoint middle_;
  FilmVector along_, down_;
  std::vector<float> superior_, inferior_, left_, right_;
};

float share(double edge_share, double slope, double line) {
  return static_cast<float>(edge_share * std::clamp(slope, 0.0, 1.0) + (1.0 - edge_share) * std::clamp(line, 0.0, 1.0));
}

TurnedFilm::TurnedFilm(const FilmImage& film, double angle, double spacing)
    : middle_{0.5 * (film.columns() - 1), 0.5 * (film.rows() - 1)}, along_{std::cos(angle), std::sin(angle)},
      down_{-std::sin(angle), std::cos(angle)} {
  const double c = std::abs(along_.column), s = std::abs(along_.row);
  width_ = static_cast<int>(film.columns() * c + film.rows() * s) + 1;
  height_ = static_cast<int>(film.columns() * s + film.rows() * c) + 1;
  for (auto* map : {&superior_, &inferior_, &left_, &right_})
    map->assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 0.0F);
  const double inside = 0.045 * spacing; // the cortex' line lies that far inside the edge
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x) {
      const PixelPoint p = place(x, y);
      if (!film.contains(p.column, p.row))
        continue;
      const double across = film.slope(p, down_), sideways = film.slope(p, along_);
      superior_[at(x, y)] = share(0.5, -across, film.line(p + down_ * inside, down_));
      inferior_[at(x, y)] = share(0.5, across, film.line(p + down_ * -inside, down_));
      left_[at(x, y)] = share(0.8, -sideways, film.line(p + along_ * inside, along_));
      right_[at(x, y)] = share(0.8, sideways, film.line(p + along_ * -inside, along_));
    }
}

PixelPoint TurnedFilm::place(int x, int y) const {
  return middle_ + along_ * (x - 0.5 * (width_ - 1)) + down_ * (y - 0.5 * (height_ - 1));
}

std::vector<float> TurnedFilm::endplate(const std::vector<float>& response, int depth) const {
  std::vector<float> mean(response.size(), 0.0F);
  for (int y = 0; y < height_; ++y) {
    float sum = 0.0F;
    for (int x = 0; x < width_; ++x) {
      // A concave endplate leaves its chord: the best of three lines counts.
      const auto best = [&](int column) {
        return std::max({response[at(column, y)], response[at(column, std::max(0, y - 1))],
                         response[at(column, std::min(height_ - 1, y + 1))]});
      };
      sum += best(x);
      if (x >= depth)
        sum -= best(x - depth);
      if (x >= depth - 1)
        mean[at(x - depth / 2, y)] = sum / static_cast<float>(depth);
    }
  }
  return mean;
}

std::vector<float> TurnedFilm::wall(const std::vector<float>& response, int height) const {
  std::vector<float> mean(response.size(), 0.0F);
  for (int x = 0; x < width_; ++x) {
    float sum = 0.0F;
    for (int y = 0; y < height_; ++y) {
      const auto best = [&](int row) {
        return std::max({response[at(x, row)], response[at(std::max(0, x - 1), row)],
                         response[at(std::min(width_ - 1, x + 1), row)]});
      };
      sum += best(y);
      if (y >= height)
        sum -= best(y - height);
      if (y >= height - 1)
        mean[at(x, y - height / 2)] = sum / static_cast<float>(height);
    }
  }
  return mean;
}

/// Mean of two opposite sides; the fainter one counts double, for half a body is none.
float pair_score(float one, float other) {
  return 0.25F * (one + other) + 0.5F * std::min(one, other);
}

/// The best box per cell of the film.
class BoxGrid {
public:
  BoxGrid(const FilmImage& film, double cell)
      : cell_(cell), columns_(static_cast<int>(film.columns() / cell) + 1),
        boxes_(static_cast<std::size_t>(columns_) *
               static_cast<std::size_t>(static_cast<int>(film.rows() / cell) + 1)) {}
  void offer(const Box& box) {
    Box& kept = boxes_[static_cast<std::size_t>(box.centre.row / cell_) * static_cast<std::size_t>(columns_) +
                       static_cast<std::size_t>(box.centre.column / cell_)];
    if (box.score > kept.score)
      kept = box;
  }
  [[nodiscard]] const std::vector<Box>& boxes() const { return boxes_; }

private:
  double cell_;
  int columns_;
  std::vector<Box> boxes_;
};

struct Sides {
  std::vector<float> superior, inferior, left, right;
};

void offer_boxes(const FilmImage& film, const TurnedFilm& turned, const Sides& sides, const Box& pattern,
                 BoxGrid& grid) {
  const int half_height = static_cast<int>(std::lround(0.5 * pattern.height)),
            half_depth = static_cast<int>(std::lround(0.5 * pattern.depth)), width = turned.width();
  for (int y = half_height; y < turned.height() - half_height; ++y)
    for (int x = half_depth; x < width - half_depth; ++x) {
      const auto at = [&](int dx, int dy) {
        return static_cast<std::size_t>(y + dy) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x + dx);
      };
      const float plates = pair_score(sides.superior[at(0, -half_height)], sides.inferior[at(0, half_height)]);
      const float walls = pair_score(sides.left[at(-half_depth, 0)], sides.right[at(half_depth, 0)]);
      Box box = pattern;
      box.centre = turned.place(x, y);
      box.score = (1.0 - kWallShare) * plates + kWallShare * walls;
      if (film.contains(box.centre.column, box.centre.row))
        grid.offer(box);
    }
}

std::vector<Box> search_depth(const FilmImage& film, const std::vector<TurnedFilm>& turned, double spacing,
                              double depth) {
  BoxGrid grid(film, std::max(1.0, kCell * spacing));
  const int depth_pixels = std::max(3, static_cast<int>(std::lround(0.8 * depth * spacing)));
  for (std::size_t n = 0; n < turned.size(); ++n) {
    Sides sides{turned[n].superior(depth_pixels), turned[n].inferior(depth_pixels), {}, {}};
    for (const double height : kHeights) {
      const int height_pixels = std::max(3, static_cast<int>(std::lround(0.8 * height * spacing)));
      sides.left = turned[n].left(height_pixels);
      sides.right = turned[n].right(height_pixels);
      const Box pattern{{}, -kLargestAngle + kAngleStep * static_cast<double>(n), height * spacing, depth * spacing, 0};
      offer_boxes(film, turned[n], sides, pattern, grid);
    }
  }
  return grid.boxes();
}

} // namespace

std::vector<std::vector<Box>> find_boxes(const FilmImage& film, double spacing) {
  std::vector<TurnedFilm> turned;
  for (double angle = -kLargestAngle; angle < kLargestAngle + 0.5 * kAngleStep; angle += kAngleStep)
    turned.emplace_back(film, angle, spacing);
  std::vector<std::vector<Box>> boxes(std::size(kDepthOverSpacing));
  tbb::parallel_for(std::size_t{0}, boxes.size(),
                    [&](std::size_t k) { boxes[k] = search_depth(film, turned, spacing, kDepthOverSpacing[k]); });
  return boxes;
}

} // namespace spondyl::radiograph

// Marching squares on a label map sampled on a picture.
#include <spondyl/view_model/overlay.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace spondyl::view_model {
namespace {

/// Label values on a regular grid of a picture; 0 outside.
struct LabelImage {
  int columns = 0, rows = 0;
  double pixel = 1.0;
  PlanePoint first; ///< of pixel (0,0)
  std::vector<std::uint8_t> values;

  [[nodiscard]] bool is(int label, int column, int row) const {
    return column >= 0 && row >= 0 && column < columns && row < rows &&
           values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                  static_cast<std::size_t>(column)] == label;
  }
};

std::uint8_t label_at(const LabelMap& labels, PatientPoint point) {
  const IndexPoint p = labels.geometry.to_index(point);
  const double column = std::round(p.column), row = std::round(p.row), slice = std::round(p.slice);
  if (!labels.geometry.contains({column, row, slice}))
    return 0;
  return labels
      .voxels[labels.geometry.offset(static_cast<int>(column), static_cast<int>(row), static_cast<int>(slice))];
}

/// Half-pixel steps: a contour crosses the middle between two neighbouring pixels.
using Node = std::pair<int, int>;
using Segments = std::multimap<Node, Node>;

/// The pieces of contour in the square between four pixels, the label on their right.
void add_square(const LabelImage& image, int label, int c, int r, Segments& segments) {
  const int index = (image.is(label, c, r) ? 1 : 0) | (image.is(label, c + 1, r) ? 2 : 0) |
                    (image.is(label, c + 1, r + 1) ? 4 : 0) | (image.is(label, c, r + 1) ? 8 : 0);
  if (index == 0 || index == 15)
    return;
  const Node top{2 * c + 1, 2 * r}, right{2 * c + 2, 2 * r + 1}, bottom{2 * c + 1, 2 * r + 2}, left{2 * c, 2 * r + 1};
  const std::array<std::vector<std::pair<Node, Node>>, 16> table = {{{},
                                                                     {{top, left}},
                                                                     {{right, top}},
                                                                     {{right, left}},
                                                                     {{bottom, right}},
                                                                     {{top, left}, {bottom, right}},
                                                                     {{bottom, top}},
                                                                     {{bottom, left}},
                                                                     {{left, bottom}},
                                                                     {{top, bottom}},
                                                                     {{right, top}, {left, bottom}},
                                                                     {{right, bottom}},
                                                                     {{left, right}},
                                                                     {{top, right}},
                                                                     {{left, top}},
                                                                     {}}};
  for (const auto& [from, to] : table[static_cast<std::size_t>(index)])
    segments.emplace(from, to);
}

std::vector<std::vector<PlanePoint>> chained(Segments segments, const LabelImage& image) {
  std::vector<std::vector<PlanePoint>> contours;
  while (!segments.empty()) {
    std::vector<PlanePoint> contour;
    auto next = segments.begin();
    while (next != segments.end()) {
      const auto [from, to] = *next;
      contour.push_back({image.first.x + from.first * image.pixel / 2, image.first.y + from.second * image.pixel / 2});
      segments.erase(next);
      next = segments.find(to);
    }
    contours.push_back(std::move(contour));
  }
  return contours;
}

struct Box {
  int left, top, right, bottom;
};

/// Every label of the image with the pixels it lies within.
std::map<int, Box> boxes_of(const LabelImage& image) {
  std::map<int, Box> boxes;
  for (int row = 0; row < image.rows; ++row)
    for (int column = 0; column < image.columns; ++column) {
      const int label = image.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(image.columns) +
                                     static_cast<std::size_t>(column)];
      if (label == 0)
        continue;
      Box& box = boxes.try_emplace(label, Box{column, row, column, row}).first->second;
      box = {std::min(box.left, column), box.top, std::max(box.right, column), row};
    }
  return boxes;
}

std::vector<LabelOutline> outlines_of(const LabelImage& image) {
  std::vector<LabelOutline> outlines;
  for (const auto& [label, box] : boxes_of(image)) {
    Segments segments;
    for (int row = box.top - 1; row <= box.bottom; ++row)
      for (int column = box.left - 1; column <= box.right; ++column)
        add_square(image, label, column, row, segments);
    outlines.push_back({label, chained(std::move(segments), image)});
  }
  return outlines;
}

} // namespace

std::vector<LabelOutline> label_outlines(const LabelMap& labels, const SlicePlane& plane, double spacing) {
  const PlaneExtent extent = extent_on(labels.geometry, plane);
  const VolumeGeometry grid = reslice_grid(plane, extent, spacing);
  LabelImage image{
      grid.size.columns, grid.size.rows, spacing, {extent.left + spacing / 2, extent.top + spacing / 2}, {}};
  image.values.reserve(grid.size.voxels());
  for (int row = 0; row < image.rows; ++row)
    for (int column = 0; column < image.columns; ++column)
      image.values.push_back(
          label_at(labels, grid.to_patient({static_cast<double>(column), static_cast<double>(row), 0.0})));
  return outlines_of(image);
}

std::vector<LabelOutline> label_outlines(const LabelMap& labels, const StraightenedSpine& spine, StraightenedKind kind,
                                         double spacing) {
  const PointGrid grid = spine.grid(kind, spacing);
  LabelImage image{grid.columns, grid.rows, spacing, grid.first, {}};
  image.values.reserve(grid.points.size());
  std::ranges::transform(grid.points, std::back_inserter(image.values),
                         [&](PatientPoint point) { return label_at(labels, point); });
  return outlines_of(image);
}

} // namespace spondyl::view_model

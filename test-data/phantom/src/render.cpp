#include "render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tbb/blocked_range3d.h>
#include <tbb/parallel_for.h>

namespace spondyl::phantom {
namespace {

constexpr std::size_t kTissues = 10;
// In the order of Tissue. HU for CT; arbitrary units for MR, cortical bone and flowing blood dark.
constexpr std::array<float, kTissues> kHounsfield = {-1000, -850, -95, 52, 750, 170, 85, 18, 38, 45};
constexpr std::array<float, kTissues> kT1 = {5, 20, 800, 260, 50, 470, 230, 130, 280, 40};
constexpr std::array<float, kTissues> kT2 = {5, 20, 620, 140, 40, 360, 210, 900, 330, 40};
constexpr float kEnhancedBlood = 260; // HU
/// Away from an axis the distance of a flat oval is too large by up to its elongation.
constexpr double kGreatestElongation = 3.3;

std::array<float, kTissues> grey_values(const RenderOptions& options) {
  if (options.contrast != Contrast::ct)
    return options.contrast == Contrast::t1 ? kT1 : kT2;
  auto values = kHounsfield;
  if (options.enhanced)
    values[static_cast<std::size_t>(Tissue::blood)] = kEnhancedBlood;
  return values;
}

struct Sample {
  Tissue tissue = Tissue::air;
  double nearest_surface = 1e9; ///< mm
};

/// The topmost tissue at a point and how near any visible border of the solids is. What lies more than `hidden` mm
/// under the surface of a solid on top is not looked at.
Sample sample(std::span<const Shape* const> shapes, PatientPoint point, double hidden) {
  Sample result;
  bool found = false;
  for (std::size_t i = shapes.size(); i-- > 0;) {
    const double distance = shapes[i]->distance(point);
    const double thickness = shapes[i]->shell_thickness();
    result.nearest_surface = std::min(result.nearest_surface, std::abs(distance));
    if (thickness > 0.0)
      result.nearest_surface = std::min(result.nearest_surface, std::abs(distance + thickness));
    if (!found && distance < 0.0) {
      result.tissue = distance > -thickness ? shapes[i]->shell() : shapes[i]->inside();
      found = true;
    }
    if (distance < -hidden)
      break;
  }
  return result;
}

/// A number of the standard normal distribution that depends on the voxel and the seed alone (SplitMix64, Box-Muller).
double standard_normal(std::uint64_t voxel, std::uint64_t seed) {
  const auto mixed = [](std::uint64_t state) {
    state += 0x9E3779B97F4A7C15ULL;
    state = (state ^ (state >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    state = (state ^ (state >> 27U)) * 0x94D049BB133111EBULL;
    return state ^ (state >> 31U);
  };
  const std::uint64_t first = mixed(voxel * 2 + mixed(seed)), second = mixed(voxel * 2 + 1 + mixed(seed));
  const double u = (static_cast<double>(first >> 11U) + 1.0) / 9007199254740993.0; // 2^53 + 1: never 0 or 1
  const double v = static_cast<double>(second >> 11U) / 9007199254740992.0;
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
}

class Renderer {
public:
  Renderer(const Shapes& shapes, const VolumeGeometry& geometry, const RenderOptions& options)
      : shapes_(shapes), geometry_(geometry), options_(options), values_(grey_values(options)),
        half_voxel_(0.5 * std::hypot(geometry.column_spacing, geometry.row_spacing, geometry.slice_spacing)) {
    for (const auto& shape : shapes)
      bounds_.push_back(shape->bounds());
  }

  using Block = tbb::blocked_range3d<int>; // slices, rows, columns

  void draw(const Block& block, std::vector<float>& voxels) const {
    const Sphere sphere = sphere_around(block);
    const Near near = shapes_near(sphere);
    const Sample middle = sample(near.shapes, sphere.centre, kGreatestElongation * sphere.radius);
    const bool uniform = middle.nearest_surface > kGreatestElongation * sphere.radius;
    for (int slice = block.pages().begin(); slice < block.pages().end(); ++slice)
      for (int row = block.rows().begin(); row < block.rows().end(); ++row)
        for (int column = block.cols().begin(); column < block.cols().end(); ++column) {
          const std::size_t offset = geometry_.offset(column, row, slice);
          double value = uniform ? value_of(middle.tissue) : voxel(near.shapes, column, row, slice);
          if (options_.noise > 0.0)
            value += options_.noise * standard_normal(offset, options_.seed);
          voxels[offset] = static_cast<float>(value);
        }
  }

private:
  /// The solids that reach into a block, each cut down to what matters there.
  struct Near {
    std::vector<const Shape*> shapes;
    std::vector<std::unique_ptr<Shape>> restricted; ///< owns those made for this block
  };

  [[nodiscard]] Sphere sphere_around(const Block& block) const {
    const auto corner = [&](bool end) {
      return geometry_.to_patient({end ? block.cols().end() - 0.5 : block.cols().begin() - 0.5,
                                   end ? block.rows().end() - 0.5 : block.rows().begin() - 0.5,
                                   end ? block.pages().end() - 0.5 : block.pages().begin() - 0.5});
    };
    const PatientPoint first = corner(false), last = corner(true);
    return {midpoint(first, last), 0.5 * distance(first, last)}; // the grid is right-angled
  }

  [[nodiscard]] Near shapes_near(const Sphere& sphere) const {
    Near near;
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      if (distance(sphere.centre, bounds_[i].centre) > sphere.radius + bounds_[i].radius)
        continue;
      if (shapes_[i]->distance(sphere.centre) > kGreatestElongation * sphere.radius)
        continue;
      if (auto restricted = shapes_[i]->restricted_to(sphere)) {
        near.shapes.push_back(restricted.get());
        near.restricted.push_back(std::move(restricted));
      } else {
        near.shapes.push_back(shapes_[i].get());
      }
    }
    return near;
  }

  [[nodiscard]] float value_of(Tissue tissue) const { return values_[static_cast<std::size_t>(tissue)]; }

  [[nodiscard]] double voxel(std::span<const Shape* const> near, int column, int row, int slice) const {
    const IndexPoint centre{static_cast<double>(column), static_cast<double>(row), static_cast<double>(slice)};
    const Sample middle = sample(near, geometry_.to_patient(centre), half_voxel_);
    if (middle.nearest_surface > half_voxel_)
      return value_of(middle.tissue);
    double sum = 0.0;
    constexpr std::array<double, 3> steps = {-1.0 / 3.0, 0.0, 1.0 / 3.0};
    for (const double k : steps)
      for (const double j : steps)
        for (const double i : steps)
          sum += value_of(
              sample(near, geometry_.to_patient({centre.column + i, centre.row + j, centre.slice + k}), 0.0).tissue);
    return sum / 27.0;
  }

  const Shapes& shapes_;
  const VolumeGeometry& geometry_;
  const RenderOptions& options_;
  std::array<float, kTissues> values_;
  double half_voxel_;
  std::vector<Sphere> bounds_;
};

} // namespace

std::vector<float> render(const Shapes& shapes, const VolumeGeometry& geometry, const RenderOptions& options) {
  std::vector<float> voxels(geometry.size.voxels());
  const Renderer renderer(shapes, geometry, options);
  // Small blocks: most then lie in one tissue, and the others see few solids.
  const auto block = [](double spacing) {
    return static_cast<std::size_t>(std::clamp(std::lround(4.0 / spacing), 2L, 16L));
  };
  tbb::parallel_for(
      Renderer::Block(0, geometry.size.slices, block(geometry.slice_spacing), 0, geometry.size.rows,
                      block(geometry.row_spacing), 0, geometry.size.columns, block(geometry.column_spacing)),
      [&](const Renderer::Block& part) { renderer.draw(part, voxels); }, tbb::simple_partitioner());
  return voxels;
}

} // namespace spondyl::phantom

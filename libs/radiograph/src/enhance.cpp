#include <spondyl/radiograph/enhance.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace spondyl::radiograph {
namespace {

// Contrast-limited equalisation on a grid of tiles (Zuiderveld 1994): one pass over the pixels for the histograms, one
// for the answer.
constexpr int kTiles = 12;
constexpr int kBins = 256;
constexpr double kClip = 3.0; // times the mean bin: limits how far noise is raised

using Mapping = std::array<float, kBins>;

int bin_of(float share) {
  return std::clamp(static_cast<int>(share * kBins), 0, kBins - 1);
}

Mapping equalising(std::array<double, kBins> histogram) {
  double total = 0.0, excess = 0.0;
  for (const double count : histogram)
    total += count;
  const double limit = std::max(1.0, kClip * total / kBins);
  for (double& count : histogram) {
    excess += std::max(0.0, count - limit);
    count = std::min(count, limit);
  }
  Mapping mapping{};
  double sum = 0.0;
  for (std::size_t b = 0; b < kBins; ++b) {
    sum += histogram[b] + excess / kBins;
    mapping[b] = total > 0.0 ? static_cast<float>(sum / total) : 0.0F;
  }
  return mapping;
}

std::vector<Mapping> tile_mappings(const std::vector<float>& shares, int columns, int rows) {
  std::vector<std::array<double, kBins>> histograms(static_cast<std::size_t>(kTiles * kTiles));
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const int tile = (row * kTiles / rows) * kTiles + column * kTiles / columns;
      const float share =
          shares[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
      histograms[static_cast<std::size_t>(tile)][static_cast<std::size_t>(bin_of(share))] += 1.0;
    }
  std::vector<Mapping> mappings;
  for (const auto& histogram : histograms)
    mappings.push_back(equalising(histogram));
  return mappings;
}

struct TilePosition {
  int first = 0, second = 0;
  float fraction = 0.0F;
};

TilePosition position_of(int at, int extent) {
  const float place = static_cast<float>(at * kTiles) / static_cast<float>(extent) - 0.5F;
  const int first = static_cast<int>(std::floor(place));
  return {std::clamp(first, 0, kTiles - 1), std::clamp(first + 1, 0, kTiles - 1), place - static_cast<float>(first)};
}

} // namespace

Radiograph enhance_local_contrast(const Radiograph& film, double strength) {
  const auto [least, most] = std::minmax_element(film.pixels().begin(), film.pixels().end());
  const float range = std::max(1e-6F, *most - *least), low = *least;
  std::vector<float> shares(film.pixels().size());
  std::transform(film.pixels().begin(), film.pixels().end(), shares.begin(),
                 [&](float v) { return (v - low) / range; });
  const std::vector<Mapping> mappings = tile_mappings(shares, film.columns(), film.rows());
  const auto weight = static_cast<float>(std::clamp(strength, 0.0, 1.0));
  for (int row = 0; row < film.rows(); ++row) {
    const TilePosition y = position_of(row, film.rows());
    for (int column = 0; column < film.columns(); ++column) {
      const TilePosition x = position_of(column, film.columns());
      float& share = shares[static_cast<std::size_t>(row) * static_cast<std::size_t>(film.columns()) +
                            static_cast<std::size_t>(column)];
      const auto bin = static_cast<std::size_t>(bin_of(share));
      const auto mapped = [&](int tile_row, int tile_column) {
        return mappings[static_cast<std::size_t>(tile_row * kTiles + tile_column)][bin];
      };
      const float above = mapped(y.first, x.first) * (1 - x.fraction) + mapped(y.first, x.second) * x.fraction,
                  below = mapped(y.second, x.first) * (1 - x.fraction) + mapped(y.second, x.second) * x.fraction;
      share += weight * (above * (1 - y.fraction) + below * y.fraction - share);
    }
  }
  return {film.columns(), film.rows(), std::move(shares), film.scale()};
}

} // namespace spondyl::radiograph

#include "spine_curve.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <random>

namespace spondyl::radiograph {
namespace {

constexpr int kPairsBeside = 4; // of opposite displacements (engineering choice: more change the answer by under 0.1 %)

// Centres a local quadratic rests on: few, because the spine turns fast at the lumbosacral angle; one more at the ends,
// where the quadratic is not held from both sides (engineering choice, judged on simulated films).
constexpr std::size_t kNeighbours = 3, kNeighboursAtEnds = 4;

/// Derivative at `at` of the polynomial through (index, value) pairs, at most quadratic, by least squares.
FilmVector derivative(const std::vector<PixelPoint>& centres, std::size_t at) {
  const std::size_t n = centres.size(), count = std::min(at == 0 || at + 1 == n ? kNeighboursAtEnds : kNeighbours, n);
  const std::size_t first = std::min(at > count / 2 ? at - count / 2 : 0, n - count);
  const int degree = count >= 3 ? 2 : 1;
  Eigen::MatrixXd basis(static_cast<Eigen::Index>(count), degree + 1);
  Eigen::MatrixXd values(static_cast<Eigen::Index>(count), 2);
  for (std::size_t k = 0; k < count; ++k) {
    const double t = static_cast<double>(first + k) - static_cast<double>(at);
    const auto row = static_cast<Eigen::Index>(k);
    for (int power = 0; power <= degree; ++power)
      basis(row, power) = std::pow(t, power);
    values(row, 0) = centres[first + k].column;
    values(row, 1) = centres[first + k].row;
  }
  const Eigen::MatrixXd fit = basis.colPivHouseholderQr().solve(values);
  return {fit(1, 0), fit(1, 1)};
}

} // namespace

std::vector<SpineFrame> frames_through(const std::vector<PixelPoint>& centres, AnteriorSide anterior) {
  std::vector<SpineFrame> frames;
  const double side = anterior == AnteriorSide::left ? 1.0 : -1.0;
  for (std::size_t k = 0; k < centres.size(); ++k) {
    const FilmVector along = derivative(centres, k);
    const double spacing = std::max(1e-6, length(along));
    const FilmVector inferior = along * (1.0 / spacing);
    frames.push_back({centres[k], inferior, FilmVector{inferior.row, -inferior.column} * side, spacing});
  }
  return frames;
}

std::vector<std::vector<SpineFrame>> frames_beside(const std::vector<PixelPoint>& centres, AnteriorSide anterior,
                                                   double beside) {
  std::vector<std::vector<SpineFrame>> frames = {frames_through(centres, anterior)};
  std::mt19937 random(5); // its bits are the same everywhere: one of two places, either side, has the right deviation
  const auto side = [&](double deviation) { return (random() & 1U) != 0U ? deviation : -deviation; };
  for (int pair = 0; pair < kPairsBeside; ++pair) {
    std::vector<PixelPoint> one = centres, other = centres;
    for (std::size_t k = 0; k < centres.size(); ++k) {
      const double deviation = beside * frames.front()[k].spacing;
      const FilmVector moved{side(deviation), side(deviation)};
      one[k] = centres[k] + moved;
      other[k] = centres[k] + moved * -1.0;
    }
    frames.push_back(frames_through(one, anterior));
    frames.push_back(frames_through(other, anterior));
  }
  return frames;
}

} // namespace spondyl::radiograph

#include "genant.h"

#include <algorithm>
#include <cmath>

namespace spondyl::morphometry {
namespace {

constexpr double kStatedProbability = 0.5;   ///< a grade >= 1 is stated when at least this likely
constexpr double kBetweenProbability = 0.25; ///< engineering choice: the other side of a limit counts from here
constexpr std::array<double, 4> kLimits = {kBorderlineLoss, kGenantMildLoss, kGenantModerateLoss, kGenantSevereLoss};

/// P(X > x) of a normal distribution; a step for an exact value.
double probability_above(Measured quantity, double x) {
  if (!(quantity.uncertainty > 0.0))
    return quantity.value > x ? 1.0 : 0.0;
  return 0.5 * std::erfc((x - quantity.value) / (quantity.uncertainty * std::sqrt(2.0)));
}

/// P(loss < limit) given the true posterior height. Anterior and middle are below the limit while the height exceeds
/// (1 - limit) * expected ratio * Hp; the posterior one while the reference height is less than Hp / (1 - limit).
double probability_below_given(const AssessedLoss& loss, const BodyHeights& body, double limit, double posterior) {
  if (loss.reported.height == HeightName::posterior)
    return 1.0 - probability_above(loss.expected, posterior / (1.0 - limit));
  const Measured height = loss.reported.height == HeightName::anterior ? body.anterior : body.middle;
  const double relative = std::hypot(height.relative_uncertainty(), loss.expected.relative_uncertainty());
  return probability_above({height.value, height.value * relative}, (1.0 - limit) * loss.expected.value * posterior);
}

/// P(every adjusted loss < limit). The losses share Hp, so it is integrated out on a fixed grid: deterministic.
double probability_all_below(const BodyHeights& body, const std::vector<AssessedLoss>& losses, double limit) {
  constexpr int steps = 60;
  constexpr double reach = 5.0; // standard deviations
  double sum = 0.0, weights = 0.0;
  for (int i = -steps; i <= steps; ++i) {
    const double deviation = reach * i / steps;
    const double posterior = body.posterior.value + deviation * body.posterior.uncertainty;
    if (posterior <= 0.0)
      continue;
    const double weight = std::exp(-0.5 * deviation * deviation);
    double product = weight;
    for (const AssessedLoss& loss : losses)
      product *= probability_below_given(loss, body, limit, posterior);
    sum += product;
    weights += weight;
  }
  return std::clamp(sum / weights, 0.0, 1.0);
}

std::array<double, 5> grade_probabilities(const BodyHeights& body, const std::vector<AssessedLoss>& losses) {
  std::array<double, 5> probabilities{};
  double below = 0.0;
  for (std::size_t i = 0; i < kLimits.size(); ++i) {
    const double next = std::max(below, probability_all_below(body, losses, kLimits[i]));
    probabilities[i] = next - below;
    below = next;
  }
  probabilities.back() = 1.0 - below;
  return probabilities;
}

FractureShape shape_of(HeightName height) {
  switch (height) {
  case HeightName::anterior:
    return FractureShape::wedge;
  case HeightName::middle:
    return FractureShape::biconcave;
  case HeightName::posterior:
    break;
  }
  return FractureShape::crush;
}

/// Index into kGenantGrades.
std::size_t grade_index(double loss) {
  return static_cast<std::size_t>(std::ranges::count_if(kLimits, [loss](double limit) { return loss >= limit; }));
}

double probability_from(const std::array<double, 5>& probabilities, std::size_t first) {
  double sum = 0.0;
  for (std::size_t i = first; i < probabilities.size(); ++i)
    sum += probabilities[i];
  return sum;
}

/// The whole grades either side of the nearest limit, when the far side is likely enough.
std::optional<std::pair<int, int>> between(double loss, const std::array<double, 5>& probabilities) {
  const auto nearest = std::ranges::min_element(kLimits.begin() + 1, kLimits.end(), {},
                                                [loss](double limit) { return std::abs(limit - loss); });
  const auto upper_grade = static_cast<int>(nearest - kLimits.begin()); // 1, 2 or 3
  const double above = probability_from(probabilities, static_cast<std::size_t>(upper_grade) + 1);
  const double far_side = loss < *nearest ? above : 1.0 - above;
  if (far_side < kBetweenProbability)
    return std::nullopt;
  return std::pair{upper_grade - 1, upper_grade};
}

} // namespace

std::optional<Grade> genant_grade(const BodyHeights& body, const std::vector<AssessedLoss>& losses) {
  std::vector<AssessedLoss> comparable;
  std::ranges::copy_if(losses, std::back_inserter(comparable),
                       [](const AssessedLoss& loss) { return loss.reported.adjusted.has_value(); });
  if (comparable.empty())
    return std::nullopt;
  const auto& largest =
      *std::ranges::max_element(comparable, {}, [](const AssessedLoss& loss) { return *loss.reported.adjusted; });
  const double loss = *largest.reported.adjusted;

  Grade grade;
  grade.probabilities = grade_probabilities(body, comparable);
  std::size_t index = grade_index(loss);
  if (index >= 2 && probability_from(grade.probabilities, 2) < kStatedProbability)
    index = 1;
  grade.value = kGenantGrades[index];
  grade.shape = index == 0 ? FractureShape::none : shape_of(largest.reported.height);
  grade.between = between(loss, grade.probabilities);
  return grade;
}

} // namespace spondyl::morphometry

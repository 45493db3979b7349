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

/// One shape loss (anterior or middle) as the probabilities need it.
struct ShapeLaw {
  Measured height;        ///< with the uncertainty of its expected ratio folded in
  double expected = 0.0;  ///< ratio to the posterior height
  double allowance = 0.0; ///< see tallness_allowance()
};

/// What the true heights are distributed like. The losses share Hp, and crush shares the reference with nothing else.
struct BodyLaw {
  std::vector<ShapeLaw> shapes;
  Measured posterior;
  std::optional<Measured> reference; ///< posterior height expected from the neighbours
};

BodyLaw law_of(const BodyHeights& body, const std::vector<AssessedLoss>& losses) {
  BodyLaw law{{}, body.posterior, std::nullopt};
  for (const AssessedLoss& loss : losses) {
    if (loss.reported.height == HeightName::posterior) {
      law.reference = loss.expected;
      continue;
    }
    const Measured height = loss.reported.height == HeightName::anterior ? body.anterior : body.middle;
    const double relative = std::hypot(height.relative_uncertainty(), loss.expected.relative_uncertainty());
    law.shapes.push_back({{height.value, height.value * relative}, loss.expected.value, tallness_allowance(loss)});
  }
  return law;
}

/// The shapes at one true posterior height: what does not depend on the reference is found once.
struct AtPosterior {
  const BodyLaw& law;
  double limit, posterior;
  std::vector<double> above; ///< P(anterior or middle height is below the limit of loss), one per shape
  double below = 1.0;        ///< product of `above`
};

AtPosterior at_posterior(const BodyLaw& law, double limit, double posterior) {
  AtPosterior at{law, limit, posterior, {}, 1.0};
  for (const ShapeLaw& shape : law.shapes) {
    at.above.push_back(probability_above(shape.height, (1.0 - limit) * shape.expected * posterior));
    at.below *= at.above.back();
  }
  return at;
}

/// P(every counted loss < limit) given the true posterior and reference heights. Anterior and middle are below the
/// limit while the height exceeds (1 - limit) * expected ratio * Hp. Where Hp itself is below (1 - limit) * reference
/// it is a crush unless one of the others stays above the same limit of the reference, its allowance added.
double probability_below_given(const AtPosterior& at, double reference) {
  if (at.posterior > (1.0 - at.limit) * reference)
    return at.below;
  double crushed = 1.0;
  for (std::size_t i = 0; i < at.above.size(); ++i) {
    const ShapeLaw& shape = at.law.shapes[i];
    const double tall_at = shape.expected * ((1.0 - at.limit) * reference + shape.allowance * at.posterior);
    crushed *= std::max(0.0, at.above[i] - probability_above(shape.height, tall_at));
  }
  return at.below - crushed;
}

constexpr int kSteps = 18;     ///< to each side
constexpr double kReach = 4.5; ///< standard deviations
constexpr int kNodes = 2 * kSteps + 1;

struct Node {
  double deviation = 0.0, weight = 0.0;
};

const std::array<Node, kNodes>& normal_grid() {
  static const std::array<Node, kNodes> grid = [] {
    std::array<Node, kNodes> nodes;
    for (int i = -kSteps; i <= kSteps; ++i) {
      const double deviation = kReach * i / kSteps;
      nodes[static_cast<std::size_t>(i + kSteps)] = {deviation, std::exp(-0.5 * deviation * deviation)};
    }
    return nodes;
  }();
  return grid;
}

/// Mean of `value` over a normal quantity, on a fixed grid: deterministic.
template <typename Function> double expectation_over(const Measured& quantity, const Function& value) {
  if (!(quantity.uncertainty > 0.0))
    return value(quantity.value);
  double sum = 0.0, weights = 0.0;
  for (const Node& node : normal_grid()) {
    const double at = quantity.value + node.deviation * quantity.uncertainty;
    if (at <= 0.0)
      continue;
    sum += node.weight * value(at);
    weights += node.weight;
  }
  return sum / weights;
}

/// P(every counted loss < limit): the heights that several losses share are integrated out.
double probability_all_below(const BodyLaw& law, double limit) {
  const double probability = expectation_over(law.posterior, [&](double posterior) {
    const AtPosterior at = at_posterior(law, limit, posterior);
    if (!law.reference)
      return probability_below_given(at, 0.0);
    return expectation_over(*law.reference, [&](double reference) { return probability_below_given(at, reference); });
  });
  return std::clamp(probability, 0.0, 1.0);
}

std::array<double, 5> grade_probabilities(const BodyHeights& body, const std::vector<AssessedLoss>& losses) {
  const BodyLaw law = law_of(body, losses);
  std::array<double, 5> probabilities{};
  double below = 0.0;
  for (std::size_t i = 0; i < kLimits.size(); ++i) {
    const double next = std::max(below, probability_all_below(law, kLimits[i]));
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
                       [](const AssessedLoss& loss) { return loss.counted.has_value(); });
  if (comparable.empty())
    return std::nullopt;
  const auto& largest =
      *std::ranges::max_element(comparable, {}, [](const AssessedLoss& loss) { return *loss.counted; });
  const double loss = *largest.counted;

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

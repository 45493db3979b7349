#include "height_loss.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spondyl::morphometry {
namespace {

constexpr const char* kAnteriorToPosterior = "anterior_to_posterior";
constexpr const char* kMiddleToPosterior = "middle_to_posterior";
constexpr const char* kNoReference = "no reference available";
constexpr const char* kLevelNotKnown = ", not level-adjusted: level not known";

std::string two_decimals(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

/// In mm where the film gives any: pixels need not be square.
std::optional<Measured> length_of(const std::optional<HeightMeasurement>& height) {
  if (!height || !(height->value > 0.0))
    return std::nullopt;
  const double scale = height->value_mm.value_or(height->value) / height->value;
  return Measured{height->value * scale, height->uncertainty.value_or(0.0) * scale};
}

std::string names_of(const std::vector<VertebraFinding>& vertebrae, const std::vector<BodyHeights>& bodies) {
  std::string names;
  for (const BodyHeights& body : bodies)
    names += (names.empty() ? "" : " and ") + vertebrae[body.index].display_name();
  return names;
}

std::string neighbours_text(const std::vector<VertebraFinding>& vertebrae, const std::vector<BodyHeights>& bodies) {
  return (bodies.size() == 1 ? "unfractured neighbour " : "unfractured neighbours ") + names_of(vertebrae, bodies);
}

Measured ratio_of(Measured numerator, Measured denominator) {
  const double value = numerator.value / denominator.value;
  return {value, value * std::hypot(numerator.relative_uncertainty(), denominator.relative_uncertainty())};
}

Measured mean_of(const std::vector<Measured>& values) {
  Measured mean;
  const auto count = static_cast<double>(values.size());
  for (const Measured& value : values) {
    mean.value += value.value / count;
    mean.uncertainty = std::hypot(mean.uncertainty, value.uncertainty / count);
  }
  return mean;
}

/// The normal shape (height / Hp) of a body and its origin.
struct Expectation {
  Measured ratio;
  std::string origin;
};

/// How the normal shape of `level` differs from that of `other`. For the middle height, which has no published shape, a
/// body is taken to be as deeply hollowed at every level: Hm goes with the mean of Ha and Hp (engineering choice).
std::optional<double> shape_factor(const std::optional<VertebraLevel>& level, const std::optional<VertebraLevel>& other,
                                   const Normals& normals) {
  const auto own = level ? normals.tables.normal(kAnteriorToPosterior, *level, normals.sex) : std::nullopt;
  const auto others = other ? normals.tables.normal(kAnteriorToPosterior, *other, normals.sex) : std::nullopt;
  if (!own || !others)
    return std::nullopt;
  return (1.0 + own->value) / (1.0 + others->value);
}

std::optional<Expectation> shape_of_neighbours(const std::vector<VertebraFinding>& vertebrae, const BodyHeights& body,
                                               const std::vector<BodyHeights>& references, HeightName name,
                                               const Normals& normals) {
  if (references.empty())
    return std::nullopt;
  const std::optional<VertebraLevel>& level = vertebrae[body.index].level;
  std::vector<Measured> ratios;
  bool adjusted = name == HeightName::middle;
  for (const BodyHeights& reference : references) {
    const Measured ratio =
        ratio_of(name == HeightName::anterior ? reference.anterior : reference.middle, reference.posterior);
    const auto factor = shape_factor(level, vertebrae[reference.index].level, normals);
    adjusted = adjusted && factor.has_value();
    const double scale = name == HeightName::middle ? factor.value_or(1.0) : 1.0;
    ratios.push_back({ratio.value * scale, ratio.uncertainty * scale});
  }
  const char* note = adjusted ? ", level-adjusted" : level ? ", not level-adjusted" : kLevelNotKnown;
  return Expectation{mean_of(ratios), "shape of the " + neighbours_text(vertebrae, references) + note};
}

std::optional<Expectation> expected_shape(const std::vector<VertebraFinding>& vertebrae, const BodyHeights& body,
                                          const std::vector<BodyHeights>& references, HeightName name,
                                          const Normals& normals) {
  const std::optional<VertebraLevel>& level = vertebrae[body.index].level;
  const char* quantity = name == HeightName::anterior ? kAnteriorToPosterior : kMiddleToPosterior;
  if (level)
    if (const auto published = normals.tables.normal(quantity, *level, normals.sex))
      return Expectation{{published->value, 0.0}, "normal shape of " + level->name() + " (" + published->source + ")"};
  return shape_of_neighbours(vertebrae, body, references, name, normals);
}

/// Wedge (anterior) and biconcave (middle): against the body's own posterior height.
AssessedLoss shape_loss(const std::vector<VertebraFinding>& vertebrae, const BodyHeights& body,
                        const std::vector<BodyHeights>& references, HeightName name, const Normals& normals) {
  const Measured ratio = ratio_of(name == HeightName::anterior ? body.anterior : body.middle, body.posterior);
  const std::string symbol = name == HeightName::anterior ? "Ha/Hp" : "Hm/Hp";
  AssessedLoss loss;
  loss.reported.height = name;
  loss.reported.raw = 1.0 - ratio.value;
  loss.reported.uncertainty = ratio.uncertainty;
  loss.reported.formula = "raw = 1 - " + symbol;
  loss.reported.reference = kNoReference;
  if (const auto expectation = expected_shape(vertebrae, body, references, name, normals)) {
    const Measured adjusted = ratio_of(ratio, expectation->ratio);
    loss.expected = expectation->ratio;
    loss.reported.adjusted = loss.counted = 1.0 - adjusted.value;
    loss.reported.uncertainty = adjusted.uncertainty;
    loss.reported.formula += "; adjusted = 1 - (" + symbol + ")/" + two_decimals(expectation->ratio.value);
    loss.reported.reference = expectation->origin;
  }
  return loss;
}

/// The reference heights scaled to the level of `body`; std::nullopt where a factor is missing.
std::optional<Expectation> level_adjusted_posterior(const std::vector<VertebraFinding>& vertebrae,
                                                    const BodyHeights& body, const std::vector<BodyHeights>& references,
                                                    const Normals& normals) {
  std::vector<Measured> heights;
  std::string source;
  for (const BodyHeights& reference : references) {
    const auto &level = vertebrae[body.index].level, &other = vertebrae[reference.index].level;
    const auto factor =
        level && other ? normals.tables.posterior_height_factor(*level, *other, normals.sex) : std::nullopt;
    if (!factor)
      return std::nullopt;
    heights.push_back({reference.posterior.value * factor->value, reference.posterior.uncertainty * factor->value});
    if (source.find(factor->source) == std::string::npos)
      source += (source.empty() ? "" : ", ") + factor->source;
  }
  return Expectation{mean_of(heights), neighbours_text(vertebrae, references) + ", level-adjusted (" + source + ")"};
}

/// Crush: the posterior height against the neighbours'.
AssessedLoss posterior_loss(const std::vector<VertebraFinding>& vertebrae, const BodyHeights& body,
                            const std::vector<BodyHeights>& references, const Normals& normals) {
  std::vector<Measured> heights;
  for (const BodyHeights& reference : references)
    heights.push_back(reference.posterior);
  Expectation plain{mean_of(heights),
                    neighbours_text(vertebrae, references) + (vertebrae[body.index].level
                                                                  ? ", not level-adjusted: no normal heights available"
                                                                  : kLevelNotKnown)};
  const auto adjusted = level_adjusted_posterior(vertebrae, body, references, normals);
  const Expectation& used = adjusted ? *adjusted : plain;
  const Measured ratio = ratio_of(body.posterior, used.ratio);

  AssessedLoss loss;
  loss.expected = used.ratio;
  loss.reported.height = HeightName::posterior;
  loss.reported.raw = 1.0 - body.posterior.value / plain.ratio.value;
  loss.reported.adjusted = 1.0 - ratio.value;
  loss.reported.uncertainty = ratio.uncertainty;
  loss.reported.formula = "raw = 1 - Hp/mean(Hp_j); adjusted = 1 - Hp/mean(Hp_j";
  loss.reported.formula += adjusted ? " mu_i/mu_j)" : ")";
  loss.reported.reference = used.origin;
  return loss;
}

} // namespace

std::optional<BodyHeights> body_heights(const VertebraFinding& finding, std::size_t index) {
  const auto anterior = length_of(finding.heights.anterior), middle = length_of(finding.heights.middle),
             posterior = length_of(finding.heights.posterior);
  if (finding.status != MeasurementStatus::measured || !anterior || !middle || !posterior)
    return std::nullopt;
  return BodyHeights{index, *anterior, *middle, *posterior};
}

std::vector<AssessedLoss> height_losses(const std::vector<VertebraFinding>& vertebrae, const BodyHeights& body,
                                        const std::vector<BodyHeights>& references, const Normals& normals) {
  std::vector<AssessedLoss> losses = {shape_loss(vertebrae, body, references, HeightName::anterior, normals),
                                      shape_loss(vertebrae, body, references, HeightName::middle, normals)};
  if (references.empty())
    return losses;
  AssessedLoss posterior = posterior_loss(vertebrae, body, references, normals);
  posterior.counted = crush_loss(*posterior.reported.adjusted, losses);
  losses.push_back(std::move(posterior));
  return losses;
}

double tallness_allowance(const AssessedLoss& shape) {
  return shape.reported.uncertainty.value_or(0.0);
}

double crush_loss(double posterior, const std::vector<AssessedLoss>& shapes) {
  double tallest = 1.0; // relative to the shape expected at this posterior height
  for (const AssessedLoss& shape : shapes)
    if (shape.reported.adjusted)
      tallest = std::max(tallest, 1.0 - *shape.reported.adjusted - tallness_allowance(shape));
  return 1.0 - (1.0 - posterior) * tallest;
}

HeightRatios height_ratios(const BodyHeights& body, const std::vector<AssessedLoss>& losses) {
  HeightRatios ratios;
  ratios.anterior_to_posterior = body.anterior.value / body.posterior.value;
  ratios.middle_to_posterior = body.middle.value / body.posterior.value;
  for (const AssessedLoss& loss : losses)
    if (loss.reported.height == HeightName::posterior) {
      ratios.posterior_to_reference = body.posterior.value / loss.expected.value;
      ratios.anterior_to_reference = body.anterior.value / loss.expected.value;
      ratios.middle_to_reference = body.middle.value / loss.expected.value;
    }
  return ratios;
}

} // namespace spondyl::morphometry

#include "height_pair.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spondyl::comparison {
namespace {

constexpr double kMedianEfficiency = 1.2533; // standard error of a median of normal values over that of their mean

std::string percent(double fraction) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", fraction * 100.0);
  return text.data();
}

/// Value and standard uncertainty in the unit that is compared.
std::optional<std::pair<double, double>> value_of(const std::optional<HeightMeasurement>& height, Basis basis,
                                                  bool& error_assumed) {
  if (!height || !(height->value > 0.0))
    return std::nullopt;
  const double error = height->uncertainty.value_or(kReaderCoefficient * height->value);
  error_assumed = error_assumed || !height->uncertainty;
  if (height->unit == LengthUnit::millimetre || basis == Basis::ratios)
    return std::pair(height->value, error);
  if (!height->value_mm)
    return std::nullopt;
  return std::pair(*height->value_mm, error * *height->value_mm / height->value);
}

std::optional<double> patient_millimetres(const HeightMeasurement& height) {
  if (height.unit == LengthUnit::millimetre)
    return height.value;
  return height.spacing == SpacingProvenance::calibrated ? height.value_mm : std::nullopt;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1)
    return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

double relative_variance(const HeightPair& pair) {
  return std::pow(pair.prior_error / pair.prior, 2) + std::pow(pair.current_error / pair.current, 2);
}

std::optional<ScaleReference> own_posterior(const BodyHeights& heights) {
  const auto& posterior = heights.pairs[2];
  if (!posterior)
    return std::nullopt;
  return ScaleReference{posterior->current / posterior->prior, std::sqrt(relative_variance(*posterior)),
                        "Too few bodies are in both studies: changes are relative to the body's own posterior height, "
                        "and a loss of all its heights together does not show."};
}

HeightChange change_of(const HeightPair& pair, const BodyQuestion& question) {
  HeightChange change;
  change.height = pair.height;
  change.prior = pair.prior;
  change.current = pair.current;
  change.unit = pair.unit;
  if (question.basis == Basis::millimetres) {
    change.change_mm = pair.current - pair.prior;
    change.change_mm_error = std::hypot(pair.prior_error, pair.current_error);
    change.change = *change.change_mm / pair.prior;
    change.change_error = *change.change_mm_error / pair.prior;
  } else {
    const double ratio = pair.current / pair.prior / question.reference->factor;
    change.change = ratio - 1.0;
    change.change_error = ratio * std::sqrt(relative_variance(pair) + std::pow(question.reference->relative_error, 2));
  }
  change.minimal_detectable = kTwoSided95 * change.change_error;
  if (question.years && std::abs(*question.years) >= kShortestYearsForRate) {
    change.annual_rate = change.change / *question.years;
    change.annual_rate_error = change.change_error / std::abs(*question.years);
  }
  return change;
}

/// A loss or gain that is beyond measurement error and more than noise.
bool is_loss(const HeightChange& change) {
  return -change.change > std::max(change.minimal_detectable, kNoiseFraction);
}
bool is_gain(const HeightChange& change) {
  return change.change > std::max(change.minimal_detectable, kNoiseFraction);
}

/// >= 20 % and >= 4 mm (FIT 1996); where there are no millimetres of the patient, 20 % alone cannot say yes.
IncidentFracture incident_by_height(const VertebraChange& change, const BodyHeights& heights) {
  IncidentFracture incident = IncidentFracture::no;
  for (const HeightChange& height : change.heights) {
    if (-height.change < kIncidentFraction || !height.beyond_error())
      continue;
    const auto& pair = heights.pairs[static_cast<std::size_t>(height.height)];
    if (!pair->prior_mm)
      incident = IncidentFracture::not_judged;
    else if (-height.change * *pair->prior_mm >= kIncidentMillimetres)
      return IncidentFracture::yes;
  }
  return incident;
}

/// Borderline (0.5) counts as 0, as in the deformity index.
IncidentFracture incident_by_grade(const VertebraChange& change) {
  if (!change.prior_grade || !change.current_grade)
    return IncidentFracture::not_judged;
  const bool lost = std::ranges::any_of(
      change.heights, [](const HeightChange& height) { return height.change < 0.0 && height.beyond_error(); });
  return lost && std::floor(*change.current_grade) - std::floor(*change.prior_grade) >= 1.0 ? IncidentFracture::yes
                                                                                            : IncidentFracture::no;
}

std::string sentence_of(const HeightChange& height) {
  return "The " + std::string(to_string(height.height)) + " height " + (height.change < 0.0 ? "lost " : "gained ") +
         percent(std::abs(height.change)) + "; minimal detectable change " + percent(height.minimal_detectable) + ".";
}

const HeightChange& largest(const VertebraChange& change, double sign) {
  return *std::ranges::max_element(change.heights, {},
                                   [&](const HeightChange& height) { return sign * height.change; });
}

void call_loss(VertebraChange& change) {
  const bool was_fractured = change.prior_grade.value_or(0.0) >= 1.0;
  const bool incident =
      change.incident.by_height == IncidentFracture::yes || change.incident.by_grade == IncidentFracture::yes;
  change.verdict = incident && !was_fractured ? ChangeVerdict::newly_fractured : ChangeVerdict::worsened;
  change.incident.review = !incident && -largest(change, -1.0).change >= kReviewFraction;
  change.reason = sentence_of(largest(change, -1.0));
}

/// "Stable" is said only where a moderate fracture's loss would have shown; what may hide is told.
void call_no_change(VertebraChange& change) {
  const auto& widest = *std::ranges::max_element(change.heights, {}, &HeightChange::minimal_detectable);
  if (widest.minimal_detectable > kHiddenFraction) {
    change.verdict = ChangeVerdict::not_comparable;
    change.reason = "Measurement error hides changes of the " + std::string(to_string(widest.height)) +
                    " height below " + percent(widest.minimal_detectable) + ".";
    return;
  }
  change.verdict = ChangeVerdict::stable;
  change.reason = "No change beyond measurement error and the noise of " + percent(kNoiseFraction) + ".";
  if (widest.minimal_detectable > kIncidentFraction)
    change.warnings.push_back("A loss of the " + std::string(to_string(widest.height)) + " height below " +
                              percent(widest.minimal_detectable) + " would not have shown.");
}

} // namespace

const HeightChange* leading_change(const VertebraChange& change) {
  if (change.heights.empty())
    return nullptr;
  const bool loss = change.verdict == ChangeVerdict::newly_fractured || change.verdict == ChangeVerdict::worsened;
  if (loss || change.verdict == ChangeVerdict::improved)
    return &largest(change, loss ? -1.0 : 1.0);
  return &*std::ranges::max_element(change.heights, {},
                                    [](const HeightChange& height) { return std::abs(height.change); });
}

BodyHeights heights_in_both(const VertebraFinding& prior, const VertebraFinding& current, Basis basis) {
  BodyHeights heights;
  for (std::size_t i = 0; i < kHeightNames.size(); ++i) {
    const auto& before = prior.heights.of(kHeightNames[i]);
    const auto& now = current.heights.of(kHeightNames[i]);
    const auto prior_value = value_of(before, basis, heights.error_assumed);
    const auto current_value = value_of(now, basis, heights.error_assumed);
    if (prior_value && current_value)
      heights.pairs[i] = HeightPair{kHeightNames[i],
                                    basis == Basis::ratios ? before->unit : LengthUnit::millimetre,
                                    prior_value->first,
                                    current_value->first,
                                    prior_value->second,
                                    current_value->second,
                                    patient_millimetres(*before)};
  }
  return heights;
}

std::optional<ScaleReference> scale_reference(const std::vector<BodyHeights>& bodies, std::size_t body) {
  std::vector<double> ratios;
  double variance = 0.0;
  std::size_t others = 0;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const std::size_t before = ratios.size();
    for (const auto& pair : bodies[i].pairs)
      if (i != body && pair) {
        ratios.push_back(std::log(pair->current / pair->prior));
        variance += relative_variance(*pair);
      }
    others += static_cast<std::size_t>(ratios.size() > before);
  }
  if (others < 2)
    return own_posterior(bodies[body]);
  const double mean_variance = variance / static_cast<double>(ratios.size());
  // The heights of one body err together: bodies count, not heights.
  const double error = kMedianEfficiency * std::sqrt(mean_variance / static_cast<double>(others));
  return ScaleReference{std::exp(median(ratios)), error, {}};
}

void judge_change(const BodyHeights& heights, const BodyQuestion& question, VertebraChange& change) {
  const bool posterior_is_reference = question.reference && !question.reference->note.empty();
  for (const auto& pair : heights.pairs)
    if (pair && !(posterior_is_reference && pair->height == HeightName::posterior))
      change.heights.push_back(change_of(*pair, question));
  if (change.heights.empty()) {
    change.reason = "No height was measured in both studies in a unit that compares.";
    return;
  }
  if (posterior_is_reference)
    change.warnings.push_back(question.reference->note);
  if (heights.error_assumed)
    change.warnings.emplace_back("A height came without its uncertainty; 4 % (manual readings) was assumed.");
  change.incident.by_height = incident_by_height(change, heights);
  change.incident.by_grade = incident_by_grade(change);
  if (std::ranges::any_of(change.heights, is_loss))
    call_loss(change);
  else if (std::ranges::any_of(change.heights, is_gain)) {
    change.verdict = ChangeVerdict::improved;
    change.reason = sentence_of(largest(change, 1.0));
  } else
    call_no_change(change);
}

} // namespace spondyl::comparison

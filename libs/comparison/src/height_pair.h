#pragma once

#include <array>
#include <optional>
#include <spondyl/comparison/comparison.h>

namespace spondyl::comparison {

/// One height of one vertebra in both studies, in one unit.
struct HeightPair {
  HeightName height = HeightName::anterior;
  LengthUnit unit = LengthUnit::millimetre;
  double prior = 0.0, current = 0.0;             ///< in `unit`
  double prior_error = 0.0, current_error = 0.0; ///< standard uncertainty, in `unit`
  std::optional<double> prior_mm;                ///< where millimetres of the patient can be had
};

/// The heights that were measured in both. On the basis of millimetres films are taken in mm.
struct BodyHeights {
  std::array<std::optional<HeightPair>, 3> pairs;
  bool error_assumed = false; ///< a height came without an uncertainty
};
[[nodiscard]] BodyHeights heights_in_both(const VertebraFinding& prior, const VertebraFinding& current, Basis basis);

/// What a change in ratios is relative to: current / prior of the heights that did not change.
struct ScaleReference {
  double factor = 1.0;
  double relative_error = 0.0;
  std::string note; ///< what it cannot show; a full sentence or empty
};

/// Median over the heights of the other bodies; with fewer than two of them, of the body's own posterior height.
[[nodiscard]] std::optional<ScaleReference> scale_reference(const std::vector<BodyHeights>& bodies, std::size_t body);

/// What decides about one vertebra.
struct BodyQuestion {
  Basis basis = Basis::none;
  std::optional<double> years;             ///< between the studies
  std::optional<ScaleReference> reference; ///< on the basis of ratios
};

/// Fills heights, incident rule, verdict and reason; grades must be filled in.
void judge_change(const BodyHeights& heights, const BodyQuestion& question, VertebraChange& change);

/// The number a vertebra goes by: its level, or the guess where that is not known.
[[nodiscard]] inline std::optional<VertebraLevel> number_of(const VertebraFinding& vertebra) {
  return vertebra.level ? vertebra.level : vertebra.level_guess;
}

/// Indices into the two lists of vertebrae.
struct IndexPair {
  std::size_t prior = 0, current = 0;
};
struct Matching {
  std::vector<IndexPair> pairs; ///< cranial to caudal
  bool by_image = false;
};
[[nodiscard]] Matching match_bodies(const Findings& prior, const Findings& current, const CompareOptions& options);

/// By how many levels the numbers of the prior would have to move for the shapes to fit much better: -1, +1, or 0.
[[nodiscard]] int suspected_slip(const Findings& prior, const Findings& current);

} // namespace spondyl::comparison

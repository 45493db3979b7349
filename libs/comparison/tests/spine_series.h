#pragma once
// Findings of one spine with heights as a test wants them.

#include <map>
#include <spondyl/comparison/comparison.h>
#include <string>
#include <vector>

namespace spondyl::comparison {

/// Fractions of a level's normal height that are missing in front, in the middle and behind.
struct Loss {
  double anterior = 0.0, middle = 0.0, posterior = 0.0;
};

struct SpineSpec {
  std::vector<std::string> levels = {"T11", "T12", "L1", "L2", "L3", "L4", "L5"};
  std::map<std::string, Loss> losses{};
  std::string date = "20250101";
  std::string modality = "CT";
  double uncertainty = 0.6; ///< mm, of every height
  double scale = 1.0;       ///< of all heights
  bool numbering_certain = true;
  std::optional<double> slice_thickness{};
};

/// A volume's findings: heights grow from 22 mm at T11 by 1 mm per level. Grades follow the largest loss.
[[nodiscard]] Findings spine(const SpineSpec& spec);
/// The same as film: 5 px per mm, scale of the given provenance.
[[nodiscard]] Findings film(const SpineSpec& spec, SpacingProvenance provenance);

[[nodiscard]] const VertebraChange& at(const Comparison& comparison, const std::string& name);
/// "L1 new" for every vertebra that is not stable.
[[nodiscard]] std::vector<std::string> not_stable(const Comparison& comparison);

} // namespace spondyl::comparison

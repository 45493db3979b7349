#pragma once
// Single values as a report says them.

#include <spondyl/model/findings.h>
#include <spondyl/report/catalogue.h>
#include <string>

namespace spondyl::report {

/// "L1"; "body 3 (L1?)" where the number is only guessed.
[[nodiscard]] std::string level_name(const VertebraFinding& vertebra, const Catalogue& catalogue);

/// The loss the grade rests on: the largest adjusted one, else the largest raw one.
[[nodiscard]] const HeightLoss* leading_loss(const VertebraFinding& vertebra);
[[nodiscard]] std::string loss_text(const HeightLoss& loss, const Catalogue& catalogue); ///< "31 % ± 4 %"

[[nodiscard]] std::string grade_value(double grade);                                   ///< "0.5", "2"
[[nodiscard]] std::string grade_name(double grade, const Catalogue& catalogue);        ///< "moderate"
[[nodiscard]] std::string shape_name(FractureShape shape, const Catalogue& catalogue); ///< "wedge"
/// Probability of the stated grade, "62 %".
[[nodiscard]] std::string grade_probability(const Grade& grade, const Catalogue& catalogue);

/// Probability of grade 1 or more, "89 %".
[[nodiscard]] std::string fracture_probability(const Grade& grade, const Catalogue& catalogue);

[[nodiscard]] bool is_fracture(const VertebraFinding& vertebra);   ///< grade of 1 or more
[[nodiscard]] bool is_borderline(const VertebraFinding& vertebra); ///< grade 0.5

/// "T12, L1 and L2"
[[nodiscard]] std::string enumeration(const std::vector<std::string>& names, const Catalogue& catalogue);

} // namespace spondyl::report

#pragma once
// What changed between two measurements of one spine: pure functions on findings. docs/follow-up.md has every formula
// and limit with its source.

#include <array>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/comparison/identity.h>
#include <spondyl/model/findings.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spondyl::comparison {

inline constexpr double kTwoSided95 = 1.96;         ///< normal quantile: MDC = 1.96 sqrt(u1^2 + u2^2)
inline constexpr double kNoiseFraction = 0.12;      ///< below it a change is called noise, whatever its MDC
inline constexpr double kReviewFraction = 0.15;     ///< from it on a loss that is no incident fracture asks for review
inline constexpr double kIncidentFraction = 0.20;   ///< with kIncidentMillimetres: incident fracture (FIT 1996)
inline constexpr double kIncidentMillimetres = 4.0; ///< mm
inline constexpr double kSliceThicknessTolerance = 0.5; ///< mm; more is "other slice thickness" (engineering choice)
inline constexpr double kReaderCoefficient = 0.04;      ///< of a height without uncertainty: manual CV (3.95 %)
inline constexpr double kHiddenFraction =
    0.25; ///< "stable" is not said where a moderate loss (Genant 2) could hide in the error
inline constexpr double kShortestYearsForRate = 90.0 / 365.25; ///< below it no annual rate (engineering choice)

enum class ChangeVerdict { newly_fractured, worsened, stable, improved, not_comparable };
inline constexpr std::array<ChangeVerdict, 5> kChangeVerdicts = {
    ChangeVerdict::newly_fractured, ChangeVerdict::worsened, ChangeVerdict::stable, ChangeVerdict::improved,
    ChangeVerdict::not_comparable};
/// "new", "worsened", "stable", "improved", "not_comparable"
[[nodiscard]] std::string_view to_string(ChangeVerdict verdict);

enum class Basis {
  millimetres, ///< heights themselves
  ratios,      ///< heights relative to those of the other bodies of their own study
  none
};
inline constexpr std::array<Basis, 3> kBases = {Basis::millimetres, Basis::ratios, Basis::none};
[[nodiscard]] std::string_view to_string(Basis basis);

/// Change of one height. Fractions are of the prior height; negative = lost. Errors are standard uncertainties.
struct HeightChange {
  HeightName height = HeightName::anterior;
  double prior = 0.0, current = 0.0; ///< as measured, in `unit`
  LengthUnit unit = LengthUnit::millimetre;
  std::optional<double> change_mm, change_mm_error;     ///< on the basis of millimetres only
  double change = 0.0, change_error = 0.0;              ///< fraction
  double minimal_detectable = 0.0;                      ///< fraction: 1.96 change_error
  std::optional<double> annual_rate, annual_rate_error; ///< fraction per year; absent for short or unknown intervals

  [[nodiscard]] bool beyond_error() const { return change > minimal_detectable || -change > minimal_detectable; }
};

enum class IncidentFracture { no, yes, not_judged };
inline constexpr std::array<IncidentFracture, 3> kIncidentFractures = {IncidentFracture::no, IncidentFracture::yes,
                                                                       IncidentFracture::not_judged};
[[nodiscard]] std::string_view to_string(IncidentFracture incident);

/// The rules for a fracture between the two studies, beside the verdict.
struct IncidentRule {
  IncidentFracture by_height = IncidentFracture::not_judged; ///< >= 20 % and >= 4 mm in any height
  IncidentFracture by_grade = IncidentFracture::not_judged;  ///< a rise of one grade or more
  bool review = false; ///< 15 % and more beyond measurement error, and no incident fracture
};

/// One vertebra in both studies, or in one of them.
struct VertebraChange {
  std::string name; ///< "L1"; "#3" where the current number is not known, "prior #3" where it is missing now
  std::optional<VertebraLevel> level;
  std::optional<int> prior_ordinal, current_ordinal;
  ChangeVerdict verdict = ChangeVerdict::not_comparable;
  std::string reason; ///< a full sentence; why not comparable, or what the verdict rests on
  std::vector<HeightChange> heights;
  IncidentRule incident;
  std::optional<double> prior_grade, current_grade; ///< Genant
  std::vector<std::string> warnings;                ///< full sentences
};

enum class InterventionKind { vertebroplasty, kyphoplasty, hardware };
inline constexpr std::array<InterventionKind, 3> kInterventionKinds = {
    InterventionKind::vertebroplasty, InterventionKind::kyphoplasty, InterventionKind::hardware};
[[nodiscard]] std::string_view to_string(InterventionKind kind);

/// What was done to a vertebra: its height before and after are not comparable.
struct Intervention {
  VertebraLevel level;
  InterventionKind kind = InterventionKind::vertebroplasty;
  std::string date; ///< YYYYMMDD; empty = not known, which counts as between any two studies
};

/// The same vertebra in both studies.
struct BodyPair {
  int prior_ordinal = 0, current_ordinal = 0;
};

struct CompareOptions {
  bool same_person_confirmed = false;                 ///< by a reader, in spite of contradictions
  std::optional<std::vector<BodyPair>> same_by_image; ///< from registration: comes before the numbers
  std::vector<Intervention> interventions;
};

/// Change of the spinal deformity index over the levels graded in both studies.
struct IndexChange {
  double prior = 0.0, current = 0.0;
  int levels = 0;
};

/// Which measurement the prior is; no patient data.
struct ComparedStudy {
  std::string modality, study_uid, series_uid;
  std::vector<ReportReference> reports; ///< its structured reports as far as they are known, for who names predecessors
};

struct Comparison {
  ComparedStudy prior;
  Identity identity;
  std::string prior_date, current_date; ///< study dates, YYYYMMDD; empty = not known
  std::optional<int> days;              ///< current - prior
  Basis basis = Basis::none;
  std::string basis_reason;              ///< why not millimetres; a full sentence, empty for millimetres
  bool matched_by_image = false;         ///< by registration or by one frame of reference; else by number
  bool numbering_differs = false;        ///< the same vertebra has different numbers in the two studies, or seems to
  std::vector<std::string> notes;        ///< full sentences, no patient data
  std::vector<VertebraChange> vertebrae; ///< cranial to caudal
  std::optional<IndexChange> deformity_index;
};

[[nodiscard]] Comparison compare(const Findings& prior, const Findings& current, const CompareOptions& options = {});

/// One line per vertebra: "L1 new anterior -24.8 % +-3.1 (-6.2 mm) ...".
[[nodiscard]] std::string text_lines(const Comparison& comparison);
/// Schema "spondyl.comparison/1" (docs/follow-up.md); no patient data.
[[nodiscard]] std::string to_json(const Comparison& comparison);

/// The inverse of to_json(). Errors: `unreadable`, `unsupported` (another schema).
[[nodiscard]] Result<Comparison> parse_comparison(std::string_view json);

/// findings.json as report writers get it: with the comparison as its last member, "comparison".
[[nodiscard]] std::string with_comparison(const std::string& findings_json, const Comparison& comparison);
/// The comparison in such a text, if there is one. Errors: those of parse_comparison().
[[nodiscard]] Result<std::optional<Comparison>> comparison_within(std::string_view findings_json);

/// The height that speaks for the verdict: of a loss or gain the largest one, else the one that changed most.
[[nodiscard]] const HeightChange* leading_change(const VertebraChange& change);

/// Days from one date YYYYMMDD to another; std::nullopt where one is no date.
[[nodiscard]] std::optional<int> days_between(const std::string& from, const std::string& to);

} // namespace spondyl::comparison

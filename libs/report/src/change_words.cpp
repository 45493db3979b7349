#include "change_words.h"

#include "wording.h"

#include <algorithm>
#include <cmath>

namespace spondyl::report {

using comparison::ChangeVerdict;
using comparison::Comparison;
using comparison::HeightChange;
using comparison::VertebraChange;

namespace {

bool is_in_both(const VertebraChange& change) {
  return change.prior_ordinal && change.current_ordinal;
}

/// "L1 (anterior height −24.8 ± 3.1 %, −6.2 ± 0.8 mm; Genant grade 0 → 2)"
std::string with_figures(const VertebraChange& change, const Catalogue& catalogue) {
  const HeightChange* height = leading_change(change);
  if (height == nullptr)
    return change_level(change, catalogue);
  std::string figures = catalogue.text("height_" + std::string(to_string(height->height))) + " " +
                        catalogue.text("change_height") + " " + change_percent(*height, catalogue);
  if (const std::string millimetres = change_millimetres(*height, catalogue); !millimetres.empty())
    figures += ", " + millimetres;
  if (const std::string grade = change_grade(change); !grade.empty())
    figures += "; " + catalogue.text("grade") + " " + grade;
  return change_level(change, catalogue) + " (" + figures + ")";
}

struct Line {
  const char* key;
  bool (*wanted)(const VertebraChange&);
  bool figures;
};

template <ChangeVerdict verdict> bool has(const VertebraChange& change) {
  return is_in_both(change) && change.verdict == verdict;
}

constexpr std::array<Line, 6> kLines = {
    {{"impression_change_new", has<ChangeVerdict::newly_fractured>, true},
     {"impression_change_worsened", has<ChangeVerdict::worsened>, true},
     {"impression_change_improved", has<ChangeVerdict::improved>, true},
     {"impression_change_stable", has<ChangeVerdict::stable>, false},
     {"impression_change_not_comparable", has<ChangeVerdict::not_comparable>, false},
     {"impression_change_one_study", [](const VertebraChange& change) { return !is_in_both(change); }, false}}};

} // namespace

std::vector<std::string> change_impression(const Comparison& comparison, const Catalogue& catalogue) {
  std::vector<std::string> lines;
  const std::string prior = prior_name(comparison, catalogue);
  if (comparison.identity.same != comparison::SamePerson::same)
    lines.push_back(
        catalogue.text("impression_person_" + std::string(to_string(comparison.identity.same)), {{"prior", prior}}));
  for (const Line& line : kLines) {
    std::vector<std::string> names;
    for (const VertebraChange& change : comparison.vertebrae)
      if (line.wanted(change))
        names.push_back(line.figures ? with_figures(change, catalogue) : change_level(change, catalogue));
    if (!names.empty())
      lines.push_back(catalogue.text(line.key, {{"prior", prior}, {"levels", enumeration(names, catalogue)}}));
  }
  if (comparison.numbering_differs)
    lines.push_back(catalogue.text("impression_change_numbering", {{"prior", prior}}));
  if (lines.empty())
    lines.push_back(catalogue.text("impression_change_nothing", {{"prior", prior}}));
  return lines;
}

bool has_change(const Comparison& comparison) {
  return std::ranges::any_of(comparison.vertebrae, [](const VertebraChange& change) {
    return change.verdict != ChangeVerdict::stable && change.verdict != ChangeVerdict::not_comparable;
  });
}

std::string prior_name(const Comparison& comparison, const Catalogue& catalogue) {
  const std::string modality =
      comparison.prior.modality.empty() ? catalogue.text("change_study") : comparison.prior.modality;
  if (comparison.prior_date.empty())
    return catalogue.text("change_prior_undated", {{"modality", modality}});
  return catalogue.text("change_prior", {{"modality", modality}, {"date", catalogue.date(comparison.prior_date)}});
}

std::string change_level(const VertebraChange& change, const Catalogue& catalogue) {
  if (change.level)
    return change.level->name();
  if (!change.current_ordinal && change.prior_ordinal)
    return catalogue.text("change_level_prior", {{"ordinal", std::to_string(*change.prior_ordinal)}});
  return change.name;
}

std::string signed_number(double value, int decimals, const Catalogue& catalogue) {
  if (std::abs(value) < 0.5 * std::pow(10.0, -decimals))
    return catalogue.number(0.0, decimals);
  return (value < 0.0 ? "\u2212" : "+") + catalogue.number(std::abs(value), decimals);
}

std::string change_percent(const HeightChange& height, const Catalogue& catalogue) {
  constexpr double kPercent = 100.0;
  return signed_number(kPercent * height.change, 1, catalogue) + "\u00A0±\u00A0" +
         catalogue.number(kPercent * height.change_error, 1) + "\u00A0%";
}

std::string change_millimetres(const HeightChange& height, const Catalogue& catalogue) {
  if (!height.change_mm)
    return {};
  std::string text = signed_number(*height.change_mm, 1, catalogue);
  if (height.change_mm_error)
    text += "\u00A0±\u00A0" + catalogue.number(*height.change_mm_error, 1);
  return text + "\u00A0mm";
}

std::string change_grade(const VertebraChange& change) {
  const auto value = [](const std::optional<double>& grade) { return grade ? grade_value(*grade) : "–"; };
  if (!change.prior_grade && !change.current_grade)
    return {};
  return value(change.prior_grade) + "\u00A0→\u00A0" + value(change.current_grade);
}

} // namespace spondyl::report

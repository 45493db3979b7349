#include "change_words.h"
#include "wording.h"

#include <algorithm>
#include <spondyl/report/report.h>

namespace spondyl::report {
namespace {

std::string fracture_line(const VertebraFinding& vertebra, const Catalogue& catalogue) {
  const Grade& grade = *vertebra.grade;
  std::string line = catalogue.text("impression_fracture", {{"level", level_name(vertebra, catalogue)},
                                                            {"shape", shape_name(grade.shape, catalogue)},
                                                            {"grade", grade_value(grade.value)},
                                                            {"name", grade_name(grade.value, catalogue)},
                                                            {"probability", fracture_probability(grade, catalogue)}});
  if (const HeightLoss* loss = leading_loss(vertebra))
    line += " " + catalogue.text("impression_loss",
                                 {{"height", catalogue.text("height_" + std::string(to_string(loss->height)))},
                                  {"loss", loss_text(*loss, catalogue)},
                                  {"reference", catalogue.sentence(loss->reference)}});
  if (grade.between)
    line += " " + catalogue.text("impression_between", {{"first", std::to_string(grade.between->first)},
                                                        {"second", std::to_string(grade.between->second)}});
  return line;
}

std::vector<std::string> names_of(const Findings& findings, const Catalogue& catalogue,
                                  bool (*wanted)(const VertebraFinding&)) {
  std::vector<std::string> names;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    if (wanted(vertebra))
      names.push_back(level_name(vertebra, catalogue));
  return names;
}

bool was_graded(const VertebraFinding& vertebra) {
  return vertebra.grade.has_value();
}
bool is_normal(const VertebraFinding& vertebra) {
  return vertebra.grade && vertebra.grade->value == 0.0;
}
bool was_measured_ungraded(const VertebraFinding& vertebra) {
  return vertebra.status == MeasurementStatus::measured && !vertebra.grade;
}
bool was_not_assessable(const VertebraFinding& vertebra) {
  return vertebra.status == MeasurementStatus::not_assessable;
}

void add_list(std::vector<std::string>& lines, const char* key, const std::vector<std::string>& names,
              const Catalogue& catalogue) {
  if (!names.empty())
    lines.push_back(catalogue.text(key, {{"levels", enumeration(names, catalogue)}}));
}

void add_confirmations(std::vector<std::string>& lines, const Findings& findings, const Catalogue& catalogue) {
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    if (!is_fracture(vertebra) && !is_borderline(vertebra))
      continue;
    std::vector<std::string> names;
    for (const ReaderMustConfirm& entry : vertebra.reader_must_confirm)
      if (entry.alternative != Alternative::vertebral_fracture)
        names.push_back(catalogue.text("alternative_" + std::string(to_string(entry.alternative))));
    if (!names.empty())
      lines.push_back(catalogue.text("impression_alternatives", {{"level", level_name(vertebra, catalogue)},
                                                                 {"alternatives", enumeration(names, catalogue)}}));
  }
}

} // namespace

std::vector<std::string> impression(const Findings& findings, const Catalogue& catalogue,
                                    const std::optional<comparison::Comparison>& comparison) {
  std::vector<std::string> lines;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    if (is_fracture(vertebra))
      lines.push_back(fracture_line(vertebra, catalogue));
  const bool any_fracture = !lines.empty();
  if (!any_fracture && std::ranges::any_of(findings.vertebrae, was_graded))
    lines.push_back(catalogue.text("impression_no_fracture"));
  if (std::ranges::none_of(findings.vertebrae, was_graded))
    lines.push_back(catalogue.text("impression_nothing_graded"));
  if (comparison)
    for (std::string& line : change_impression(*comparison, catalogue))
      lines.push_back(std::move(line));
  add_list(lines, "impression_borderline", names_of(findings, catalogue, is_borderline), catalogue);
  add_list(lines, "impression_normal", names_of(findings, catalogue, is_normal), catalogue);
  add_list(lines, "impression_ungraded", names_of(findings, catalogue, was_measured_ungraded), catalogue);
  add_list(lines, "impression_not_assessable", names_of(findings, catalogue, was_not_assessable), catalogue);
  add_confirmations(lines, findings, catalogue);
  if (any_fracture)
    lines.push_back(catalogue.text("impression_acuity"));
  if (findings.numbering.status == NumberingStatus::uncertain)
    lines.push_back(catalogue.text("impression_numbering_uncertain"));
  if (!comparison)
    lines.push_back(catalogue.text("impression_no_prior"));
  return lines;
}

std::string recommendation(const Findings& findings, const Catalogue& catalogue, const std::string& readers_words,
                           const std::optional<comparison::Comparison>& comparison) {
  if (!readers_words.empty())
    return readers_words;
  const bool fracture = std::ranges::any_of(findings.vertebrae, is_fracture);
  const bool borderline = std::ranges::any_of(findings.vertebrae, is_borderline);
  const bool changed = comparison && has_change(*comparison);
  const std::string key = fracture                ? "recommendation_fracture"
                          : borderline || changed ? "recommendation_borderline"
                                                  : "recommendation_none";
  // A comparison that was made is not asked for once more.
  return catalogue.text(key + (comparison && (fracture || borderline || changed) ? "_compared" : ""));
}

} // namespace spondyl::report

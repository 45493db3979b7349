#include "wording.h"

#include <algorithm>
#include <spondyl/report/report.h>
#include <sstream>

namespace spondyl::report {
namespace {

/// One group of a person name (PS3.5 6.2.1.1): family^given^middle^prefix^suffix, written as people write it.
std::string plain_group(const std::string& group, const char* after_family) {
  std::vector<std::string> parts;
  std::istringstream stream(group);
  for (std::string part; std::getline(stream, part, '^');)
    parts.push_back(part);
  constexpr std::size_t kComponents = 5;
  parts.resize(kComponents);
  std::string given;
  for (const std::size_t component : {3U, 1U, 2U, 4U}) // prefix given middle suffix
    if (!parts[component].empty())
      given += (given.empty() ? "" : " ") + parts[component];
  if (parts[0].empty() || given.empty())
    return parts[0] + given;
  return parts[0] + after_family + given;
}

} // namespace

std::string person_name(const std::string& dicom_name) {
  std::vector<std::string> groups;
  std::istringstream stream(dicom_name);
  for (std::string group; std::getline(stream, group, '=');)
    // Ideographic and phonetic groups are written without a comma.
    if (std::string plain = plain_group(group, groups.empty() ? ", " : " "); !plain.empty())
      groups.push_back(std::move(plain));
  if (groups.empty())
    return {};
  std::string name = groups.front();
  for (std::size_t i = 1; i < groups.size(); ++i)
    name += (i == 1 ? " (" : "; ") + groups[i];
  return groups.size() > 1 ? name + ")" : name;
}

std::string level_name(const VertebraFinding& vertebra, const Catalogue& catalogue) {
  if (vertebra.level)
    return vertebra.level->name();
  const std::string ordinal = std::to_string(vertebra.ordinal);
  if (vertebra.level_guess)
    return catalogue.text("level_guessed", {{"ordinal", ordinal}, {"level", vertebra.level_guess->name()}});
  return catalogue.text("level_unknown", {{"ordinal", ordinal}});
}

const HeightLoss* leading_loss(const VertebraFinding& vertebra) {
  const auto before = [](const HeightLoss& a, const HeightLoss& b) {
    if (a.adjusted.has_value() != b.adjusted.has_value())
      return !a.adjusted.has_value();
    return a.adjusted.value_or(a.raw) < b.adjusted.value_or(b.raw);
  };
  const auto found = std::ranges::max_element(vertebra.loss, before);
  return found == vertebra.loss.end() ? nullptr : &*found;
}

std::string loss_text(const HeightLoss& loss, const Catalogue& catalogue) {
  std::string text = catalogue.number(100.0 * loss.adjusted.value_or(loss.raw), 0);
  if (loss.uncertainty)
    text += "\u00A0±\u00A0" + catalogue.number(100.0 * *loss.uncertainty, 0);
  return text + "\u00A0%" + (loss.adjusted ? "" : " " + catalogue.text("loss_raw_mark"));
}

std::string grade_value(double grade) {
  return grade == 0.5 ? "0.5" : std::to_string(static_cast<int>(grade));
}

std::string grade_name(double grade, const Catalogue& catalogue) {
  return catalogue.text("grade_" + grade_value(grade));
}

std::string shape_name(FractureShape shape, const Catalogue& catalogue) {
  return catalogue.text("shape_" + std::string(to_string(shape)));
}

std::string grade_probability(const Grade& grade, const Catalogue& catalogue) {
  for (std::size_t i = 0; i < kGenantGrades.size(); ++i)
    if (kGenantGrades[i] == grade.value)
      return catalogue.percent(grade.probabilities[i]);
  return {};
}

std::string fracture_probability(const Grade& grade, const Catalogue& catalogue) {
  double probability = 0.0;
  for (std::size_t i = 0; i < kGenantGrades.size(); ++i)
    probability += kGenantGrades[i] >= 1.0 ? grade.probabilities[i] : 0.0;
  return catalogue.percent(probability);
}

bool is_fracture(const VertebraFinding& vertebra) {
  return vertebra.grade && vertebra.grade->value >= 1.0;
}

bool is_borderline(const VertebraFinding& vertebra) {
  return vertebra.grade && vertebra.grade->value == 0.5;
}

std::string enumeration(const std::vector<std::string>& names, const Catalogue& catalogue) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i)
    list += (i == 0 ? "" : i + 1 == names.size() ? " " + catalogue.text("and") + " " : ", ") + names[i];
  return list;
}

} // namespace spondyl::report

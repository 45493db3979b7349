#include <spondyl/view_model/findings_table.h>
#include <spondyl/view_model/follow_up.h>

#include "text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spondyl::view_model {
namespace {

using comparison::ChangeVerdict;
using comparison::HeightChange;
using comparison::VertebraChange;

std::string with_sign(double value, int decimals) {
  return (value < 0.0 ? "\u2212" : "+") + fixed(std::abs(value), decimals);
}

std::string percent_text(const HeightChange& change) {
  return with_sign(100.0 * change.change, 1) + " \u00b1 " + fixed(100.0 * change.change_error, 1) + " %";
}

std::string millimetre_text(const HeightChange& change) {
  return with_sign(*change.change_mm, 1) + " \u00b1 " + fixed(change.change_mm_error.value_or(0.0), 1) + " mm";
}

std::string error_text(const HeightChange& change) {
  return change.beyond_error() ? "beyond measurement error" : "within measurement error";
}

/// The height that changed most is the one a reader looks for.
const HeightChange* largest(const VertebraChange& change) {
  const auto found =
      std::ranges::max_element(change.heights, {}, [](const HeightChange& height) { return std::abs(height.change); });
  return found == change.heights.end() ? nullptr : &*found;
}

std::string sentence_of(const HeightChange& change) {
  std::string text = std::string(to_string(change.height)) + ": ";
  if (change.change_mm)
    text += millimetre_text(change) + ", ";
  text += percent_text(change) + " (" + error_text(change) + ", minimal detectable " +
          fixed(100.0 * change.minimal_detectable, 1) + " %)";
  if (change.annual_rate)
    text += ", " + with_sign(100.0 * *change.annual_rate, 1) + " % a year";
  return text;
}

std::string incident_text(const VertebraChange& change) {
  using comparison::IncidentFracture;
  std::string text;
  if (change.incident.by_height == IncidentFracture::yes)
    text += "Incident fracture: 20 % and 4 mm or more.";
  if (change.incident.by_grade == IncidentFracture::yes)
    text += (text.empty() ? "" : " ") + std::string("Incident fracture by grade.");
  if (change.incident.review)
    text += (text.empty() ? "" : " ") + std::string("Please review: 15 % or more.");
  return text;
}

std::string tooltip_of(const VertebraChange& change) {
  std::string text = change.reason;
  for (const HeightChange& height : change.heights)
    text += "\n" + sentence_of(height);
  if (const std::string incident = incident_text(change); !incident.empty())
    text += "\n" + incident;
  for (const std::string& warning : change.warnings)
    text += "\n" + warning;
  return text;
}

/// Names of those that changed, how many of the others.
std::string vertebrae_of(const comparison::Comparison& comparison, ChangeVerdict verdict) {
  std::string names;
  int count = 0;
  for (const VertebraChange& change : comparison.vertebrae)
    if (change.verdict == verdict && change.current_ordinal) {
      names += (count == 0 ? "" : " ") + change.name;
      ++count;
    }
  const bool by_name = verdict != ChangeVerdict::stable && verdict != ChangeVerdict::not_comparable;
  return count == 0 || by_name ? names : std::to_string(count);
}

constexpr std::array<Colour, 5> kVerdictColours = {
    {{213, 94, 0}, {230, 159, 0}, {0, 158, 115}, {86, 180, 233}, {150, 150, 150}}}; // in the order of ChangeVerdict

} // namespace

std::string verdict_text(ChangeVerdict verdict) {
  return verdict == ChangeVerdict::not_comparable ? "not comparable" : std::string(to_string(verdict));
}

void add_change(TableRow& row, const VertebraChange& change) {
  const std::string tooltip = tooltip_of(change);
  const HeightChange* most = largest(change);
  auto& millimetres = row.cells[static_cast<std::size_t>(Column::change_millimetres)];
  auto& percent = row.cells[static_cast<std::size_t>(Column::change_percent)];
  auto& verdict = row.cells[static_cast<std::size_t>(Column::verdict)];
  if (most != nullptr) {
    millimetres.text = most->change_mm ? millimetre_text(*most) : "ratios only";
    // A star marks what is beyond measurement error, as in the output of `spondyl compare`.
    percent.text =
        percent_text(*most) + (most->beyond_error() ? " *" : "") + " " + std::string(to_string(most->height));
    percent.spoken = percent_text(*most) + " " + std::string(to_string(most->height)) + ", " + error_text(*most);
  }
  verdict.text = verdict_text(change.verdict);
  verdict.spoken = verdict.text + ". " + change.reason;
  for (TableCell* cell : {&millimetres, &percent, &verdict})
    cell->tooltip = tooltip;
  row.verdict_colour = kVerdictColours[static_cast<std::size_t>(change.verdict)];
}

std::string readable_date(const std::string& dicom_date) {
  if (dicom_date.size() != 8)
    return dicom_date.empty() ? "unknown date" : dicom_date;
  return dicom_date.substr(0, 4) + "-" + dicom_date.substr(4, 2) + "-" + dicom_date.substr(6, 2);
}

std::string follow_up_text(const comparison::Comparison& comparison) {
  std::string text = "Compared with " + readable_date(comparison.prior_date);
  if (comparison.days)
    text += ", " + std::to_string(std::abs(*comparison.days)) + " days " + (*comparison.days < 0 ? "later" : "ago");
  text += ":";
  bool any = false;
  for (const ChangeVerdict verdict : comparison::kChangeVerdicts)
    if (const std::string which = vertebrae_of(comparison, verdict); !which.empty()) {
      text += (any ? ", " : " ") + verdict_text(verdict) + " " + which;
      any = true;
    }
  text += any ? "." : " no vertebra is in both.";
  for (const std::string& note : comparison.notes)
    text += " " + note;
  return text;
}

} // namespace spondyl::view_model

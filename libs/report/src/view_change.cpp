#include "change_words.h"
#include "wording.h"

#include <algorithm>

namespace spondyl::report {
namespace {

using Json = nlohmann::json;
using comparison::ChangeVerdict;
using comparison::Comparison;
using comparison::HeightChange;
using comparison::VertebraChange;

constexpr double kPercent = 100.0;

/// The figures of one height; the unit of the heights stands in the table's head.
Json height_cells(const HeightChange& height, const Catalogue& catalogue) {
  Json cells = {{"height", catalogue.text("symbol_" + std::string(to_string(height.height)))},
                {"prior", catalogue.number(height.prior, 1)},
                {"current", catalogue.number(height.current, 1)},
                {"millimetres", height.change_mm ? change_millimetres(height, catalogue) : "–"},
                {"percent", change_percent(height, catalogue)},
                {"detectable", catalogue.number(kPercent * height.minimal_detectable, 1) + "\u00A0%"},
                {"beyond_error", height.beyond_error()}};
  cells["rate"] = "–";
  if (height.annual_rate && height.annual_rate_error)
    cells["rate"] = signed_number(kPercent * *height.annual_rate, 1, catalogue) + "\u00A0±\u00A0" +
                    catalogue.number(kPercent * *height.annual_rate_error, 1) + "\u00A0%";
  return cells;
}

/// What a row without heights shows.
Json no_cells() {
  Json cells;
  for (const char* cell :
       {"height", "prior", "current", "millimetres", "percent", "detectable", "incident_height", "incident_grade"})
    cells[cell] = "–";
  return cells;
}

Json vertebra_row(const VertebraChange& change, const Catalogue& catalogue) {
  const HeightChange* leading = leading_change(change);
  Json row = leading == nullptr ? no_cells() : height_cells(*leading, catalogue);
  row["level"] = change_level(change, catalogue);
  row["verdict"] = catalogue.text("verdict_" + std::string(to_string(change.verdict)));
  row["lost"] = change.verdict == ChangeVerdict::newly_fractured || change.verdict == ChangeVerdict::worsened;
  const std::string grade = change_grade(change);
  row["grade"] = grade.empty() ? "–" : grade;
  if (leading != nullptr) {
    row["incident_height"] = catalogue.text("incident_" + std::string(to_string(change.incident.by_height)));
    row["incident_grade"] = catalogue.text("incident_" + std::string(to_string(change.incident.by_grade)));
  }
  row["review"] = change.incident.review;
  row["heights"] = Json::array();
  for (const HeightChange& height : change.heights)
    row["heights"].push_back(height_cells(height, catalogue));
  return row;
}

/// Reasons and warnings that say more than the row does; one that many vertebrae share is printed once.
Json remark_rows(const Comparison& comparison, const Catalogue& catalogue) {
  std::vector<std::pair<std::string, std::vector<std::string>>> grouped;
  const auto add = [&](const std::string& text, const VertebraChange& change) {
    auto found = std::ranges::find(grouped, text, [](const auto& entry) { return entry.first; });
    if (found == grouped.end())
      found = grouped.insert(grouped.end(), {text, {}});
    found->second.push_back(change_level(change, catalogue));
  };
  for (const VertebraChange& change : comparison.vertebrae) {
    if (change.verdict == ChangeVerdict::not_comparable && !change.reason.empty())
      add(catalogue.sentence(change.reason), change);
    if (change.incident.review)
      add(catalogue.text("change_review"), change);
    for (const std::string& warning : change.warnings)
      add(catalogue.sentence(warning), change);
  }
  Json rows = Json::array();
  for (const auto& [text, levels] : grouped)
    rows.push_back(
        {{"levels", levels.size() == comparison.vertebrae.size() && levels.size() > 1 ? catalogue.text("all_levels")
                                                                                      : enumeration(levels, catalogue)},
         {"text", text}});
  return rows;
}

std::string unit_of(const Comparison& comparison) {
  for (const VertebraChange& change : comparison.vertebrae)
    for (const HeightChange& height : change.heights)
      return std::string(to_string(height.unit));
  return "mm";
}

std::string interval(const Comparison& comparison, const Catalogue& catalogue) {
  constexpr double kDaysOfAYear = 365.25;
  if (!comparison.days)
    return {};
  const std::string days = std::to_string(*comparison.days);
  if (*comparison.days < kDaysOfAYear)
    return catalogue.text("change_days", {{"days", days}});
  return catalogue.text("change_years",
                        {{"days", days}, {"years", catalogue.number(*comparison.days / kDaysOfAYear, 1)}});
}

Json notes_of(const Comparison& comparison, const Catalogue& catalogue) {
  Json notes = Json::array();
  for (const std::string& note : comparison.notes)
    notes.push_back(catalogue.sentence(note));
  return notes;
}

} // namespace

Json change_view(const Comparison& comparison, const Catalogue& catalogue) {
  Json view = {{"title", catalogue.text("change_title", {{"prior", prior_name(comparison, catalogue)}})},
               {"interval", interval(comparison, catalogue)},
               {"prior_series", comparison.prior.series_uid},
               {"basis", catalogue.text("change_basis_" + std::string(to_string(comparison.basis)))},
               {"matching", catalogue.text(comparison.matched_by_image ? "change_by_image" : "change_by_number")},
               {"unit", unit_of(comparison)},
               {"deformity_index", ""}, // or the template finds that of the findings around
               {"notes", notes_of(comparison, catalogue)},
               {"remarks", remark_rows(comparison, catalogue)},
               {"vertebrae", Json::array()}};
  bool any_height = false, any_grade = false;
  for (const VertebraChange& change : comparison.vertebrae) {
    view["vertebrae"].push_back(vertebra_row(change, catalogue));
    any_height = any_height || !change.heights.empty();
    any_grade = any_grade || (change.prior_grade && change.current_grade);
  }
  view["has_heights"] = any_height;
  view["has_table"] = any_height || any_grade;
  view["has_remarks"] = !view["remarks"].empty();
  if (const auto& index = comparison.deformity_index)
    view["deformity_index"] = catalogue.text("change_sdi", {{"prior", catalogue.number(index->prior, 0)},
                                                            {"current", catalogue.number(index->current, 0)},
                                                            {"levels", std::to_string(index->levels)}});
  return view;
}

} // namespace spondyl::report

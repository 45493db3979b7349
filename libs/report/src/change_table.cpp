#include <spondyl/report/csv.h>

#include "table_cells.h"

#include <functional>

namespace spondyl::report {
namespace {

using namespace table_cells;
using comparison::Comparison;
using comparison::HeightChange;
using comparison::VertebraChange;

struct Row {
  const Findings& findings;
  const Comparison& comparison;
  const VertebraChange& vertebra;
  const HeightChange* height; ///< null where none was measured in both
};

std::string ordinal(const std::optional<int>& value) {
  return value ? std::to_string(*value) : std::string{};
}

using Column = std::pair<const char*, std::function<std::string(const Row&)>>;

/// A cell that only a height has.
template <typename Text> Column of_height(const char* name, Text text) {
  return {name,
          [text](const Row& row) { return row.height == nullptr ? std::string{} : std::string(text(*row.height)); }};
}

std::vector<Column> study_columns() {
  return {{"series_instance_uid", [](const Row& r) { return r.findings.series_instance_uid; }},
          {"study_date", [](const Row& r) { return r.comparison.current_date; }},
          {"prior_series_instance_uid", [](const Row& r) { return r.comparison.prior.series_uid; }},
          {"prior_study_date", [](const Row& r) { return r.comparison.prior_date; }},
          {"days", [](const Row& r) { return ordinal(r.comparison.days); }},
          {"same_person", [](const Row& r) { return std::string(to_string(r.comparison.identity.same)); }},
          {"basis", [](const Row& r) { return std::string(to_string(r.comparison.basis)); }}};
}

std::vector<Column> vertebra_columns() {
  return {{"ordinal", [](const Row& r) { return ordinal(r.vertebra.current_ordinal); }},
          {"prior_ordinal", [](const Row& r) { return ordinal(r.vertebra.prior_ordinal); }},
          {"level", [](const Row& r) { return r.vertebra.level ? r.vertebra.level->name() : std::string{}; }},
          {"verdict", [](const Row& r) { return std::string(to_string(r.vertebra.verdict)); }},
          {"reason", [](const Row& r) { return harmless(r.vertebra.reason); }},
          {"incident_by_height", [](const Row& r) { return std::string(to_string(r.vertebra.incident.by_height)); }},
          {"incident_by_grade", [](const Row& r) { return std::string(to_string(r.vertebra.incident.by_grade)); }},
          {"review", [](const Row& r) { return std::string(r.vertebra.incident.review ? "yes" : "no"); }},
          {"prior_grade", [](const Row& r) { return number(r.vertebra.prior_grade); }},
          {"grade", [](const Row& r) { return number(r.vertebra.current_grade); }}};
}

std::vector<Column> height_columns() {
  return {of_height("height", [](const HeightChange& h) { return to_string(h.height); }),
          of_height("unit", [](const HeightChange& h) { return to_string(h.unit); }),
          of_height("prior", [](const HeightChange& h) { return number(h.prior); }),
          of_height("current", [](const HeightChange& h) { return number(h.current); }),
          of_height("change_mm", [](const HeightChange& h) { return number(h.change_mm); }),
          of_height("change_mm_uncertainty", [](const HeightChange& h) { return number(h.change_mm_error); }),
          of_height("change", [](const HeightChange& h) { return number(h.change); }),
          of_height("change_uncertainty", [](const HeightChange& h) { return number(h.change_error); }),
          of_height("minimal_detectable_change", [](const HeightChange& h) { return number(h.minimal_detectable); }),
          of_height("beyond_error", [](const HeightChange& h) { return h.beyond_error() ? "yes" : "no"; }),
          of_height("annual_rate", [](const HeightChange& h) { return number(h.annual_rate); }),
          of_height("annual_rate_uncertainty", [](const HeightChange& h) { return number(h.annual_rate_error); }),
          {"warnings", [](const Row& r) { return joined(r.vertebra.warnings); }}};
}

const std::vector<Column>& columns() {
  static const std::vector<Column> all = [] {
    std::vector<Column> list = study_columns();
    for (const auto& more : {vertebra_columns(), height_columns()})
      list.insert(list.end(), more.begin(), more.end());
    return list;
  }();
  return all;
}

std::string line(const Row& row, char separator) {
  std::vector<std::string> fields;
  for (const auto& [name, cell] : columns())
    fields.push_back(cell(row));
  return csv_fields(fields, separator) + '\n';
}

} // namespace

std::string change_table(const Findings& findings, const Comparison& comparison, char separator) {
  std::vector<std::string> names;
  for (const auto& [name, cell] : columns())
    names.emplace_back(name);
  std::string table = csv_fields(names, separator) + '\n';
  for (const VertebraChange& vertebra : comparison.vertebrae) {
    for (const HeightChange& height : vertebra.heights)
      table += line({findings, comparison, vertebra, &height}, separator);
    if (vertebra.heights.empty())
      table += line({findings, comparison, vertebra, nullptr}, separator);
  }
  return table;
}

} // namespace spondyl::report

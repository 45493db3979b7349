#include <spondyl/report/csv.h>

#include "table_cells.h"

#include <algorithm>
#include <functional>

namespace spondyl::report {

namespace {

using namespace table_cells;
using Cell = std::function<std::string(const Findings&, const VertebraFinding&)>;

const HeightMeasurement* any_height(const VertebraFinding& vertebra) {
  for (const HeightName name : kHeightNames)
    if (const auto& height = vertebra.heights.of(name))
      return &*height;
  return nullptr;
}

const HeightLoss* loss_of(const VertebraFinding& vertebra, HeightName name) {
  const auto found = std::ranges::find(vertebra.loss, name, &HeightLoss::height);
  return found == vertebra.loss.end() ? nullptr : &*found;
}

struct Column {
  std::string name;
  Cell cell;
};

void add_identity(std::vector<Column>& columns) {
  columns.push_back({"series_instance_uid", [](const auto& f, const auto&) { return f.series_instance_uid; }});
  columns.push_back({"study_date", [](const auto& f, const auto&) { return f.study.date; }});
  columns.push_back({"modality", [](const auto& f, const auto&) { return f.modality; }});
  columns.push_back({"ordinal", [](const auto&, const auto& v) { return std::to_string(v.ordinal); }});
  columns.push_back({"level", [](const auto&, const auto& v) { return v.level ? v.level->name() : std::string{}; }});
  columns.push_back({"level_guess",
                     [](const auto&, const auto& v) { return v.level_guess ? v.level_guess->name() : std::string{}; }});
  columns.push_back({"level_confidence", [](const auto&, const auto& v) { return number(v.level_confidence); }});
  columns.push_back({"status", [](const auto&, const auto& v) { return std::string(to_string(v.status)); }});
  columns.push_back({"reason", [](const auto&, const auto& v) { return harmless(v.reason); }});
  columns.push_back({"origin", [](const auto&, const auto& v) { return std::string(to_string(v.origin)); }});
  columns.push_back({"confidence", [](const auto&, const auto& v) { return number(v.confidence); }});
}

void add_heights(std::vector<Column>& columns) {
  columns.push_back({"unit", [](const auto&, const auto& v) {
                       const auto* height = any_height(v);
                       return height == nullptr ? std::string{} : std::string(to_string(height->unit));
                     }});
  columns.push_back({"spacing", [](const auto&, const auto& v) {
                       const auto* height = any_height(v);
                       return height == nullptr ? std::string{} : std::string(to_string(height->spacing));
                     }});
  for (const HeightName name : kHeightNames) {
    const std::string prefix(to_string(name));
    const auto cell = [name](auto member) -> Cell {
      return [name, member](const auto&, const VertebraFinding& v) {
        const auto& height = v.heights.of(name);
        return height ? number((*height).*member) : std::string{};
      };
    };
    columns.push_back({prefix + "_height", cell(&HeightMeasurement::value)});
    columns.push_back({prefix + "_uncertainty", cell(&HeightMeasurement::uncertainty)});
    columns.push_back({prefix + "_spread", cell(&HeightMeasurement::spread)});
    columns.push_back({prefix + "_height_mm", cell(&HeightMeasurement::value_mm)});
  }
  columns.push_back({"middle_unbridged_height", [](const auto&, const auto& v) {
                       return v.heights.middle_unbridged ? number(v.heights.middle_unbridged->value) : std::string{};
                     }});
}

void add_ratios_and_loss(std::vector<Column>& columns) {
  const auto ratio = [](auto member) -> Cell {
    return [member](const auto&, const VertebraFinding& v) { return number(v.ratios.*member); };
  };
  columns.push_back({"anterior_to_posterior", ratio(&HeightRatios::anterior_to_posterior)});
  columns.push_back({"middle_to_posterior", ratio(&HeightRatios::middle_to_posterior)});
  columns.push_back({"anterior_to_reference", ratio(&HeightRatios::anterior_to_reference)});
  columns.push_back({"middle_to_reference", ratio(&HeightRatios::middle_to_reference)});
  columns.push_back({"posterior_to_reference", ratio(&HeightRatios::posterior_to_reference)});
  for (const HeightName name : kHeightNames) {
    const std::string prefix(to_string(name));
    const auto cell = [name](auto text) -> Cell {
      return [name, text](const auto&, const VertebraFinding& v) {
        const HeightLoss* loss = loss_of(v, name);
        return loss == nullptr ? std::string{} : text(*loss);
      };
    };
    columns.push_back({prefix + "_loss_raw", cell([](const HeightLoss& loss) { return number(loss.raw); })});
    columns.push_back({prefix + "_loss_adjusted", cell([](const HeightLoss& loss) { return number(loss.adjusted); })});
    columns.push_back(
        {prefix + "_loss_uncertainty", cell([](const HeightLoss& loss) { return number(loss.uncertainty); })});
    columns.push_back(
        {prefix + "_loss_reference", cell([](const HeightLoss& loss) { return harmless(loss.reference); })});
  }
}

void add_grade(std::vector<Column>& columns) {
  const auto cell = [](auto text) -> Cell {
    return [text](const auto&, const VertebraFinding& v) { return v.grade ? text(*v.grade) : std::string{}; };
  };
  columns.push_back({"grade_scheme", cell([](const Grade& grade) { return grade.scheme; })});
  columns.push_back({"grade", cell([](const Grade& grade) { return number(grade.value); })});
  columns.push_back({"grade_type", cell([](const Grade& grade) { return std::string(to_string(grade.shape)); })});
  columns.push_back({"grade_between", cell([](const Grade& grade) {
                       return grade.between
                                  ? std::to_string(grade.between->first) + "|" + std::to_string(grade.between->second)
                                  : std::string{};
                     })});
  for (std::size_t i = 0; i < kGenantGrades.size(); ++i)
    columns.push_back({"probability_grade_" + number(kGenantGrades[i]),
                       cell([i](const Grade& grade) { return number(grade.probabilities[i]); })});
}

void add_assessment(std::vector<Column>& columns) {
  columns.push_back({"wedge_angle_degrees", [](const auto&, const auto& v) { return number(v.wedge_angle); }});
  columns.push_back({"local_cobb_degrees", [](const auto&, const auto& v) { return number(v.local_cobb_angle); }});
  columns.push_back({"slip_mm", [](const auto&, const auto& v) { return v.slip ? number(v.slip->distance) : ""; }});
  columns.push_back(
      {"slip_fraction", [](const auto&, const auto& v) { return v.slip ? number(v.slip->fraction) : std::string{}; }});
  columns.push_back({"attenuation_hu", [](const auto&, const auto& v) {
                       return v.attenuation ? number(v.attenuation->mean) : std::string{};
                     }});
  columns.push_back({"reader_must_confirm", [](const auto&, const auto& v) {
                       std::string names;
                       for (const ReaderMustConfirm& entry : v.reader_must_confirm)
                         names += (names.empty() ? "" : "|") + std::string(to_string(entry.alternative));
                       return names;
                     }});
  columns.push_back({"warnings", [](const auto&, const auto& v) { return joined(v.warnings); }});
}

const std::vector<Column>& columns() {
  static const std::vector<Column> all = [] {
    std::vector<Column> columns;
    add_identity(columns);
    add_heights(columns);
    add_ratios_and_loss(columns);
    add_grade(columns);
    add_assessment(columns);
    return columns;
  }();
  return all;
}

/// RFC 4180 2.6 and 2.7.
std::string quoted(const std::string& field, char separator) {
  if (field.find_first_of(std::string("\"\r\n") + separator) == std::string::npos)
    return field;
  std::string result = "\"";
  for (const char c : field)
    result += c == '"' ? "\"\"" : std::string(1, c);
  return result + "\"";
}

} // namespace

const std::vector<std::string>& csv_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Column& column : columns())
      list.push_back(column.name);
    return list;
  }();
  return names;
}

std::string csv_header(char separator) {
  std::string line;
  for (const std::string& name : csv_columns())
    line += (line.empty() ? "" : std::string(1, separator)) + name;
  return line + "\n";
}

std::string csv_fields(const std::vector<std::string>& fields, char separator) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i)
    line += (i == 0 ? "" : std::string(1, separator)) + quoted(fields[i], separator);
  return line;
}

std::string csv_rows(const Findings& findings, char separator) {
  std::string lines;
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    std::vector<std::string> fields;
    for (const Column& column : columns())
      fields.push_back(column.cell(findings, vertebra));
    lines += csv_fields(fields, separator) + '\n';
  }
  return lines;
}

} // namespace spondyl::report

#include <spondyl/morphometry/reference_tables.h>

#include "embedded_data.h"
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace spondyl::morphometry {
namespace {

Sex sex_named(const std::string& name) {
  return name == "male" ? Sex::male : name == "female" ? Sex::female : Sex::unknown;
}

struct TableProblem {
  std::string message;
};

ReferenceValue read_value(const nlohmann::json& values, const std::string& place) {
  ReferenceValue value;
  value.value = values.at("mean").get<double>();
  if (!std::isfinite(value.value) || !(value.value > 0.0))
    throw TableProblem{place + ": the mean must be a positive number"};
  if (values.contains("sd")) {
    value.standard_deviation = values.at("sd").get<double>();
    if (!(*value.standard_deviation > 0.0))
      throw TableProblem{place + ": the sd must be positive"};
  }
  return value;
}

void append_source(std::string& sources, const std::string& name) {
  if (sources.find(name) == std::string::npos)
    sources += (sources.empty() ? "" : ", ") + name;
}

} // namespace

/// Reads the tables of one text into a set; problems of a user's file are thrown and never leave this file.
struct ReferenceTables::Reading {
  static Table table(const nlohmann::json& entry, const std::string& quantity) {
    Table table{entry.at("name"), sex_named(entry.value("sex", "")), {}};
    for (const char* origin : {"source", "population"})
      if (!entry.contains(origin) || entry.at(origin).get<std::string>().empty())
        throw TableProblem{quantity + ": the table \"" + table.name + "\" does not name its " + origin};
    for (const auto& [name, values] : entry.at("levels").items()) {
      const auto level = VertebraLevel::parse(name);
      if (!level)
        throw TableProblem{quantity + ": \"" + name + "\" is no vertebra"};
      ReferenceValue value = read_value(values, quantity + " of " + name);
      value.source = table.name;
      table.levels.emplace(*level, std::move(value));
    }
    return table;
  }

  static void add(ReferenceTables& tables, std::string_view text) {
    const auto document = nlohmann::json::parse(text);
    for (const auto& [quantity, list] : document.items()) {
      if (quantity == "about")
        continue;
      if (std::ranges::find(reference_quantities(), quantity) == reference_quantities().end())
        throw TableProblem{"\"" + quantity + "\" is no known quantity"};
      for (const auto& entry : list)
        tables.tables_[quantity].push_back(table(entry, quantity));
    }
  }
};

const std::vector<std::string>& reference_quantities() {
  static const std::vector<std::string> quantities = {"anterior_to_posterior",
                                                      "middle_to_posterior",
                                                      "posterior_height_mm",
                                                      "anterior_to_anterior_above",
                                                      "anterior_to_anterior_below",
                                                      "posterior_to_posterior_above",
                                                      "posterior_to_posterior_below",
                                                      "anterior_to_predicted_posterior",
                                                      "middle_to_predicted_posterior",
                                                      "posterior_to_predicted_posterior",
                                                      "anterior_to_t4",
                                                      "middle_to_t4",
                                                      "posterior_to_t4"};
  return quantities;
}

const ReferenceTables& ReferenceTables::builtin() {
  // The embedded text is part of the program: a fault in it is a broken invariant, caught by the tests.
  static const ReferenceTables loaded = [] {
    ReferenceTables tables;
    Reading::add(tables, embedded_reference_heights());
    return tables;
  }();
  return loaded;
}

Result<ReferenceTables> ReferenceTables::with_user_tables(std::string_view text, const std::string& name) {
  const std::string advice = "docs/measurement.md describes reference tables.";
  ReferenceTables tables;
  try {
    Reading::add(tables, text);
  } catch (const TableProblem& problem) {
    return failure(ErrorCode::invalid_argument, name + ": " + problem.message + ".", advice);
  } catch (const nlohmann::json::parse_error&) {
    return failure(ErrorCode::unreadable, name + " is not valid JSON.", "Check that the file is complete.");
  } catch (const nlohmann::json::exception&) {
    return failure(ErrorCode::invalid_argument, name + " is no set of reference tables.", advice);
  }
  for (const auto& [quantity, list] : builtin().tables_)
    tables.tables_[quantity].insert(tables.tables_[quantity].end(), list.begin(), list.end());
  return tables;
}

std::optional<ReferenceValue> ReferenceTables::normal(const std::string& quantity, VertebraLevel level, Sex sex) const {
  const auto list = tables_.find(quantity);
  if (list == tables_.end())
    return std::nullopt;
  const auto first_of = [&](const auto& fits) -> const Table* {
    const auto found = std::ranges::find_if(
        list->second, [&](const Table& table) { return table.levels.contains(level) && fits(table); });
    return found == list->second.end() ? nullptr : &*found;
  };
  const Table* table = first_of([sex](const Table& each) { return each.sex == sex || each.sex == Sex::unknown; });
  if (table == nullptr)
    table = first_of([](const Table&) { return true; });
  return table == nullptr ? std::nullopt : std::optional(table->levels.at(level));
}

const ReferenceTables::Table* ReferenceTables::table_of_step(VertebraLevel upper, VertebraLevel lower, Sex sex) const {
  const auto list = tables_.find("posterior_height_mm");
  const Table* any = nullptr;
  if (list != tables_.end())
    for (const Table& table : list->second) {
      if (!table.levels.contains(upper) || !table.levels.contains(lower))
        continue;
      if (table.sex == sex)
        return &table;
      if (any == nullptr)
        any = &table;
    }
  return any;
}

std::optional<ReferenceValue> ReferenceTables::posterior_height_factor(VertebraLevel level, VertebraLevel other,
                                                                       Sex sex) const {
  VertebraLevel upper = std::min(level, other);
  const VertebraLevel end = std::max(level, other);
  ReferenceValue product{1.0, {}, {}}; // mu(end) / mu(start)
  while (upper != end) {
    const auto lower = upper.below(1);
    const Table* table = lower ? table_of_step(upper, *lower, sex) : nullptr;
    if (table == nullptr)
      return std::nullopt;
    product.value *= table->levels.at(*lower).value / table->levels.at(upper).value;
    append_source(product.source, table->name);
    upper = *lower;
  }
  if (level < other)
    product.value = 1.0 / product.value;
  return product;
}

Sex sex_of(const PatientInfo& patient) {
  return patient.sex == "M" ? Sex::male : patient.sex == "F" ? Sex::female : Sex::unknown;
}

std::optional<ReferenceValue> expected_anterior_to_posterior(VertebraLevel level) {
  return ReferenceTables::builtin().normal("anterior_to_posterior", level, Sex::unknown);
}

std::optional<ReferenceValue> posterior_height_factor(VertebraLevel level, VertebraLevel other, Sex sex) {
  return ReferenceTables::builtin().posterior_height_factor(level, other, sex);
}

} // namespace spondyl::morphometry

#include <spondyl/morphometry/reference_tables.h>

#include "embedded_data.h"
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

namespace spondyl::morphometry {
namespace {

struct Table {
  std::string name;
  Sex sex = Sex::unknown;
  std::map<VertebraLevel, double> means;
};

Sex sex_named(const std::string& name) {
  return name == "male" ? Sex::male : name == "female" ? Sex::female : Sex::unknown;
}

std::vector<Table> read_tables(const nlohmann::json& list) {
  std::vector<Table> tables;
  for (const auto& entry : list) {
    Table table{entry.at("name"), sex_named(entry.value("sex", "")), {}};
    for (const auto& [name, values] : entry.at("levels").items())
      table.means.emplace(VertebraLevel::parse(name).value(), values.at("mean").get<double>());
    tables.push_back(std::move(table));
  }
  return tables;
}

struct References {
  std::vector<Table> anterior_to_posterior, posterior_height;
};

/// The embedded text is part of the program: a fault in it is a broken invariant, caught by the tests.
const References& references() {
  static const References loaded = [] {
    const auto document = nlohmann::json::parse(embedded_reference_heights());
    return References{read_tables(document.at("anterior_to_posterior")),
                      read_tables(document.at("posterior_height_mm"))};
  }();
  return loaded;
}

const Table* table_of_step(VertebraLevel upper, VertebraLevel lower, Sex sex) {
  const Table* any = nullptr;
  for (const Table& table : references().posterior_height) {
    if (!table.means.contains(upper) || !table.means.contains(lower))
      continue;
    if (table.sex == sex)
      return &table;
    if (any == nullptr)
      any = &table;
  }
  return any;
}

void append_source(std::string& sources, const std::string& name) {
  if (sources.find(name) == std::string::npos)
    sources += (sources.empty() ? "" : ", ") + name;
}

} // namespace

Sex sex_of(const PatientInfo& patient) {
  return patient.sex == "M" ? Sex::male : patient.sex == "F" ? Sex::female : Sex::unknown;
}

std::optional<ReferenceValue> expected_anterior_to_posterior(VertebraLevel level) {
  for (const Table& table : references().anterior_to_posterior)
    if (const auto found = table.means.find(level); found != table.means.end())
      return ReferenceValue{found->second, table.name};
  return std::nullopt;
}

std::optional<ReferenceValue> posterior_height_factor(VertebraLevel level, VertebraLevel other, Sex sex) {
  VertebraLevel upper = std::min(level, other);
  const VertebraLevel end = std::max(level, other);
  ReferenceValue product{1.0, {}}; // mu(end) / mu(start)
  while (upper != end) {
    const auto lower = upper.below(1);
    const Table* table = lower ? table_of_step(upper, *lower, sex) : nullptr;
    if (table == nullptr)
      return std::nullopt;
    product.value *= table->means.at(*lower) / table->means.at(upper);
    append_source(product.source, table->name);
    upper = *lower;
  }
  if (level < other)
    product.value = 1.0 / product.value;
  return product;
}

} // namespace spondyl::morphometry

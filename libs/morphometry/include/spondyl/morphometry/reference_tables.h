#pragma once

#include <map>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/model/level.h>
#include <spondyl/model/series.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::morphometry {

enum class Sex { unknown, male, female };
/// From Patient's Sex (0010,0040): M, F, anything else is unknown.
[[nodiscard]] Sex sex_of(const PatientInfo& patient);

/// A published value and where it comes from.
struct ReferenceValue {
  double value = 0.0;
  std::string source;                         ///< short: author or kind of study
  std::optional<double> standard_deviation{}; ///< over the population, where it was published
};

/// Normal shape and size by level: the tables compiled in, and before them any that a site loads. Immutable.
///
/// A table file is JSON: members named after the quantity ("anterior_to_posterior", "posterior_height_mm", any quantity
/// of reference_quantities()), each a list of tables {"name", "source", "population", "sex" (optional), "levels":
/// {"L1": {"mean": 0.92, "sd": 0.07}}}. docs/measurement.md describes it.
class ReferenceTables {
public:
  /// data/reference_heights.json
  [[nodiscard]] static const ReferenceTables& builtin();
  /// The tables of `text` before those compiled in. `name` is the file's path in messages.
  /// Errors: `unreadable` (no JSON), `invalid_argument` naming what is wrong.
  [[nodiscard]] static Result<ReferenceTables> with_user_tables(std::string_view text, const std::string& name);

  /// The first table that has the level: one of that sex, else one of no sex, else any. std::nullopt where no
  /// reference is available.
  [[nodiscard]] std::optional<ReferenceValue> normal(const std::string& quantity, VertebraLevel level, Sex sex) const;

  /// Normal posterior height of `level` divided by that of `other` (mu_i / mu_j), multiplied up step by step along the
  /// spine so that both ends of a step come from one table; std::nullopt where a step has no reference.
  [[nodiscard]] std::optional<ReferenceValue> posterior_height_factor(VertebraLevel level, VertebraLevel other,
                                                                      Sex sex) const;

private:
  struct Table {
    std::string name;
    Sex sex = Sex::unknown;
    std::map<VertebraLevel, ReferenceValue> levels;
  };
  struct Reading;

  [[nodiscard]] const Table* table_of_step(VertebraLevel upper, VertebraLevel lower, Sex sex) const;

  std::map<std::string, std::vector<Table>> tables_; ///< by quantity
};

/// The quantities a table may give, in the order of the documentation.
[[nodiscard]] const std::vector<std::string>& reference_quantities();

/// Normal Ha/Hp of a level from the tables compiled in; std::nullopt where no reference is available.
[[nodiscard]] std::optional<ReferenceValue> expected_anterior_to_posterior(VertebraLevel level);

/// ReferenceTables::posterior_height_factor() of the tables compiled in.
[[nodiscard]] std::optional<ReferenceValue> posterior_height_factor(VertebraLevel level, VertebraLevel other, Sex sex);

} // namespace spondyl::morphometry

#pragma once

#include <spondyl/comparison/comparison.h>
#include <spondyl/model/findings.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::report {

/// The columns of the tidy table, in order; docs/report-templates.md says what each holds. No patient data in any.
[[nodiscard]] const std::vector<std::string>& csv_columns();

/// One line per vertebra, without the header; "" where a value is absent. Fields are quoted where RFC 4180 asks for it;
/// free text never begins with a character that a spreadsheet takes for a formula.
[[nodiscard]] std::string csv_rows(const Findings& findings, char separator = ',');

/// What changed since the prior study, header and all: one line per vertebra and height, one for a vertebra that has no
/// height in both; docs/report-templates.md lists the columns. No patient data.
[[nodiscard]] std::string change_table(const Findings& findings, const comparison::Comparison& comparison,
                                       char separator = ',');

/// Fields as one line without its end, quoted where RFC 4180 asks for it.
[[nodiscard]] std::string csv_fields(const std::vector<std::string>& fields, char separator = ',');

/// The line of column names.
[[nodiscard]] std::string csv_header(char separator = ',');

} // namespace spondyl::report

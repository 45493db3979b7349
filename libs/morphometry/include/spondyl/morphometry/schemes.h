#pragma once
// Published fracture definitions besides Genant's, read from data/schemes.json: data, not code.

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/morphometry/reference_tables.h>
#include <string>
#include <vector>

namespace spondyl::morphometry {

struct SchemeInfo {
  std::string name; ///< as in --scheme, e.g. "eastell-melton"
  std::string title, source;
};
/// The schemes that secondary_grades() knows, in the order of the data file.
[[nodiscard]] const std::vector<SchemeInfo>& known_schemes();

/// Errors: `invalid_argument` for the first name that is not among known_schemes(), naming those.
[[nodiscard]] Result<void> check_schemes(const std::vector<std::string>& names);

/// What `scheme` says of every body (absent = not measured). A body whose criteria lack a sourced mean and standard
/// deviation gets the reason instead of a value; where only some criteria can be applied, the grade names them in
/// `reference`. Neighbours are the unfractured measured ones, judged by the Genant grades that are filled in already.
/// `probability` comes from 400 draws of the heights within their uncertainty, the same draws every time.
/// Errors: `invalid_argument` for an unknown scheme, naming the known ones.
[[nodiscard]] Result<std::vector<std::optional<SchemeGrade>>>
scheme_grades(const std::vector<VertebraFinding>& vertebrae, const std::string& scheme, const ReferenceTables& tables,
              Sex sex);

} // namespace spondyl::morphometry

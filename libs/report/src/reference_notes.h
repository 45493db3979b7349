#pragma once

#include <nlohmann/json.hpp>
#include <spondyl/model/findings.h>
#include <spondyl/report/catalogue.h>
#include <string>
#include <vector>

namespace spondyl::report {

/// The references of the table's losses as notes below it: a, b, ... in the order in which they occur, each once.
class ReferenceNotes {
public:
  explicit ReferenceNotes(const Findings& findings);
  [[nodiscard]] std::string mark_of(const HeightLoss& loss) const; ///< "" for a loss that is not the table's
  /// [{"mark": "a", "text": "normal shape of L1 (...)"}]
  [[nodiscard]] nlohmann::json rows(const Catalogue& catalogue) const;

private:
  std::vector<std::string> references_;
};

} // namespace spondyl::report

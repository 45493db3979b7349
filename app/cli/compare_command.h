#pragma once

#include "report_settings.h"
#include "two_studies.h"

namespace spondyl::cli {

/// `spondyl compare`: what changed between two measurements of one person.
class CompareCommand {
public:
  explicit CompareCommand(CLI::App& app);
  /// 0 compared, whatever was found; 1 a report was not written; 2 unusable arguments.
  [[nodiscard]] int run() const;

private:
  /// The exit code.
  [[nodiscard]] Result<int> compare() const;

  std::string prior_, current_;
  TwoStudies studies_;
  ReportSettings report_;
  bool json_ = false;
};

} // namespace spondyl::cli

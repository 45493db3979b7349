#pragma once

#include "report_settings.h"
#include "two_studies.h"

namespace spondyl::cli {

/// `spondyl report`: stored findings in the formats others read, with what changed where a prior is named.
class ReportCommand {
public:
  explicit ReportCommand(CLI::App& app);
  /// 0 all formats written, 1 some not, 2 unusable arguments.
  [[nodiscard]] int run() const;

private:
  [[nodiscard]] Result<std::optional<comparison::Comparison>> comparison(const NamedStudy& current) const;
  /// Objects of other systems: what was understood of them.
  [[nodiscard]] int write_understood() const;

  std::string findings_file_, prior_;
  TwoStudies studies_;
  ReportSettings report_;
};

using pipeline::check_formats;
using pipeline::ordered_formats;

} // namespace spondyl::cli

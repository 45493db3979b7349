#pragma once
// Findings with one of everything, and the shipped plugins to write them.

#include <spondyl/model/findings.h>
#include <spondyl/plugin_host/write_report.h>
#include <spondyl/test_support/temporary_folder.h>
#include <string>

namespace spondyl::plugins {

/// L1 with a wedge, L2 normal, a body of unknown number that could not be assessed.
[[nodiscard]] Findings example_findings();

/// Writes reports into a folder of its own.
class Reports {
public:
  explicit Reports(Findings findings = example_findings());
  plugin_host::ReportOrder order;

  /// The content of the only file of that format; fails the test when there is none.
  [[nodiscard]] std::string write(const std::string& format);
  /// What went wrong; "" when nothing did.
  [[nodiscard]] std::string problem(const std::string& format);
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }

private:
  [[nodiscard]] Result<std::vector<std::string>> try_format(const std::string& format);
  test_support::TemporaryFolder folder_;
};

} // namespace spondyl::plugins

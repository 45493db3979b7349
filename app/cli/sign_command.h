#pragma once

#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <string>

namespace CLI {
class App;
}

namespace spondyl::cli {

/// `spondyl sign`: draft, reviewed, signed by a named reader; amendments.
class SignCommand {
public:
  explicit SignCommand(CLI::App& app);
  /// 0 done, 1 it could not be written, 2 unusable arguments or findings that were altered.
  [[nodiscard]] int run() const;

private:
  [[nodiscard]] Result<Findings> signed_off(Findings findings) const;
  [[nodiscard]] Result<void> save(const Findings& findings) const;
  std::string findings_file_, reader_, organization_, state_ = "signed", amends_, reason_, output_;
};

/// `spondyl audit verify`: whether the audit log is whole.
class AuditCommand {
public:
  explicit AuditCommand(CLI::App& app);
  [[nodiscard]] int run() const;

private:
  std::string file_;
};

} // namespace spondyl::cli

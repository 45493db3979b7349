#pragma once

#include <spondyl/base/result.h>
#include <spondyl/comparison/comparison.h>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace spondyl::cli {

/// `spondyl compare`: what changed between two measurements of one person.
class CompareCommand {
public:
  explicit CompareCommand(CLI::App& app);
  /// 0 compared, whatever was found; 2 unusable arguments.
  [[nodiscard]] int run() const;

private:
  struct Study;
  [[nodiscard]] Result<Study> study(const std::string& name) const;
  [[nodiscard]] Result<comparison::CompareOptions> options(const Study& prior, const Study& current) const;
  [[nodiscard]] Result<void> compare() const;

  std::string prior_, current_, store_;
  bool same_person_ = false, no_images_ = false, json_ = false;
};

} // namespace spondyl::cli

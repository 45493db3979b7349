#pragma once
// The host's side of one call into a plugin.

#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/plugin_sdk/plugin_abi.h>
#include <string>
#include <string_view>

namespace spondyl::plugin_host {

[[nodiscard]] spondyl_text to_abi(std::string_view text);
[[nodiscard]] std::string_view from_abi(spondyl_text text);
[[nodiscard]] int status_of(ErrorCode code);

/// The functions a plugin may call, and what it said through them.
class CallHost {
public:
  CallHost(std::string plugin_name, const Progress& progress);
  CallHost(const CallHost&) = delete;
  CallHost& operator=(const CallHost&) = delete;

  [[nodiscard]] const spondyl_host& abi() const { return abi_; }
  /// Remembers an error of the host's own for the plugin to pass on; answers its status.
  int refuse(const Error& error);
  /// The result of a call that answered `status`.
  [[nodiscard]] Result<void> result_of(int status) const;

private:
  spondyl_host abi_;
  std::string plugin_name_;
  const Progress& progress_;
  Error error_;
};

} // namespace spondyl::plugin_host

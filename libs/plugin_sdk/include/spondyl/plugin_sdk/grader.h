#pragma once
// A grader in C++: give grade(request), name the class in SPONDYL_GRADER.

#include <spondyl/plugin_sdk/plugin.h>

namespace spondyl::plugin_sdk {

/// What a grader is asked for, and where its answer goes.
class GradingRequest {
public:
  GradingRequest(Host host, const spondyl_grading_request& request) : host_(host), request_(&request) {}

  [[nodiscard]] const Host& host() const { return host_; }
  [[nodiscard]] std::string_view findings_json() const { return from_abi(request_->findings_json); }
  [[nodiscard]] std::string_view sex() const { return from_abi(request_->sex); } ///< "M", "F" or empty
  /// Once: the same findings.json with ratios, loss, grade and warnings set.
  void accept(std::string_view findings_json) const {
    check_host(request_->accept(request_->context, to_abi(findings_json)));
  }

private:
  Host host_;
  const spondyl_grading_request* request_;
};

template <typename Grader> int32_t grade(const spondyl_host* host, const spondyl_grading_request* request) noexcept {
  return guarded(host, [&](const Host& reporter) { Grader{}.grade(GradingRequest(reporter, *request)); });
}

} // namespace spondyl::plugin_sdk

/// Once per plugin, outside any namespace: SPONDYL_GRADER("my-grader", "1.0.0", MyGrader)
#define SPONDYL_GRADER(plugin_id, plugin_version, GraderClass)                                                         \
  extern "C" SPONDYL_PLUGIN_EXPORT const spondyl_plugin* spondyl_plugin_entry();                                       \
  extern "C" const spondyl_plugin* spondyl_plugin_entry() {                                                            \
    static const spondyl_grader grader = {sizeof(spondyl_grader), 0, &spondyl::plugin_sdk::grade<GraderClass>};        \
    static const spondyl_plugin plugin = {                                                                             \
        sizeof(spondyl_plugin), SPONDYL_PLUGIN_ABI, plugin_id, plugin_version, nullptr, nullptr, &grader};             \
    return &plugin;                                                                                                    \
  }

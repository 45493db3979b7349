#pragma once
// What the report writers of this folder share: Spondyl's own values at the plugin's side of the border.

#include <spondyl/base/result.h>
#include <spondyl/comparison/comparison.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/plugin_sdk/report_writer.h>

namespace spondyl::plugins {

inline spondyl_status status_of(ErrorCode code) {
  switch (code) {
  case ErrorCode::invalid_argument:
    return SPONDYL_INVALID_ARGUMENT;
  case ErrorCode::not_found:
    return SPONDYL_NOT_FOUND;
  case ErrorCode::unreadable:
    return SPONDYL_UNREADABLE;
  case ErrorCode::unsupported:
    return SPONDYL_UNSUPPORTED;
  case ErrorCode::not_measurable:
    return SPONDYL_NOT_MEASURABLE;
  case ErrorCode::io:
    return SPONDYL_IO;
  case ErrorCode::cancelled:
    return SPONDYL_CANCELLED;
  case ErrorCode::internal:
    return SPONDYL_INTERNAL;
  }
  return SPONDYL_INTERNAL;
}

/// The value, or the error thrown to the border as a refusal.
template <typename Value> Value value_of(Result<Value> result) {
  if (!result)
    throw plugin_sdk::Refusal(status_of(result.error().code), result.error().message, result.error().advice);
  if constexpr (!std::is_void_v<Value>)
    return std::move(*result);
}

inline Findings findings_of(const plugin_sdk::ReportRequest& request) {
  return value_of(findings::parse_findings(request.findings_json(), "The findings"));
}

/// What changed since a prior study, where one was compared.
inline std::optional<comparison::Comparison> comparison_of(const plugin_sdk::ReportRequest& request) {
  return value_of(comparison::comparison_within(request.findings_json()));
}

} // namespace spondyl::plugins

#include "call_host.h"

#include <array>

namespace spondyl::plugin_host {
namespace {

/// Indexed by spondyl_status, without SPONDYL_DONE.
constexpr std::array<ErrorCode, 8> kCodes = {
    ErrorCode::invalid_argument, ErrorCode::not_found, ErrorCode::unreadable, ErrorCode::unsupported,
    ErrorCode::not_measurable,   ErrorCode::io,        ErrorCode::cancelled,  ErrorCode::internal};

ErrorCode code_of(int status) {
  return status >= SPONDYL_INVALID_ARGUMENT && status <= SPONDYL_INTERNAL
             ? kCodes[static_cast<std::size_t>(status - SPONDYL_INVALID_ARGUMENT)]
             : ErrorCode::internal;
}

CallHost& self_of(void* context) {
  return *static_cast<CallHost*>(context);
}

} // namespace

spondyl_text to_abi(std::string_view text) {
  return {text.data(), text.size()};
}

std::string_view from_abi(spondyl_text text) {
  return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

int status_of(ErrorCode code) {
  for (std::size_t i = 0; i < kCodes.size(); ++i)
    if (kCodes[i] == code)
      return static_cast<int>(i) + SPONDYL_INVALID_ARGUMENT;
  return SPONDYL_INTERNAL;
}

CallHost::CallHost(std::string plugin_name, const Progress& progress)
    : abi_{}, plugin_name_(std::move(plugin_name)), progress_(progress) {
  abi_.struct_size = sizeof(spondyl_host);
  abi_.abi = SPONDYL_PLUGIN_ABI;
  abi_.context = this;
  abi_.fail = [](void* context, int32_t status, spondyl_text message, spondyl_text advice) {
    self_of(context).error_ = {code_of(status), std::string(from_abi(message)), std::string(from_abi(advice))};
  };
  abi_.progress = [](void* context, double fraction, spondyl_text stage) {
    self_of(context).progress_.report(fraction, from_abi(stage));
  };
  abi_.cancelled = [](void* context) -> int32_t { return self_of(context).progress_.cancelled() ? 1 : 0; };
}

int CallHost::refuse(const Error& error) {
  error_ = error;
  return status_of(error.code);
}

Result<void> CallHost::result_of(int status) const {
  if (status == SPONDYL_DONE)
    return {};
  Error error = error_;
  error.code = code_of(status);
  if (error.message.empty())
    error.message = "The plugin " + plugin_name_ + " failed without saying why.";
  return tl::make_unexpected(std::move(error));
}

} // namespace spondyl::plugin_host

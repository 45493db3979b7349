#pragma once
// What the C++ classes over plugin_abi.h share. Standard library only, so that a plugin needs nothing else of Spondyl.

#include <spondyl/plugin_sdk/plugin_abi.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace spondyl::plugin_sdk {

/// Thrown inside a plugin to answer with a status and a reason; it is caught before the border.
class Refusal : public std::runtime_error {
public:
  Refusal(spondyl_status status, const std::string& message, std::string advice = {})
      : std::runtime_error(message), status_(status), advice_(std::move(advice)) {}
  [[nodiscard]] spondyl_status status() const { return status_; }
  [[nodiscard]] const std::string& advice() const { return advice_; }

private:
  spondyl_status status_;
  std::string advice_;
};

/// Thrown when a call into the host failed: the host has the reason already, only the status is passed on.
class HostRefusal : public std::exception {
public:
  explicit HostRefusal(int status) : status_(status) {}
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const char* what() const noexcept override { return "the host refused"; }

private:
  int status_;
};

[[nodiscard]] inline spondyl_text to_abi(std::string_view text) {
  return {text.data(), text.size()};
}
[[nodiscard]] inline std::string_view from_abi(spondyl_text text) {
  return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

inline void check_host(int status) {
  if (status != SPONDYL_DONE)
    throw HostRefusal(status);
}

/// The host during one call.
class Host {
public:
  explicit Host(const spondyl_host& host) : host_(&host) {}

  void progress(double fraction, std::string_view stage) const {
    host_->progress(host_->context, fraction, to_abi(stage));
  }
  [[nodiscard]] bool cancelled() const { return host_->cancelled(host_->context) != 0; }
  void check_cancelled() const {
    if (cancelled())
      throw Refusal(SPONDYL_CANCELLED, "Cancelled.");
  }
  void fail(int status, std::string_view message, std::string_view advice = {}) const noexcept {
    host_->fail(host_->context, status, to_abi(message), to_abi(advice));
  }

private:
  const spondyl_host* host_;
};

/// Runs `call`; whatever it throws becomes a status and a reason. Nothing gets past here.
template <typename Call> int32_t guarded(const spondyl_host* host, Call&& call) noexcept {
  if (host == nullptr || host->struct_size < sizeof(spondyl_host))
    return SPONDYL_INVALID_ARGUMENT;
  const Host reporter(*host);
  try {
    std::forward<Call>(call)(reporter);
    return SPONDYL_DONE;
  } catch (const HostRefusal& refusal) {
    return refusal.status();
  } catch (const Refusal& refusal) {
    reporter.fail(refusal.status(), refusal.what(), refusal.advice());
    return refusal.status();
  } catch (const std::bad_alloc&) {
    reporter.fail(SPONDYL_INTERNAL, "Memory ran out.");
  } catch (const std::exception& error) {
    reporter.fail(SPONDYL_INTERNAL, error.what());
  } catch (...) {
    reporter.fail(SPONDYL_INTERNAL, "Something that is no exception class was thrown.");
  }
  return SPONDYL_INTERNAL;
}

} // namespace spondyl::plugin_sdk

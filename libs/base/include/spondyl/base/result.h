#pragma once
// The one error policy: a failure that can be expected (bad input, missing file, cancelled) is a value. A broken
// invariant is an assertion. Toolkit exceptions are caught in the library that calls the toolkit.

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace spondyl {

enum class ErrorCode {
  invalid_argument, ///< the caller's words are off
  not_found,        ///< a file, series or level that is not there
  unreadable,       ///< a file that cannot be read or decoded
  unsupported,      ///< understood, and deliberately not handled
  not_measurable,   ///< read well, but holds nothing that can be measured
  io,               ///< writing failed
  cancelled,        ///< the caller asked to stop
  internal          ///< a toolkit threw what we did not foresee
};

/// What failed, on what, and what the user can do. Never holds patient data; file paths are allowed.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message; ///< a full sentence naming the file or series and the cause
  std::string advice;  ///< what to do about it; may be empty

  [[nodiscard]] std::string text() const { return advice.empty() ? message : message + " " + advice; }
};

template <typename T> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, std::string message, std::string advice = {}) {
  return tl::make_unexpected(Error{code, std::move(message), std::move(advice)});
}

} // namespace spondyl

#define SPONDYL_CONCAT_INNER(a, b) a##b
#define SPONDYL_CONCAT(a, b) SPONDYL_CONCAT_INNER(a, b)
/// SPONDYL_TRY(auto volume, load(series)); - declares `volume`, or returns the error to the caller.
#define SPONDYL_TRY(declaration, expression)                                                                           \
  auto SPONDYL_CONCAT(spondyl_result_, __LINE__) = (expression);                                                       \
  if (!SPONDYL_CONCAT(spondyl_result_, __LINE__))                                                                      \
    return tl::make_unexpected(std::move(SPONDYL_CONCAT(spondyl_result_, __LINE__).error()));                          \
  declaration = std::move(*SPONDYL_CONCAT(spondyl_result_, __LINE__))
/// SPONDYL_CHECK(progress.check()); - returns the error of a Result<void> to the caller.
#define SPONDYL_CHECK(expression)                                                                                      \
  if (auto spondyl_checked = (expression); !spondyl_checked)                                                           \
  return tl::make_unexpected(std::move(spondyl_checked.error()))

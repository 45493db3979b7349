#pragma once

#include <functional>
#include <memory>
#include <spondyl/base/result.h>
#include <string_view>

namespace spondyl {

/// Shared between the one who waits and the one who works. Copies refer to the same flag; thread-safe.
class CancelToken {
public:
  CancelToken();
  void cancel() const;
  [[nodiscard]] bool cancelled() const;

private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Passed down through every long call. `report` may be called from any thread; the sink is serialised.
class Progress {
public:
  /// fraction in 0..1 of the whole task, and a short stage name without patient data.
  using Sink = std::function<void(double fraction, std::string_view stage)>;

  Progress() = default; ///< reports to nobody and is never cancelled
  explicit Progress(Sink sink, CancelToken token = {});

  /// The part of this task between two fractions, as a progress of its own.
  [[nodiscard]] Progress part(double from, double to) const;
  void report(double fraction, std::string_view stage) const;
  [[nodiscard]] bool cancelled() const;
  /// An error of code `cancelled` once the token was cancelled. Call it in loops: cancellation answers within 0.2 s.
  [[nodiscard]] Result<void> check() const;

private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
  double from_ = 0.0;
  double to_ = 1.0;
};

} // namespace spondyl

#pragma once

#include <spondyl/base/progress.h>

namespace spondyl::cli {

/// A progress line on standard error when it is a terminal, nothing in a pipe. The interrupt key (SIGINT) and SIGTERM
/// cancel; a second one ends the program at once.
class TerminalProgress {
public:
  explicit TerminalProgress(bool quiet);
  ~TerminalProgress();
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;

  [[nodiscard]] const Progress& progress() const { return progress_; }
  /// Cancelled by SIGINT and SIGTERM.
  [[nodiscard]] const CancelToken& token() const;
  /// Removes the line, so that other output starts on a clean one.
  static void clear_line();

private:
  Progress progress_;
};

} // namespace spondyl::cli

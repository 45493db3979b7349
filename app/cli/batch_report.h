#pragma once
// What a batch says while it runs: a line that rewrites itself on a terminal, plain lines in a pipe, JSON lines with
// --events.

#include <memory>
#include <spondyl/batch/batch.h>
#include <string>

namespace spondyl::cli {

enum class BatchReporting { quiet, lines, terminal, events };

class BatchReporter {
public:
  explicit BatchReporter(BatchReporting how) : how_(how) {}
  void tell(const batch::Event& event);
  void finish(const batch::BatchSummary& summary, const std::string& output);

private:
  BatchReporting how_;
  double last_drawn_ = -1.0;
};

/// One event as one line of JSON.
[[nodiscard]] std::string event_json(const batch::Event& event);

/// "120 of 500 studies, 31.2 series/min, 12 min left".
[[nodiscard]] std::string progress_text(const batch::Event& event);

/// "480 series measured, 12 not measured, 3 not selected, 5 failed" and what is left to do.
[[nodiscard]] std::string summary_text(const batch::BatchSummary& summary);

} // namespace spondyl::cli

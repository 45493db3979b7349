#pragma once

#include <spondyl/batch/batch.h>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace spondyl::cli {

/// `spondyl batch`: an archive overnight.
class BatchCommand {
public:
  explicit BatchCommand(CLI::App& app);
  [[nodiscard]] int run() const;

private:
  [[nodiscard]] Result<batch::BatchOptions> options() const;

  std::vector<std::string> inputs_, formats_, schemes_, plugin_paths_;
  std::string output_, shard_ = "1/1", selection_, index_, language_ = "en", templates_, reference_table_;
  std::string segmenter_, grader_;
  int jobs_ = 0;
  long time_limit_ = 900, memory_limit_ = 0;
  bool resume_ = false, retry_failed_ = false, fail_fast_ = false, anonymous_ = false, index_only_ = false;
  bool events_ = false, quiet_ = false;
};

/// `spondyl merge`: the shards of one batch as one result.
class MergeCommand {
public:
  explicit MergeCommand(CLI::App& app);
  [[nodiscard]] int run() const;

private:
  std::vector<std::string> parts_;
  std::string output_;
};

/// `spondyl batch-worker`: started by `batch`, not by hand.
class BatchWorkerCommand {
public:
  explicit BatchWorkerCommand(CLI::App& app);
  [[nodiscard]] int run() const;
};

} // namespace spondyl::cli

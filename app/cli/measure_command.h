#pragma once

#include <spondyl/base/result.h>
#include <spondyl/pipeline/run.h>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace spondyl::cli {

inline constexpr int kDone = 0, kPartialFailure = 1, kUnusableArguments = 2;

/// `spondyl measure`: parse the words, call the pipeline, print what came out.
class MeasureCommand {
public:
  explicit MeasureCommand(CLI::App& app);
  /// The exit code: 0 done, 1 partial failure, 2 unusable arguments or no DICOM at all.
  [[nodiscard]] int run() const;

private:
  [[nodiscard]] Result<pipeline::RunOptions> options() const;
  [[nodiscard]] Result<void> choose_plugins(pipeline::RunOptions& options) const;
  [[nodiscard]] Result<void> read_reader_input(pipeline::ReviewOptions& review) const;
  void print_outcome(const pipeline::SeriesOutcome& outcome) const;
  void print_summary(const pipeline::RunReport& report) const;

  std::vector<std::string> inputs_;
  std::string output_, series_, seeds_file_, landmarks_file_, calibration_file_, level_, reference_table_file_;
  double magnification_ = 0.0; ///< 0 = not given
  std::string calibrated_by_;
  std::vector<std::string> formats_, schemes_;
  std::string language_ = "en", templates_, segmenter_{plugin_host::kBuiltInSegmenter},
              grader_{plugin_host::kBuiltInGrader};
  std::vector<std::string> plugin_paths_;
  bool json_ = false, quiet_ = false;
};

/// Reads "L1=<x,y,z>" or "L1=x,y,z" (mm, LPS).
[[nodiscard]] Result<pipeline::LevelAssignment> parse_level_assignment(const std::string& text);

} // namespace spondyl::cli

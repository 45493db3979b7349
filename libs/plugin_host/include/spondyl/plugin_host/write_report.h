#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/comparison/comparison.h>
#include <spondyl/drawing/picture.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <spondyl/plugin_host/plugin_host.h>
#include <string>
#include <variant>
#include <vector>

namespace spondyl::plugin_host {

/// What a report may ask for beyond the findings; each is made at most once, when the first report needs it.
struct ReportSources {
  std::function<Result<std::variant<Volume, Radiograph>>()> image;
  std::function<Result<LabelMap>()> labels;
  std::function<Result<drawing::Picture>()> overview;
  std::function<Result<drawing::Picture>()> labelled_image; ///< the overview without its table and words
  std::function<Result<std::vector<std::filesystem::path>>()> source_files;
};

/// The same for all formats of one report.
struct ReportOrder {
  Findings findings;
  ReportSources sources;
  std::string language = "en";
  std::string recommendation;                         ///< empty = the built-in wording
  std::filesystem::path template_folder;              ///< the site's own templates and texts; empty = none
  std::filesystem::path output;                       ///< folder, must exist
  std::string file_name = "report";                   ///< without ending
  std::optional<comparison::Comparison> comparison{}; ///< of a prior study with these findings
};

/// Writes the findings in several formats. Keeps what the formats share.
class ReportSession {
public:
  ReportSession(PluginHost& host, ReportOrder order);
  ~ReportSession();
  ReportSession(const ReportSession&) = delete;
  ReportSession& operator=(const ReportSession&) = delete;

  /// The names of the files written. Errors: `unsupported` (no such format, refused plugin), those of the writer; a
  /// format that fails leaves none of its files behind.
  [[nodiscard]] Result<std::vector<std::string>> write(const std::string& format, const Progress& progress = {});

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace spondyl::plugin_host

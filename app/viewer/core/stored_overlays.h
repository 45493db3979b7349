#pragma once

#include "opened_image.h"

#include <QObject>
#include <map>
#include <set>
#include <spondyl/view_model/background_task.h>
#include <spondyl/view_model/stored_results.h>

namespace spondyl::viewer {

/// Reports and segmentations that lie beside the images, read in the background, and which of them are shown. Findings
/// of our own are not drawn from here: they are opened as a document.
class StoredOverlays : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;

  /// Another browser: what was read is forgotten.
  void take_files(std::vector<std::filesystem::path> files);
  /// Reads what lies beside a series, once.
  void look_beside(const OpenedImage& image);
  [[nodiscard]] bool looking() const { return !waiting_.empty(); }
  /// All that was found beside a series, shown or not.
  [[nodiscard]] const std::vector<view_model::StoredResult>& of(const std::string& series_key) const;
  [[nodiscard]] bool shown(const view_model::StoredResult& result) const;
  void show(const std::filesystem::path& file, bool shown);
  void toggle_all(); ///< everything off, or on again

signals:
  void changed();
  void found(int results); ///< beside the series that was just looked at

private:
  using Results = std::vector<view_model::StoredResult>;
  void look_at_next();
  void take(int generation, const std::string& key, const std::shared_ptr<Results>& results);

  std::vector<std::filesystem::path> files_;
  std::map<std::string, Results> results_; ///< by series key
  std::vector<std::pair<std::string, Series>> waiting_;
  std::set<std::filesystem::path> hidden_;
  bool all_hidden_ = false;
  int generation_ = 0;
  view_model::BackgroundTask task_;
};

} // namespace spondyl::viewer

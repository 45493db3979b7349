#pragma once

#include "opened_image.h"

#include <QImage>
#include <QObject>
#include <filesystem>
#include <map>
#include <spondyl/view_model/background_task.h>
#include <spondyl/view_model/study_browser.h>
#include <vector>

namespace spondyl::viewer {

/// Scans and reads in the background and reports on the thread it lives on. Nothing here blocks.
class StudyLoader : public QObject {
  Q_OBJECT
public:
  explicit StudyLoader(QObject* parent = nullptr);

  /// Scans, and makes thumbnails afterwards. An earlier scan is cancelled.
  void scan(const std::vector<std::filesystem::path>& inputs);
  /// Reads a series: image_ready comes for its first image, then for all of it. At once when it was read before.
  void load(const view_model::SeriesItem& item);
  void cancel();
  [[nodiscard]] bool busy() const { return scanning_ || loading_; }
  /// Images that were read completely; the most recent few are kept.
  [[nodiscard]] OpenedImagePtr opened(const std::string& series_key) const;

signals:
  void progress(double fraction, const QString& stage);
  void scanned(const spondyl::view_model::StudyBrowser& browser);
  void thumbnail_ready(const QString& series_key, const QImage& thumbnail);
  void thumbnails_finished();
  void image_ready(const spondyl::viewer::OpenedImagePtr& image);
  void failed(const QString& message);
  void idle(); ///< scan or load ended, however it did

private:
  void scan_finished(int generation, Result<ScanResult> result);
  void load_finished(int generation, Result<OpenedImagePtr> result);
  void make_thumbnails(const view_model::StudyBrowser& browser);
  void report(const Error& error);
  void remember(const OpenedImagePtr& image);

  std::map<std::string, OpenedImagePtr> opened_;
  std::vector<std::string> opened_order_; ///< least recent first
  int scan_generation_ = 0, load_generation_ = 0;
  bool scanning_ = false, loading_ = false;
  // Last, so that they are ended before anything they report to is gone.
  view_model::BackgroundTask scan_task_, load_task_, thumbnail_task_;
};

} // namespace spondyl::viewer

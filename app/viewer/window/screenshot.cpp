#include "screenshot.h"

#include <QApplication>
#include <QTimer>
#include <cstdio>

namespace spondyl::viewer {
namespace {

constexpr int kSettleMilliseconds = 150; // layouts, late repaints; the 3-D view says itself when it is there
constexpr int kSceneMilliseconds = 100;  // between two looks at the 3-D view

} // namespace

Screenshot::Screenshot(Workspace& workspace, MainWindow& window, Options options)
    : workspace_(workspace), window_(window), options_(std::move(options)) {
  if (options_.paths.empty())
    scanned_ = thumbnails_ = true;
  connect(&workspace, &Workspace::browser_changed, this, [this] { scanned_ = true; });
  connect(&workspace.loader(), &StudyLoader::thumbnails_finished, this, [this] {
    thumbnails_ = true;
    look();
  });
  connect(&workspace, &Workspace::failed, this, [this](const QString& text) {
    std::fprintf(stderr, "spondyl-viewer: %s\n", qPrintable(text));
    failed_ = true;
    measured_ = true; // there is nothing to wait for
    look();
  });
  connect(&workspace, &Workspace::image_changed, this, &Screenshot::look);
  connect(&workspace.loader(), &StudyLoader::idle, this, &Screenshot::look);
  connect(&workspace.review(), &ReviewController::document_ready, this, &Screenshot::look);
  connect(&workspace.review(), &ReviewController::measured, this, [this] {
    measured_ = true;
    look();
  });
  QTimer::singleShot(0, this, &Screenshot::look);
}

bool Screenshot::opened() const {
  if (!scanned_ && !failed_)
    return false;
  if (workspace_.loader().busy() || (!thumbnails_ && !failed_))
    return false;
  const OpenedImagePtr image = workspace_.image();
  if (!image)
    return true; // nothing that can be shown
  return image->complete && (!image->item.measurable || workspace_.review().ready() || failed_);
}

void Screenshot::look() {
  if (taking_ || !opened())
    return;
  const OpenedImagePtr image = workspace_.image();
  if (options_.measure && image && image->item.measurable && !measured_) {
    if (!measuring_)
      workspace_.review().measure();
    measuring_ = true;
    return;
  }
  taking_ = true;
  QTimer::singleShot(0, this, &Screenshot::arrange);
}

void Screenshot::arrange() {
  int number = 0;
  for (const view_model::Layout& layout : view_model::layouts()) {
    ++number;
    if (options_.layout == QString::number(number) || options_.layout == QString::fromStdString(layout.title))
      window_.grid().show_layout(layout.name);
  }
  if (const auto* document = workspace_.review().document(); document && !options_.vertebra.isEmpty())
    for (std::size_t i = 0; i < document->state().vertebrae.size(); ++i)
      if (document->state().vertebrae[i].display_name() == options_.vertebra.toStdString())
        workspace_.go_to(document->state().reviews[i].key);
  QTimer::singleShot(kSettleMilliseconds, this, &Screenshot::take);
}

void Screenshot::take() {
  if (window_.grid().scene_view().preparing() || workspace_.reading_beside() || workspace_.stored().looking()) {
    QTimer::singleShot(kSceneMilliseconds, this, &Screenshot::take);
    return;
  }
  const bool written = window_.grab().save(options_.screenshot, "PNG");
  if (!written)
    std::fprintf(stderr, "spondyl-viewer: cannot write %s\n", qPrintable(options_.screenshot));
  QApplication::exit(written ? 0 : 1);
}

} // namespace spondyl::viewer

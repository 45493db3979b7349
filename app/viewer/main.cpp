#include "core/workspace.h"
#include "window/main_window.h"
#include "window/options.h"
#include "window/screenshot.h"
#include "window/theme.h"
#include "window/watchdog.h"

#include <QApplication>
#include <memory>

#ifdef SPONDYL_VIEWER_3D
#include <QSurfaceFormat>
#include <QVTKOpenGLNativeWidget.h>
#endif

using namespace spondyl::viewer;

int main(int count, char** arguments) {
  choose_platform(count, arguments);
#ifdef SPONDYL_VIEWER_3D
  QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat());
#endif
  QApplication application(count, arguments);
  QApplication::setApplicationName("spondyl-viewer");
  QApplication::setApplicationVersion(SPONDYL_VERSION);
  const Options options = parse_options(QApplication::arguments());
  apply_theme(application);
#ifndef NDEBUG
  const Watchdog watchdog(std::chrono::milliseconds(250));
#endif
  Workspace workspace(StoragePlaces::of_user());
  MainWindow window(workspace);
  std::unique_ptr<Screenshot> screenshot;
  if (!options.screenshot.isEmpty()) {
    window.resize(options.size);
    screenshot = std::make_unique<Screenshot>(workspace, window, options);
  }
  window.show();
  if (!options.paths.empty())
    workspace.open(options.paths);
  return QApplication::exec();
}

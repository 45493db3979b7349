#include "core/workspace.h"
#include "views/scene_canvas.h"
#include "window/main_window.h"
#include "window/options.h"
#include "window/screenshot.h"
#include "window/theme.h"
#include "window/watchdog.h"

#include <QApplication>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <spondyl/plugin_host/run_stages.h>

using namespace spondyl::viewer;

namespace {

/// The plugins of the command line: the same folders, judged by the same host. Leaves the program when one that was
/// asked for cannot be used.
void choose_plugins(Workspace& workspace, const Options& options) {
  using spondyl::plugin_host::Role;
  auto folders = spondyl::plugin_host::default_search_folders();
  folders.additional = options.plugin_folders;
  const auto host = std::make_shared<spondyl::plugin_host::PluginHost>(folders);
  const auto id_of = [](const QString& wanted, std::string_view built_in) {
    return wanted.isEmpty() ? std::string(built_in) : wanted.toStdString();
  };
  const std::string segmenter = id_of(options.segmenter, spondyl::plugin_host::kBuiltInSegmenter),
                    grader = id_of(options.grader, spondyl::plugin_host::kBuiltInGrader);
  for (const auto& found : {host->find(Role::segmenter, segmenter), host->find(Role::grader, grader)})
    if (!found) {
      std::fprintf(stderr, "spondyl-viewer: %s\n", found.error().text().c_str());
      std::exit(2);
    }
  workspace.review().set_plugins(host, segmenter, grader);
}

} // namespace

int main(int count, char** arguments) {
  choose_platform(count, arguments);
  SceneCanvas::prepare_program();
  QApplication application(count, arguments);
  QApplication::setApplicationName("spondyl-viewer");
  QApplication::setApplicationVersion(SPONDYL_VERSION);
  const Options options = parse_options(QApplication::arguments());
  apply_theme(application);
#ifndef NDEBUG
  const Watchdog watchdog(std::chrono::milliseconds(250));
#endif
  StoragePlaces places = StoragePlaces::of_user();
  if (options.no_store)
    places.follow_up.clear();
  else if (!options.store.isEmpty())
    places.follow_up = options.store.toStdString();
  Workspace workspace(places);
  choose_plugins(workspace, options);
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

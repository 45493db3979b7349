// How fast the window answers at 1920 x 1080 on the processor alone: viewer_speed STUDY [measure]
// Prints the median and the slowest of each kind of frame, in ms.
#include "core/workspace.h"
#include "views/picture_view.h"
#include "window/main_window.h"
#include "window/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <functional>

using namespace spondyl;
using namespace spondyl::viewer;

namespace {

void wait_for(const std::function<bool()>& condition) {
  while (!condition())
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
}

double milliseconds(const QElapsedTimer& timer) {
  return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// `change` and the painting of what it changed, `count` times.
void measure(const char* what, int count, QWidget& painted, const std::function<void(int)>& change) {
  std::vector<double> times;
  QImage target(painted.size(), QImage::Format_RGB32);
  for (int i = 0; i < count; ++i) {
    QElapsedTimer timer;
    timer.start();
    change(i);
    painted.render(&target);
    times.push_back(milliseconds(timer));
  }
  std::sort(times.begin(), times.end());
  std::printf("%-44s median %6.1f ms  slowest %6.1f ms  (%.0f frames per second)\n", what, times[times.size() / 2],
              times.back(), 1000.0 / times[times.size() / 2]);
}

void measure_views(Workspace& workspace, MainWindow& window) {
  ViewGrid& grid = window.grid();
  PictureView& sagittal = *grid.view(view_model::ViewContent::sagittal);
  PictureView& axial = *grid.view(view_model::ViewContent::axial);
  measure("scroll, sagittal of the layout", 60, sagittal, [&](int i) { sagittal.scroll(i % 20 < 10 ? 1 : -1); });
  measure("scroll, axial of the layout", 60, axial, [&](int i) { axial.scroll(i % 20 < 10 ? 1 : -1); });
  measure("scroll, whole window painted", 30, window, [&](int i) { axial.scroll(i % 20 < 10 ? 1 : -1); });
  measure("window/level drag, whole window painted", 30, window, [&](int i) {
    workspace.set_window(workspace.image(), workspace.image()->window.dragged(i % 2 ? 5 : -5, 3, 4.0));
  });
  ReviewController& review = workspace.review();
  if (review.document()->state().vertebrae.empty())
    return;
  const auto key = review.document()->state().reviews[0].key;
  workspace.go_to(key);
  const auto start = std::get<SixPoints>(*review.document()->state().vertebrae[0].landmarks).anterior_superior;
  measure("landmark drag, values and whole window", 40, window, [&](int i) {
    review.drag({key, 0, start + PatientVector{0, 0, 0.1 * (i % 20)}});
  });
  review.cancel_drag();
  grid.toggle_maximised(&axial);
  QCoreApplication::processEvents();
  measure("scroll, one view on the whole window", 60, axial, [&](int i) { axial.scroll(i % 20 < 10 ? 1 : -1); });
}

} // namespace

int main(int count, char** arguments) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  QElapsedTimer timer;
  timer.start();
  QApplication application(count, arguments);
  if (count < 2)
    return 2;
  apply_theme(application);
  const QTemporaryDir folder;
  const std::filesystem::path place = folder.path().toStdString();
  Workspace workspace(StoragePlaces{place / "sessions", place / "recent.json", place / "keys.json"});
  MainWindow window(workspace);
  window.resize(1920, 1080);
  window.show();
  QCoreApplication::processEvents();
  std::printf("start to painted window %.0f ms\n", milliseconds(timer));
  timer.restart();
  workspace.open({arguments[1]});
  wait_for([&] { return workspace.image() != nullptr; });
  window.grab();
  std::printf("opening to first image %.0f ms\n", milliseconds(timer));
  wait_for([&] { return workspace.image()->complete && workspace.review().ready(); });
  std::printf("opening to all images and the document %.0f ms\n", milliseconds(timer));
  if (count > 2) {
    workspace.review().measure();
    wait_for([&] { return !workspace.review().measuring(); });
  }
  measure_views(workspace, window);
  return 0;
}

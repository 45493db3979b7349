// How fast the window answers at 1920 x 1080 on the processor alone: viewer_speed STUDY [measure]
// Prints the median and the slowest of each kind of frame, in ms.
#include "core/workspace.h"
#include "views/picture_view.h"
#include "views/scene_canvas.h"
#include "window/main_window.h"
#include "window/theme.h"
#include "window/watchdog.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <sys/resource.h>

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

/// What the window's thread used of a processor: the same on a busy machine.
double processor_milliseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double median(const std::vector<double>& sorted) {
  return sorted[sorted.size() / 2];
}

/// Counts what is really painted on the screen or off it.
class Painted : public QObject {
public:
  bool eventFilter(QObject* watched, QEvent* event) override {
    count_ += event->type() == QEvent::Paint && watched->inherits("QWidget") ? 1 : 0;
    return false;
  }
  [[nodiscard]] int count() const { return count_; }

private:
  int count_ = 0;
};

/// `change` and the painting of what it changed in the window, `count` times.
void measure(const char* what, int count, const std::function<void(int)>& change) {
  std::vector<double> wall, processor;
  Painted painted;
  qApp->installEventFilter(&painted);
  for (int i = 0; i < count; ++i) {
    QCoreApplication::processEvents();
    const int before_painting = painted.count();
    QElapsedTimer timer;
    timer.start();
    const double before = processor_milliseconds();
    change(i);
    while (painted.count() == before_painting && timer.elapsed() < 2000)
      QCoreApplication::processEvents();
    wall.push_back(milliseconds(timer));
    processor.push_back(processor_milliseconds() - before);
  }
  std::sort(wall.begin(), wall.end());
  std::sort(processor.begin(), processor.end());
  std::printf("%-44s median %6.1f ms  slowest %6.1f ms  processor %6.1f / %6.1f ms  (%.0f frames per second)\n", what,
              median(wall), wall.back(), median(processor), processor.back(), 1000.0 / median(wall));
}

void measure_views(Workspace& workspace, MainWindow& window) {
  ViewGrid& grid = window.grid();
  PictureView& sagittal = *grid.view(view_model::ViewContent::sagittal);
  PictureView& axial = *grid.view(view_model::ViewContent::axial);
  measure("scroll, sagittal of the layout", 60, [&](int i) { sagittal.scroll(i % 20 < 10 ? 1 : -1); });
  measure("scroll, axial of the layout", 60, [&](int i) { axial.scroll(i % 20 < 10 ? 1 : -1); });
  measure("scroll, whole window painted", 30, [&](int i) { axial.scroll(i % 20 < 10 ? 1 : -1); });
  measure("window/level drag, whole window painted", 30, [&](int i) {
    workspace.set_window(workspace.image(), workspace.image()->window.dragged(i % 2 ? 5 : -5, 3, 4.0));
  });
  ReviewController& review = workspace.review();
  const auto& vertebrae = review.document()->state().vertebrae;
  const auto measured = std::ranges::find_if(vertebrae, [](const auto& body) { return body.landmarks.has_value(); });
  if (measured == vertebrae.end())
    return;
  const auto key = review.document()->state().reviews[std::size_t(measured - vertebrae.begin())].key;
  workspace.go_to(key);
  const auto start = std::get<SixPoints>(*measured->landmarks).anterior_superior;
  const auto move = [&](int i) {
    return view_model::MoveLandmark{key, 0, start + PatientVector{0, 0, 0.1 * (i % 20)}};
  };
  measure("landmark drag, values only", 40, [&](int i) {
    (void)review.document()->drag(move(i));
    sagittal.update();
  });
  workspace.toggle_overlay();
  measure("landmark drag, overlay off", 40, [&](int i) { review.drag(move(i)); });
  workspace.toggle_overlay();
  measure("landmark drag, values and whole window", 40, [&](int i) { review.drag(move(i)); });
  review.cancel_drag();
  grid.toggle_maximised(&axial);
  QCoreApplication::processEvents();
  measure("scroll, one view on the whole window", 60, [&](int i) { axial.scroll(i % 20 < 10 ? 1 : -1); });
}

/// The first measured body's first landmark, a little elsewhere every time.
std::function<view_model::MoveLandmark(int)> film_drag(Workspace& workspace) {
  const auto& state = workspace.review().document()->state();
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i)
    if (state.vertebrae[i].landmarks) {
      const auto start = std::get<SixPixels>(*state.vertebrae[i].landmarks).anterior_superior;
      workspace.go_to(state.reviews[i].key);
      return [start, key = state.reviews[i].key](int step) {
        return view_model::MoveLandmark{key, 0, PixelPoint{start.column, start.row + 2.0 * (step % 10)}};
      };
    }
  return {};
}

void measure_film(Workspace& workspace, MainWindow& window) {
  PictureView& film = *window.grid().view(view_model::ViewContent::radiograph);
  measure("film: window/level drag, all of it in view", 30, [&](int i) {
    workspace.set_window(workspace.image(), workspace.image()->window.dragged(i % 2 ? 5 : -5, 3, 4.0));
  });
  measure("film: zoom from all of it to single pixels", 40, [&](int i) { film.zoom_by(i % 40 < 20 ? 1.2 : 1 / 1.2); });
  film.zoom_by(8.0);
  measure("film: pan at one to one", 40,
          [&](int i) { film.set_transform(film.transform().panned(i % 20 < 10 ? 9 : -9, 7)); });
  film.reset_view();
  if (const auto move = film_drag(workspace)) {
    ReviewController& review = workspace.review();
    measure("film: landmark drag with snapping and magnifier", 40, [&](int i) {
      const view_model::MoveLandmark to = move(i);
      const view_model::ImagePoint place = film.snapped({to.vertebra, to.landmark}, to.to);
      review.drag({to.vertebra, to.landmark, place});
      film.magnify_beside(film.transform().to_screen(film.projection()(place)->at));
    });
    review.cancel_drag();
  }
}

/// Largest resident size so far, MB.
long peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

} // namespace

int main(int count, char** arguments) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  QElapsedTimer timer;
  timer.start();
  SceneCanvas::prepare_program();
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
  const Watchdog watchdog(std::chrono::milliseconds(100000)); // only measures
  timer.restart();
  workspace.open({arguments[1]});
  wait_for([&] { return workspace.image() != nullptr; });
  window.grab();
  std::printf("opening to first image %.0f ms\n", milliseconds(timer));
  wait_for([&] { return workspace.image()->complete && workspace.review().ready(); });
  std::printf("opening to all images and the document %.0f ms\n", milliseconds(timer));
  std::printf("longest silence of the window until then %lld ms, peak memory %ld MB\n",
              static_cast<long long>(watchdog.longest().count()), peak_memory());
  if (count > 2) {
    workspace.review().measure();
    wait_for([&] { return !workspace.review().measuring(); });
  }
  if (workspace.image()->film)
    measure_film(workspace, window);
  else
    measure_views(workspace, window);
  while (!window.grid().scene_view().settled())
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
  std::printf("longest silence of the window in all %lld ms, peak memory %ld MB\n",
              static_cast<long long>(watchdog.longest().count()), peak_memory());
  return 0;
}

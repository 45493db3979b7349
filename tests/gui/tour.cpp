// Makes the pictures of docs/user/viewer.md: opens the demo study, measures, corrects, draws a film by hand, and
// follows a patient over three studies. Usage: spondyl-viewer-tour FOLDER - writes viewer-*.png there. No patient is in
// them.
#include "demo.h"
#include "studies.h"
#include "views/scene_canvas.h"
#include "window/theme.h"
#include "window_driver.h"

#include <QApplication>
#include <cstdio>
#include <filesystem>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::LayoutName;
using view_model::ViewContent;

constexpr QSize kPicture(1440, 860);

/// Noise that nobody sees makes a PNG three times as large: 32 levels of each colour.
QImage with_few_colours(QImage image) {
  image = image.convertToFormat(QImage::Format_RGB32);
  for (int y = 0; y < image.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < image.width(); ++x)
      line[x] = qRgb(qRed(line[x]) & 0xf8, qGreen(line[x]) & 0xf8, qBlue(line[x]) & 0xf8);
  }
  return image;
}

class Tour {
public:
  explicit Tour(std::filesystem::path pictures) : pictures_(std::move(pictures)) {}

  [[nodiscard]] bool demo_study() {
    const test_support::TemporaryFolder folder;
    WindowDriver driver(folder.path(), kPicture);
    if (!driver.open(write_demo(folder.path())) || !driver.measure())
      return false;
    bool good = take(driver, "measured");
    const auto l1 = driver.state().reviews[2].key;
    driver.workspace().go_to(l1);
    PictureView& sagittal = driver.view(ViewContent::sagittal);
    driver.window().grid().show_layout(LayoutName::mr);
    QApplication::processEvents();
    driver.workspace().go_to(l1);
    const QPoint corner = driver.place_of(sagittal, l1, 0);
    driver.drag(sagittal, corner, corner - QPoint(0, 12));
    good &= take(driver, "corrected");
    driver.window().grid().show_layout(LayoutName::straightened_table);
    return take(driver, "straightened") && good;
  }

  [[nodiscard]] bool film() {
    const test_support::TemporaryFolder folder;
    const FilmStudy study = write_film(folder.path());
    WindowDriver driver(folder.path(), kPicture);
    if (!driver.open(study.folder))
      return false;
    PictureView& view = driver.view(ViewContent::radiograph);
    driver.press_key(Action::manual_points);
    for (const auto& [name, member] : kLandmarkMembers<PixelPoint>) {
      const PixelPoint point = study.landmarks.*member;
      const auto at = view.transform().to_screen({point.column, point.row});
      driver.click(view, {static_cast<int>(at.x + 0.5), static_cast<int>(at.y + 0.5)});
    }
    driver.workspace().go_to(driver.state().reviews[0].key);
    return take(driver, "film");
  }

  [[nodiscard]] bool follow_up() {
    const test_support::TemporaryFolder folder;
    WindowDriver driver(folder.path(), kPicture);
    if (!driver.open(write_loss_series(folder.path())) || !driver.measure())
      return false;
    FollowUpController& studies = driver.workspace().follow_up();
    if (!driver.wait_for([&] { return studies.candidates().size() == 2; }))
      return false;
    for (const std::size_t prior : {1U, 0U}) {
      studies.choose(prior);
      studies.measure();
      if (!driver.wait_for([&] { return !studies.measuring() && studies.candidates()[prior].findings; }))
        return false;
    }
    driver.press_key(Action::layout_prior);
    if (!driver.wait_for(
            [&] { return studies.follow_up().comparison() && !studies.matching() && driver.workspace().joined_at(); }))
      return false;
    driver.workspace().go_to(driver.state().reviews[1].key);
    return take(driver, "follow-up");
  }

private:
  bool take(WindowDriver& driver, const char* name) {
    QApplication::processEvents();
    if (!driver.wait_for_scene())
      return false;
    QApplication::processEvents();
    const auto file = pictures_ / (std::string("viewer-") + name + ".png");
    constexpr int kSmallest = 0; // Qt's quality of a PNG is how little it is compressed
    return with_few_colours(driver.window().grab().toImage())
        .save(QString::fromStdString(file.string()), "PNG", kSmallest);
  }

  std::filesystem::path pictures_;
};

} // namespace
} // namespace spondyl::viewer::test

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: spondyl-viewer-tour FOLDER\n");
    return 2;
  }
  spondyl::viewer::SceneCanvas::prepare_program();
  QApplication application(count, arguments);
  spondyl::viewer::apply_theme(application);
  spondyl::viewer::test::Tour tour(arguments[1]);
  return tour.demo_study() && tour.film() && tour.follow_up() ? 0 : 1;
}

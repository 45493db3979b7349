// Opening, finding, cancelling, binding keys; that every command is in a menu and everything has a name; the program.
#include "dialog_answer.h"
#include "studies.h"
#include "window/calibration_dialog.h"
#include "window/key_dialog.h"
#include "window/level_dialog.h"
#include "window/sign_dialog.h"
#include "window_driver.h"

#include <QDropEvent>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QTreeWidget>
#include <QtTest/QTest>
#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/findings_table.h>

namespace spondyl::viewer::test {
namespace {

using view_model::Action;
using view_model::ViewContent;

bool opened(WindowDriver& driver) {
  return driver.wait_for([&] {
    return driver.workspace().image() && driver.workspace().image()->complete && driver.workspace().review().ready();
  });
}

TEST(Opening, AFolderThatIsDroppedOnTheWindowIsOpened) {
  const test_support::TemporaryFolder folder;
  const auto study = write_mr(folder.path());
  WindowDriver driver(folder.path());
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(QString::fromStdString(study.string()))});
  QDragEnterEvent enter({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&driver.window(), &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&driver.window(), &drop);
  ASSERT_TRUE(opened(driver));

  // It is now in the menu of recent studies, and opens from there.
  auto* recent = driver.window().findChild<QMenu*>("recent");
  ASSERT_NE(recent, nullptr);
  emit recent->aboutToShow();
  ASSERT_FALSE(recent->isEmpty());
  int scans = 0;
  QObject::connect(&driver.workspace(), &Workspace::browser_changed, [&] { ++scans; });
  recent->actions().first()->trigger();
  EXPECT_TRUE(driver.wait_for([&] { return scans == 1; }));
}

TEST(Opening, SingleFilesAreOpened) {
  const test_support::TemporaryFolder folder;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(write_mr(folder.path())))
    files.push_back(entry.path());
  WindowDriver driver(folder.path());
  driver.workspace().open(files);
  ASSERT_TRUE(opened(driver));
  EXPECT_EQ(driver.workspace().image()->item.series.frames.size(), files.size());
}

TEST(Opening, TheBrowserSaysWhatEachSeriesIsAndWhy) {
  const test_support::TemporaryFolder folder;
  const auto study = write_ct_and_mr(folder.path());
  std::vector<std::filesystem::path> slices;
  for (const auto& entry : std::filesystem::directory_iterator(study / "mr"))
    slices.push_back(entry.path());
  std::sort(slices.begin(), slices.end());
  std::filesystem::remove(slices[slices.size() / 2]); // a slice is missing
  WindowDriver driver(folder.path());
  bool thumbnails = false;
  QObject::connect(&driver.workspace().loader(), &StudyLoader::thumbnails_finished, [&] { thumbnails = true; });
  driver.workspace().open({study});
  ASSERT_TRUE(driver.wait_for([&] { return thumbnails; }));
  const auto* tree = driver.window().findChild<QTreeWidget*>();
  ASSERT_EQ(tree->topLevelItemCount(), 1);
  ASSERT_EQ(tree->topLevelItem(0)->childCount(), 2);
  for (int i = 0; i < 2; ++i) {
    const QTreeWidgetItem* item = tree->topLevelItem(0)->child(i);
    EXPECT_TRUE(item->text(0).contains("images")) << item->text(0).toStdString();
    EXPECT_TRUE(item->toolTip(0).startsWith(item->text(0)));
    const QString aloud = item->data(0, Qt::AccessibleTextRole).toString();
    EXPECT_TRUE(aloud.contains("20260101")) << "the date";
    EXPECT_FALSE(item->data(0, Qt::DecorationRole).value<QImage>().isNull()) << "the thumbnail";
    if (item->text(0).startsWith("MR")) {
      EXPECT_TRUE(aloud.contains("refused") || aloud.contains("warning")) << aloud.toStdString();
      EXPECT_GT(aloud.size(), 60) << "and the reason";
    } else {
      EXPECT_TRUE(aloud.contains("usable")) << aloud.toStdString();
    }
  }
}

TEST(Opening, ReadingIsCancelledAfterTheFirstSlice) {
  const test_support::TemporaryFolder folder;
  const auto study = write_long_series(folder.path(), 900);
  WindowDriver driver(folder.path());
  int looks = 0, progress = 0;
  QObject::connect(&driver.workspace().loader(), &StudyLoader::progress, [&] { ++progress; });
  QObject::connect(&driver.workspace(), &Workspace::image_changed, [&] {
    if (++looks == 1)
      driver.press_key(Action::cancel);
  });
  driver.workspace().open({study});
  ASSERT_TRUE(driver.wait_for([&] { return looks > 0 && !driver.workspace().loader().busy(); }));
  EXPECT_GT(progress, 0);
  EXPECT_FALSE(driver.workspace().image()->complete);
  EXPECT_FALSE(driver.window().findChild<QProgressBar*>()->isVisible());
  driver.workspace().show_series(driver.workspace().image()->item.key);
  EXPECT_TRUE(driver.wait_for([&] { return driver.workspace().image()->complete; })) << "and read when asked again";
}

TEST(Opening, MeasuringShowsProgressAndIsCancelled) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_mr(folder.path())));
  ReviewController& review = driver.workspace().review();
  bool shown = false, done = false;
  QObject::connect(&review, &ReviewController::progress, [&] {
    if (shown)
      return;
    shown = driver.window().findChild<QProgressBar*>()->isVisible();
    driver.press_key(Action::cancel);
  });
  QObject::connect(&review, &ReviewController::measured, [&] { done = true; });
  driver.press_key(Action::measure);
  ASSERT_TRUE(driver.wait_for([&] { return !review.measuring(); }));
  EXPECT_TRUE(shown);
  EXPECT_FALSE(done);
  EXPECT_TRUE(driver.state().vertebrae.empty());
}

TEST(Keys, AreBoundAnewAndConflictsNamed) {
  const test_support::TemporaryFolder folder;
  {
    WindowDriver driver(folder.path());
    const Answer<KeyDialog> answer([](KeyDialog& dialog) {
      auto* table = dialog.findChild<QTableWidget*>();
      auto* key = dialog.findChild<QKeySequenceEdit*>();
      auto* bind = dialog.findChild<QPushButton*>("bind");
      const auto row_of = [&](const QString& title) {
        return table->row(table->findItems(title, Qt::MatchExactly).at(0));
      };
      table->setCurrentCell(row_of("Measure"), 0);
      key->setKeySequence(QKeySequence("I"));
      bind->click();
      const auto* says = dialog.findChild<QLabel*>("answer");
      EXPECT_TRUE(says->text().contains("Invert")) << says->text().toStdString();
      key->setKeySequence(QKeySequence("Q"));
      bind->click();
      dialog.reject();
    });
    driver.press_key(Action::edit_keys);
    ASSERT_TRUE(answer.given());
    EXPECT_EQ(driver.window().commands().action(Action::measure)->shortcut(), QKeySequence("Q"));
    EXPECT_EQ(driver.window().commands().action(Action::invert)->shortcut(), QKeySequence("I"));
  }
  WindowDriver again(folder.path());
  EXPECT_EQ(again.window().commands().action(Action::measure)->shortcut(), QKeySequence("Q")) << "next time, too";
}

void collect(const QMenu& menu, std::set<const QAction*>& found) {
  for (const QAction* action : menu.actions()) {
    found.insert(action);
    if (action->menu())
      collect(*action->menu(), found);
  }
}

TEST(Keys, EveryCommandHasAKeyAndIsInAMenu) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  std::set<const QAction*> in_menus;
  for (const QAction* top : driver.window().menuBar()->actions())
    collect(*top->menu(), in_menus);
  for (const Action action : view_model::all_actions()) {
    if (view_model::is_mouse(action))
      continue;
    const QAction* command = driver.window().commands().action(action);
    EXPECT_FALSE(command->shortcuts().isEmpty()) << view_model::action_name(action);
    EXPECT_TRUE(in_menus.contains(command)) << view_model::action_name(action);
  }
}

/// Everything that takes the keyboard or the mouse says what it is.
void expect_names(const QWidget& window) {
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    const bool internal = widget->objectName().startsWith(QLatin1String("qt_")) || widget->inherits("QScrollBar") ||
                          qobject_cast<const QMenu*>(widget) || widget->parentWidget()->inherits("QComboBox") ||
                          widget->parentWidget()->inherits("QKeySequenceEdit");
    if (widget->focusPolicy() == Qt::NoFocus || internal)
      continue;
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    EXPECT_TRUE(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()))
        << widget->metaObject()->className() << " " << widget->objectName().toStdString();
  }
}

TEST(Accessibility, EverythingThatTakesTheKeyboardHasAName) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_mr(folder.path())));
  for (const view_model::Layout& layout : view_model::layouts()) {
    driver.window().grid().show_layout(layout.name);
    expect_names(driver.window());
  }
  expect_names(KeyDialog(driver.workspace()));
  expect_names(LevelDialog("L1", "L1"));
  expect_names(SignDialog(true));
  expect_names(CalibrationDialog(Series{}, {}));
}

TEST(Accessibility, ArrowsBelongToTheTableWhileItHasTheKeyboard) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(write_mr(folder.path())));
  ASSERT_TRUE(driver.measure());
  auto* table = driver.window().findChild<QTableView*>("findings");
  driver.window().activateWindow();
  table->setFocus();
  table->setCurrentIndex(table->model()->index(0, 0));
  QTest::keyClick(table, Qt::Key_Down);
  EXPECT_EQ(table->currentIndex().row(), 1);
  EXPECT_EQ(driver.workspace().selected(), driver.state().reviews[1].key) << "and the views go there";
  const auto plane = driver.view(ViewContent::sagittal).plane();
  EXPECT_EQ(plane->kind, view_model::PlaneKind::vertebra) << "in the body's own mid-sagittal plane";
}

TEST(Accessibility, NothingIsLostInANarrowWindow) {
  const test_support::TemporaryFolder folder;
  WindowDriver driver(folder.path(), {900, 600});
  ASSERT_TRUE(driver.open(write_mr(folder.path())));
  ASSERT_TRUE(driver.measure());
  EXPECT_LE(driver.window().width(), 900) << "no part of the window asks for more";
  const auto* table = driver.window().findChild<QTableView*>("findings");
  for (const view_model::Layout& layout : view_model::layouts()) {
    driver.window().grid().show_layout(layout.name);
    QApplication::processEvents();
    EXPECT_LE(driver.window().width(), 900) << layout.title;
    for (const QWidget* view : driver.window().findChildren<PictureView*>())
      if (view->isVisible()) {
        EXPECT_GE(std::min(view->width(), view->height()), 120) << layout.title;
        EXPECT_TRUE(driver.window().grid().rect().contains(view->geometry())) << layout.title;
      }
    if (!table->isVisible())
      continue;
    const int grade = table->columnViewportPosition(static_cast<int>(view_model::Column::grade));
    EXPECT_GE(table->viewport()->width(), grade + 90) << layout.title << ": level and grade are read without scrolling";
    EXPECT_GE(table->viewport()->height(), 2 * table->rowHeight(0)) << layout.title;
    driver.save_screenshot("narrow-" + std::to_string(static_cast<int>(layout.name)));
  }
}

int run(const char* program, const QStringList& arguments, const std::filesystem::path& home, QString* said = nullptr) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert("QT_QPA_PLATFORM", "offscreen");
  environment.insert("XDG_DATA_HOME", QString::fromStdString(home.string()));
  environment.insert("XDG_CONFIG_HOME", QString::fromStdString(home.string()));
  process.setProcessEnvironment(environment);
  process.start(program, arguments);
  if (!process.waitForFinished(240000))
    return -1;
  if (said)
    *said = QString::fromUtf8(process.readAllStandardError());
  return process.exitCode();
}

class Program : public testing::TestWithParam<const char*> {};

TEST_P(Program, DrawsAStudyAnEmptyFolderAndATextFile) {
  const test_support::TemporaryFolder folder;
  std::filesystem::create_directories(folder / "empty");
  std::ofstream(folder / "note.txt") << "no image";
  const auto film = write_film(folder.path());
  for (const auto& path : {film.folder, folder / "empty", folder / "note.txt"}) {
    const QString file = QString::fromStdString((folder / (path.filename().string() + ".png")).string());
    ASSERT_EQ(run(GetParam(),
                  {QString::fromStdString(path.string()), "--screenshot", file, "--size", "1200x800", "--layout", "CT"},
                  folder / "home"),
              0)
        << path;
    const QImage picture(file);
    EXPECT_EQ(picture.size(), QSize(1200, 800)) << path;
  }
}

TEST_P(Program, RefusesWhatIsNotThere) {
  const test_support::TemporaryFolder folder;
  QString said;
  EXPECT_EQ(run(GetParam(), {"/nowhere/at/all"}, folder.path(), &said), 2);
  EXPECT_TRUE(said.contains("does not exist"));
}
INSTANTIATE_TEST_SUITE_P(Viewers, Program, testing::Values(SPONDYL_VIEWER_PROGRAM, SPONDYL_VIEWER_WITHOUT_3D),
                         [](const auto& tested) { return tested.index == 0 ? "AsBuilt" : "Without3D"; });

} // namespace
} // namespace spondyl::viewer::test

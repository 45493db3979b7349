// A session that is killed in the middle of a drag is there again when the study is opened.
#include "demo.h"
#include "victim.h"
#include "window_driver.h"

#include <QCoreApplication>
#include <QProcess>
#include <cmath>
#include <gtest/gtest.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::viewer::test {
namespace {

constexpr double kStep = 0.25; // mm per move of the victim

PatientPoint corner_of(const VertebraFinding& vertebra) {
  return std::get<SixPoints>(*vertebra.landmarks).anterior_superior;
}

TEST(Kill, LosesNothingWhileALandmarkIsDragged) {
  const test_support::TemporaryFolder folder;
  const auto study = write_demo(folder.path());
  QProcess victim;
  victim.setProcessChannelMode(QProcess::SeparateChannels);
  victim.start(QCoreApplication::applicationFilePath(),
               {"--drag-until-killed", QString::fromStdString(folder.path().string())});
  ASSERT_TRUE(victim.waitForStarted());
  int moves = 0;
  PatientPoint start;
  while (moves < 40 && victim.state() == QProcess::Running && victim.waitForReadyRead(240000))
    while (victim.canReadLine()) {
      const QList<QByteArray> words = victim.readLine().trimmed().split(' ');
      moves = words[0].toInt();
      if (moves == 0)
        start = {words[1].toDouble(), words[2].toDouble(), words[3].toDouble()};
    }
  ASSERT_GE(moves, 40) << "the victim did not get to dragging";
  victim.kill(); // SIGKILL
  victim.waitForFinished();
  ASSERT_EQ(victim.exitStatus(), QProcess::CrashExit);

  WindowDriver driver(folder.path());
  ASSERT_TRUE(driver.open(study));
  ASSERT_EQ(driver.state().vertebrae.size(), 7U);
  EXPECT_EQ(driver.state().vertebrae[2].display_name(), "L2") << "the edit before the drag";
  EXPECT_TRUE(driver.state().reviews[0].moved_points[0]);
  const double moved = corner_of(driver.state().vertebrae[0]).z - start.z;
  EXPECT_GE(moved, (moves - 1) * kStep - 1e-3) << "all that the victim reported is there";
}

} // namespace

int drag_until_killed(const std::filesystem::path& folder) {
  WindowDriver driver(folder);
  if (!driver.open(folder / "study") || !driver.measure())
    return 1;
  ReviewController& review = driver.workspace().review();
  review.apply(view_model::CountLevelsFrom{driver.state().reviews[2].key, VertebraLevel::parse("L2")});
  const PatientPoint start = corner_of(driver.state().vertebrae[0]);
  std::printf("0 %.6f %.6f %.6f\n", start.x, start.y, start.z);
  for (int move = 1;; ++move) {
    const PatientPoint to{start.x, start.y, start.z + move * kStep};
    review.drag({driver.state().reviews[0].key, 0, to});
    QCoreApplication::processEvents();
    std::printf("%d\n", move);
    std::fflush(stdout);
    if (move > 400)
      return 2; // nobody killed it: the test has ended long ago
  }
}

} // namespace spondyl::viewer::test

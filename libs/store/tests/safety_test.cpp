// What happens to the store when programs are killed, run side by side, or find something else in its place.

#include "exams.h"

#include <SQLiteCpp/Database.h>
#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/database/open.h>
#include <sys/wait.h>
#include <unistd.h>

#include "schema.h"

namespace spondyl::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Adds exams without end in a process of its own, telling through a pipe after each.
struct Writer {
  pid_t process = 0;
  int told = -1;

  Writer(const fs::path& file, const std::string& prefix) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(pipe(ends), 0);
    process = fork();
    if (process == 0) {
      auto store = Store::open(file);
      for (int i = 0; store; ++i)
        if (!store->add(exam_findings(prefix + std::to_string(i))) || write(ends[1], "+", 1) != 1)
          break;
      _exit(1);
    }
    close(ends[1]);
    told = ends[0];
  }
  /// Waits until so many exams were added; false when the process ended before.
  [[nodiscard]] bool wait_for(int count) const {
    for (char byte = 0; count > 0; --count)
      if (read(told, &byte, 1) != 1)
        return false;
    return true;
  }
  /// Ends it in the middle of whatever it does. How many more exams it had told of.
  int kill_now() {
    EXPECT_EQ(kill(process, SIGKILL), 0);
    int status = 0;
    waitpid(process, &status, 0);
    int more = 0;
    for (char byte = 0; read(told, &byte, 1) == 1;)
      ++more;
    close(told);
    return more;
  }
};

TEST(StoreSafety, AKillLosesNothingThatWasToldAndLeavesNothingHalf) {
  const test_support::TemporaryFolder folder;
  const fs::path file = folder / "store.sqlite";
  int told = 0;
  for (int round = 0; round < 10; ++round) {
    Writer writer(file, "1." + std::to_string(round) + ".");
    ASSERT_TRUE(writer.wait_for(round % 4)) << "the writer ended by itself";
    told += round % 4 + writer.kill_now();
    Store store = opened(file);
    const auto exams = store.exams();
    ASSERT_TRUE(exams) << exams.error().text();
    EXPECT_GE(static_cast<int>(exams->size()), told);
    for (const Exam& exam : *exams)
      EXPECT_TRUE(store.findings(exam.id)) << exam.series_uid;
  }
}

TEST(StoreSafety, TwoProgramsAddAtTheSameTime) {
  const test_support::TemporaryFolder folder;
  const fs::path file = folder / "store.sqlite";
  Writer one(file, "1.1."), two(file, "1.2.");
  EXPECT_TRUE(one.wait_for(5));
  EXPECT_TRUE(two.wait_for(5));
  const int told = 10 + one.kill_now() + two.kill_now();
  EXPECT_GE(static_cast<int>(opened(file).exams()->size()), told);
}

TEST(StoreSafety, IsPrivateFromTheFirstByteOnAndSoIsItsFolder) {
  const test_support::TemporaryFolder folder;
  const fs::path file = folder / "data" / "spondyl" / "store.sqlite";
  Store store = opened(file);
  added(store, exam_findings("1.2.3"));
  for (const auto& entry : fs::directory_iterator(file.parent_path()))
    EXPECT_EQ(entry.status().permissions() & fs::perms::mask, fs::perms::owner_read | fs::perms::owner_write)
        << entry.path();
  EXPECT_EQ(fs::status(file.parent_path()).permissions() & fs::perms::mask, fs::perms::owner_all);
}

TEST(StoreSafety, ADamagedFileIsSaidAndLeftAlone) {
  const test_support::TemporaryFolder folder;
  const fs::path file = folder / "store.sqlite";
  {
    Store store = opened(file);
    for (int i = 0; i < 20; ++i)
      added(store, exam_findings("1.2." + std::to_string(i)));
  }
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(3 * 4096);
    bytes << std::string(4 * 4096, '\xee');
  }
  const auto size = fs::file_size(file);
  const auto damaged = Store::open(file);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::unreadable);
  EXPECT_THAT(damaged.error().text(), HasSubstr("damaged"));
  EXPECT_EQ(fs::file_size(file), size);
}

TEST(StoreSafety, TheNextVersionOfTheTablesKeepsAllExamsAndACopy) {
  const test_support::TemporaryFolder folder;
  const fs::path file = folder / "store.sqlite";
  {
    Store store = opened(file);
    added(store, exam_findings("1.2.3"));
  }
  database::Schema next = schema();
  next.versions.emplace_back("ALTER TABLE exam ADD COLUMN remark TEXT");
  {
    auto migrated = database::open(file, next);
    ASSERT_TRUE(migrated) << migrated.error().text();
    EXPECT_EQ(migrated->execAndGet("SELECT count(*) FROM exam WHERE remark IS NULL").getInt(), 1);
  }
  EXPECT_EQ(Store::open(file).error().code, ErrorCode::unsupported) << "an older program leaves it alone";
  fs::path copy = file;
  copy += ".before-version-" + std::to_string(next.versions.size());
  Store before = opened(copy);
  EXPECT_EQ(before.exams()->size(), 1U);
}

TEST(StoreDefaultFile, IsInTheUsersDataFolder) {
  setenv("XDG_DATA_HOME", "/data/of/user", 1);
  EXPECT_EQ(default_file(), "/data/of/user/spondyl/follow-up.sqlite");
  unsetenv("XDG_DATA_HOME");
  setenv("HOME", "/home/user", 1);
  EXPECT_EQ(default_file(), "/home/user/.local/share/spondyl/follow-up.sqlite");
}

} // namespace
} // namespace spondyl::store

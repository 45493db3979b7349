#include <spondyl/database/open.h>

#include <SQLiteCpp/Statement.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>

namespace spondyl::database {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const Schema kFirst{0x53504f31, "the test store", {"CREATE TABLE height (mm REAL NOT NULL) STRICT"}};
const Schema kSecond{0x53504f31, "the test store", {kFirst.versions[0], "ALTER TABLE height ADD COLUMN level TEXT"}};

class OpenDatabase : public testing::Test {
protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              ("database-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    file_ = folder_ / "store.sqlite";
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_, file_;
};

fs::perms permissions(const fs::path& file) {
  return fs::status(file).permissions() & fs::perms::mask;
}

TEST_F(OpenDatabase, IsPrivateWithAllItsSideFiles) {
  auto database = open(file_, kFirst);
  ASSERT_TRUE(database) << database.error().text();
  database->exec("INSERT INTO height VALUES (24.5)");
  const auto owner_only = fs::perms::owner_read | fs::perms::owner_write;
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    EXPECT_EQ(permissions(entry.path()), owner_only) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 2); // the write-ahead log is there while it is open
}

TEST_F(OpenDatabase, KeepsWhatWasWrittenAndMigratesWithACopyOfTheOldOne) {
  {
    auto database = open(file_, kFirst);
    ASSERT_TRUE(database);
    database->exec("INSERT INTO height VALUES (24.5)");
  }
  auto newer = open(file_, kSecond);
  ASSERT_TRUE(newer) << newer.error().text();
  EXPECT_DOUBLE_EQ(newer->execAndGet("SELECT mm FROM height WHERE level IS NULL").getDouble(), 24.5);
  const auto copy = open_read_only(file_.string() + ".before-version-2", kFirst);
  ASSERT_TRUE(copy) << copy.error().text();
  EXPECT_EQ(permissions(file_.string() + ".before-version-2"), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OpenDatabase, LeavesANewerOneAlone) {
  ASSERT_TRUE(open(file_, kSecond));
  const auto older_program = open(file_, kFirst);
  ASSERT_FALSE(older_program);
  EXPECT_EQ(older_program.error().code, ErrorCode::unsupported);
  EXPECT_THAT(older_program.error().message, HasSubstr(file_.string()));
  EXPECT_TRUE(open(file_, kSecond));
}

TEST_F(OpenDatabase, RefusesAFileOfAnotherProgramWithoutChangingIt) {
  SQLite::Database(file_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE mine (x)");
  const auto size = fs::file_size(file_);
  const auto refused = open(file_, kFirst);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unreadable);
  EXPECT_EQ(fs::file_size(file_), size);
}

TEST_F(OpenDatabase, SaysThatAFileIsDamaged) {
  {
    auto database = open(file_, kFirst);
    ASSERT_TRUE(database);
    database->exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                   " INSERT INTO height SELECT i FROM n");
  }
  {
    std::fstream bytes(file_, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(4096); // the root page of the table
    bytes << std::string(3000, '\xee');
  }
  const auto damaged = open(file_, kFirst);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::unreadable);
  EXPECT_THAT(damaged.error().text(), HasSubstr("Restore"));
}

TEST_F(OpenDatabase, NamesAFolderThatDoesNotExist) {
  const auto missing = open(folder_ / "no" / "store.sqlite", kFirst);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::io);
  EXPECT_THAT(missing.error().message, HasSubstr("no/store.sqlite"));
}

TEST_F(OpenDatabase, TwoProgramsMayWrite) {
  auto one = open(file_, kFirst), two = open(file_, kFirst);
  ASSERT_TRUE(one && two);
  one->exec("INSERT INTO height VALUES (1)");
  two->exec("INSERT INTO height VALUES (2)");
  EXPECT_EQ(one->execAndGet("SELECT count(*) FROM height").getInt(), 2);
}

} // namespace
} // namespace spondyl::database

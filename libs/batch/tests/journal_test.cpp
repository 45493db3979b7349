#include "journal.h"

#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class BatchJournal : public testing::Test {
protected:
  BatchJournal() { fs::create_directories(folder_ / kPrivateFolder); }
  [[nodiscard]] Journal open() const {
    auto journal = Journal::open(folder_.path());
    EXPECT_TRUE(journal) << journal.error().text();
    return std::move(*journal);
  }
  test_support::TemporaryFolder folder_;
};

SeriesResult result(const std::string& study, const std::string& series, const std::string& outcome) {
  return {study, series, study, series, 1, outcome, "", "{}", study + series + "\n"};
}

std::vector<std::string> rows(Journal& journal) {
  std::vector<std::string> list;
  EXPECT_TRUE(journal.each_result([&](const SeriesResult& one) -> Result<void> {
    list.push_back(one.rows);
    return {};
  }));
  return list;
}

TEST_F(BatchJournal, KeepsTheIndexByStudy) {
  Journal journal = open();
  journal.add_files("/archive/a", {{"1.dcm", true, "1.2.3", ""}, {"notes", false, "", "no DICOM"}}, true);
  journal.add_files("/archive/b", {{"2\xff.dcm", true, "1.2.3", ""}}, false);
  EXPECT_TRUE(journal.knows_folder("/archive/a"));
  EXPECT_FALSE(journal.knows_folder("/archive/b")) << "only a part of it was looked at";
  const auto study = journal.next_study(0, {});
  ASSERT_TRUE(study);
  EXPECT_EQ(study->key, "1.2.3");
  EXPECT_THAT(journal.files_of(study->id), ElementsAre("/archive/a/1.dcm", "/archive/b/2\xff.dcm"));
  EXPECT_FALSE(journal.next_study(study->id, {}));
  EXPECT_EQ(journal.summary({}).files_seen, 3U);
  EXPECT_EQ(journal.summary({}).dicom_files, 2U);
}

TEST_F(BatchJournal, GivesEveryStudyToExactlyOneShard) {
  Journal journal = open();
  std::vector<IndexedFile> files;
  for (int i = 0; i < 200; ++i)
    files.push_back({std::to_string(i), true, "1.2." + std::to_string(i), ""});
  journal.add_files("/archive", files, true);
  std::set<std::string> met;
  for (int shard = 1; shard <= 3; ++shard) {
    std::size_t count = 0;
    std::int64_t after = 0;
    while (const auto study = journal.next_study(after, {shard, 3})) {
      after = study->id;
      ++count;
      EXPECT_TRUE(met.insert(study->key).second) << study->key;
    }
    EXPECT_GT(count, 40U) << "about a third each";
    EXPECT_EQ(count, journal.summary({shard, 3}).studies);
  }
  EXPECT_EQ(met.size(), 200U);
}

TEST_F(BatchJournal, HoldsOneResultPerSeriesInTheOrderOfTheTable) {
  Journal journal = open();
  journal.add(result("2", "b", "measured"));
  journal.add(result("1", "z", "failed"));
  journal.add(result("2", "a", "not_measured"));
  journal.add(result("2", "b", "measured"));
  EXPECT_THAT(rows(journal), ElementsAre("1z\n", "2a\n", "2b\n"));
  EXPECT_THAT(journal.finished_series("2"), ElementsAre("a", "b"));
  EXPECT_EQ(journal.summary({}).measured, 1U);
}

TEST_F(BatchJournal, ForgetsFailuresForAnotherAttempt) {
  Journal journal = open();
  journal.add_files("/archive", {{"1", true, "1", ""}, {"2", true, "2", ""}}, true);
  journal.add(result("1", "z", "failed"));
  journal.add(result("2", "a", "measured"));
  journal.finish(1);
  journal.finish(2);
  journal.reopen_failed();
  const auto study = journal.next_study(0, {});
  ASSERT_TRUE(study);
  EXPECT_EQ(study->key, "1");
  EXPECT_FALSE(journal.next_study(study->id, {}));
  EXPECT_THAT(rows(journal), ElementsAre("2a\n"));
}

TEST_F(BatchJournal, RemembersAfterBeingClosed) {
  {
    Journal journal = open();
    journal.set_note("shard", "1/2");
    journal.add(result("1", "a", "measured"));
  }
  Journal journal = open();
  EXPECT_EQ(journal.note("shard"), "1/2");
  EXPECT_EQ(journal.note("other"), std::nullopt);
  EXPECT_THAT(rows(journal), ElementsAre("1a\n"));
}

} // namespace
} // namespace spondyl::batch

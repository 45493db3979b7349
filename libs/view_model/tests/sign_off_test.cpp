#include "phantom_document.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <spondyl/audit/log.h>
#include <spondyl/sign_off/sign_off.h>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/sign_off.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class ViewerSignOff : public testing::Test {
protected:
  std::vector<std::string> actions() const {
    std::vector<std::string> all;
    std::ifstream stream(log);
    for (std::string line; std::getline(stream, line);)
      all.push_back(nlohmann::json::parse(line).at("action"));
    return all;
  }
  test_support::TemporaryFolder folder;
  fs::path log = folder / "audit.jsonl", file = folder / "findings.json";
  SignOffOrder order{"Reader^Rita", "Clinic", SignOffState::signed_off, "", "2026-01-03T00:00:00Z"};
};

TEST_F(ViewerSignOff, WritesWhatTheCommandLineVerifiesAndLogsIt) {
  ReviewDocument document = test::document();
  const auto done = sign_and_save(document, order, file, log);
  ASSERT_TRUE(done) << done.error().text();
  const auto read = sign_off::read_verified(file);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(*read, *done);
  EXPECT_EQ(read->sign_off->state(), SignOffState::signed_off);
  EXPECT_EQ(read->sign_off->steps.back().reader, "Reader^Rita");
  EXPECT_FALSE(document.has_unsaved_changes());
  EXPECT_THAT(actions(), ElementsAre("sign"));
  EXPECT_EQ(audit::verify(log), 1U);
}

TEST_F(ViewerSignOff, ReviewedIsNotSigned) {
  ReviewDocument document = test::document();
  order.state = SignOffState::reviewed;
  const auto done = sign_and_save(document, order, file, log);
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(done->sign_off->state(), SignOffState::reviewed);
  EXPECT_THAT(actions(), ElementsAre("review"));
}

TEST_F(ViewerSignOff, EditsOfSignedFindingsBecomeAnAmendmentBesideThem) {
  ReviewDocument first = test::document();
  const auto before = sign_and_save(first, order, file, log);
  ASSERT_TRUE(before) << before.error().text();
  ReviewDocument second(test::ct_series(), *before, nullptr, test::reader());
  EXPECT_FALSE(needs_amendment(second));
  EXPECT_FALSE(sign_and_save(second, order, file, log)) << "signed already";
  ASSERT_TRUE(second.apply(test::lower_corner(second, test::key_of(second, "L1"), 2.0)));
  EXPECT_TRUE(needs_amendment(second));
  EXPECT_FALSE(sign_and_save(second, order, folder / "second.json", log)) << "an amendment says why";
  order.amendment_reason = "corner corrected";
  EXPECT_FALSE(sign_and_save(second, order, file, log)) << "the signed file stays";
  const auto after = sign_and_save(second, order, folder / "second.json", log);
  ASSERT_TRUE(after) << after.error().text();
  EXPECT_EQ(after->sign_off->revision, 2);
  EXPECT_EQ(after->sign_off->predecessor, before->sign_off->digest);
  EXPECT_EQ(sign_off::read_verified(file).value(), *before);
  EXPECT_THAT(actions(), ElementsAre("sign", "amend", "sign"));
}

TEST_F(ViewerSignOff, NothingIsSignedThatTheLogCannotHold) {
  ReviewDocument document = test::document();
  std::ofstream(folder / "no-folder") << "a file";
  EXPECT_FALSE(sign_and_save(document, order, file, folder / "no-folder" / "audit.jsonl"));
  EXPECT_FALSE(fs::exists(file));
  order.reader.clear();
  EXPECT_EQ(sign_and_save(document, order, file, log).error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(actions(), testing::IsEmpty());
}

TEST_F(ViewerSignOff, OpeningAndSavedEditsAreEvents) {
  ReviewDocument document = test::document();
  ASSERT_TRUE(note_opened(test::ct_series(), log));
  ASSERT_TRUE(note_edited(document, log));
  EXPECT_THAT(actions(), ElementsAre("open", "edit"));
  EXPECT_EQ(audit::verify(log), 2U);
}

} // namespace
} // namespace spondyl::view_model

#include "exams.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/sign_off/sign_off.h>

namespace spondyl::store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class StoreTest : public testing::Test {
protected:
  test_support::TemporaryFolder folder;
  Store store = opened(folder / "store.sqlite");
};

TEST_F(StoreTest, GivesBackExactlyWhatWasAdded) {
  const Findings findings = exam_findings("1.2.3");
  const auto back = store.findings(added(store, findings));
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(*back, findings);
}

TEST_F(StoreTest, AddingTheSameFindingsAgainChangesNothing) {
  const auto first = store.add(exam_findings("1.2.3")), again = store.add(exam_findings("1.2.3"));
  EXPECT_TRUE(first->is_new);
  EXPECT_FALSE(again->is_new);
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(store.exams()->size(), 1U);
}

TEST_F(StoreTest, KeepsEveryRevisionAndWhatTheReaderMoved) {
  Findings findings = exam_findings("1.2.3");
  const ExamId exam = added(store, findings);
  std::get<SixPoints>(*findings.vertebrae[0].landmarks).anterior_superior.z += 1.5;
  findings.vertebrae[1].level = VertebraLevel::parse("L2");
  EXPECT_EQ(store.add(findings)->revision, 2);
  EXPECT_EQ(*store.findings(exam), findings);
  EXPECT_EQ(*store.findings(exam, 1), exam_findings("1.2.3"));
  const auto edits = *store.edits(exam);
  ASSERT_EQ(edits.size(), 2U);
  EXPECT_EQ(edits[0].what, "anterior_superior");
  EXPECT_EQ(edits[0].before, "0.100 -15.000 12.333 mm");
  EXPECT_EQ(edits[0].after, "0.100 -15.000 13.833 mm");
  EXPECT_EQ(edits[1].what, "level");
  EXPECT_EQ(edits[1].after, "L2");
}

TEST_F(StoreTest, ListsByPatientAndDate) {
  added(store, exam_findings("1.2.2", "20260101"));
  added(store, exam_findings("1.2.1", "20240101"));
  const auto exams = *store.exams();
  ASSERT_EQ(exams.size(), 2U);
  EXPECT_EQ(exams[0].study_date, "20240101");
  EXPECT_EQ(exams[0].patient.id, "id-7");
  EXPECT_EQ(exams[0].sign_off, "draft");
  EXPECT_EQ(exams[0].vertebrae, 2);
}

TEST_F(StoreTest, FindsAnExamByNumberAndBySeries) {
  const ExamId exam = added(store, exam_findings("1.2.3"));
  EXPECT_EQ(store.exam(std::to_string(exam))->series_uid, "1.2.3");
  EXPECT_EQ(store.exam("1.2.3")->id, exam);
  const auto missing = store.exam("9.9");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
}

TEST_F(StoreTest, KnowsWhatWasSigned) {
  const auto done = sign_off::sign(exam_findings("1.2.3"), {"Reader^Rita", "Clinic"}, "2026-01-02T03:04:05Z");
  ASSERT_TRUE(done);
  added(store, *done);
  EXPECT_EQ(store.exams()->at(0).sign_off, "signed");
}

TEST_F(StoreTest, RefusesFindingsThatWereAlteredAfterSigning) {
  auto done = sign_off::sign(exam_findings("1.2.3"), {"Reader^Rita", "Clinic"}, "2026-01-02T03:04:05Z");
  done->vertebrae[0].heights.anterior->value += 1.0;
  const auto refused = store.add(*done);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(*store.exams(), IsEmpty());
}

TEST_F(StoreTest, ForgetsAnExamSoThatTheFileHoldsNothingOfIt) {
  Findings other = exam_findings("1.2.4");
  other.patient = PatientInfo{"id-8", "Clinic", "Kept^Person", "19400101", "F", ""};
  other.images.root = "/archive/kept";
  added(store, other);
  ASSERT_TRUE(store.forget(added(store, exam_findings("1.2.3"))));
  EXPECT_EQ(store.exams()->size(), 1U);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream bytes(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(bytes), {}};
    EXPECT_EQ(text.find("Yamada"), std::string::npos) << entry.path();
    EXPECT_EQ(text.find("id-7"), std::string::npos) << entry.path();
  }
}

TEST_F(StoreTest, AnonymousFindingsAreKeptToo) {
  Findings anonymous = exam_findings("1.2.3");
  anonymous.patient.reset();
  EXPECT_EQ(*store.findings(added(store, anonymous)), anonymous);
}

} // namespace
} // namespace spondyl::store

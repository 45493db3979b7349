#include "exams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::store {
namespace {

using comparison::SamePerson;
using testing::ElementsAre;
using testing::IsEmpty;

const PatientInfo kJane{"7", "Clinic", "Doe^Jane", "19500102", "F", ""};

class Persons : public testing::Test {
protected:
  ExamId add(const std::string& series, const std::string& date, const PatientInfo& patient) {
    Findings findings = exam_findings(series, date);
    findings.patient = patient;
    return added(store, findings);
  }
  std::vector<std::string> dates_of_person(ExamId exam) {
    std::vector<std::string> dates;
    const auto exams = store.exams_of_person(exam);
    EXPECT_TRUE(exams) << exams.error().text();
    for (const Exam& one : *exams)
      dates.push_back(one.study_date);
    return dates;
  }

  test_support::TemporaryFolder folder;
  Store store = opened(folder / "store.sqlite");
};

TEST_F(Persons, PriorsOfTheSamePersonComeLatestFirst) {
  add("1.1", "20200101", kJane);
  add("1.2", "20220101", kJane);
  const auto priors = store.priors(add("1.3", "20240101", kJane));
  ASSERT_TRUE(priors) << priors.error().text();
  ASSERT_EQ(priors->size(), 2U);
  EXPECT_EQ(priors->at(0).exam.study_date, "20220101");
  EXPECT_TRUE(priors->at(0).accepted());
}

TEST_F(Persons, OneIdWithAnotherBirthDateIsShownWithItsContradictionAndNotAccepted) {
  add("1.1", "20200101", {"7", "Clinic", "Roe^Mary", "19610101", "F", ""});
  const ExamId exam = add("1.2", "20240101", kJane);
  const auto priors = *store.priors(exam);
  ASSERT_EQ(priors.size(), 1U);
  EXPECT_EQ(priors[0].identity.same, SamePerson::contradicted);
  EXPECT_THAT(priors[0].identity.contradictions, ElementsAre("name", "birth date"));
  EXPECT_FALSE(priors[0].accepted());
  EXPECT_THAT(dates_of_person(exam), ElementsAre("20240101"));
}

TEST_F(Persons, NobodyIsProposedWhoSharesNothing) {
  add("1.1", "20200101", {"8", "Clinic", "Roe^Mary", "19610101", "F", ""});
  EXPECT_THAT(*store.priors(add("1.2", "20240101", kJane)), IsEmpty());
}

TEST_F(Persons, TheIdAloneIsNeverEnough) {
  add("1.1", "20200101", {"7", "", "", "", "", ""});
  const ExamId exam = add("1.2", "20240101", kJane);
  EXPECT_EQ(store.priors(exam)->at(0).identity.same, SamePerson::unknown);
  EXPECT_THAT(dates_of_person(exam), ElementsAre("20240101"));
}

TEST_F(Persons, AConfirmationIsRememberedByAProgramThatComesLater) {
  const ExamId married = add("1.1", "20200101", {"7", "Clinic", "Maiden^Jane", "19500102", "F", ""});
  const ExamId exam = add("1.2", "20240101", kJane);
  ASSERT_TRUE(store.decide(exam, married, {true, "Reader^Rita"}));
  const ExamId third = add("1.3", "20250101", kJane);
  store = opened(folder / "store.sqlite");
  EXPECT_THAT(dates_of_person(third), ElementsAre("20200101", "20240101", "20250101"));
  EXPECT_EQ(store.priors(third)->at(1).decided, true);
}

TEST_F(Persons, ARejectionIsRememberedToo) {
  const ExamId twin = add("1.1", "20200101", {"7", "", "Doe^Jane", "19500102", "F", ""});
  const ExamId exam = add("1.2", "20240101", kJane);
  EXPECT_THAT(dates_of_person(exam), ElementsAre("20200101", "20240101"));
  ASSERT_TRUE(store.decide(exam, twin, {false, ""}));
  EXPECT_THAT(dates_of_person(exam), ElementsAre("20240101"));
}

TEST_F(Persons, InterventionsBelongToThePersonAndNotToTheExam) {
  const ExamId first = add("1.1", "20200101", kJane), second = add("1.2", "20240101", kJane);
  const comparison::Intervention cement{*VertebraLevel::parse("L1"), comparison::InterventionKind::kyphoplasty,
                                        "20220202"};
  ASSERT_TRUE(store.mark(first, cement));
  ASSERT_TRUE(store.mark(first, cement)) << "marking twice is marking once";
  const auto marked = *store.interventions(second);
  ASSERT_EQ(marked.size(), 1U);
  EXPECT_EQ(marked[0].level, cement.level);
  EXPECT_EQ(marked[0].kind, cement.kind);
  EXPECT_EQ(marked[0].date, "20220202");
  EXPECT_EQ(store.unmark(second, {cement.level, cement.kind, "20110101"}).value(), 0) << "another day";
  EXPECT_EQ(store.unmark(second, {cement.level, cement.kind, ""}).value(), 1) << "whichever exam it was marked at";
  EXPECT_TRUE(store.interventions(first)->empty());
}

TEST_F(Persons, ACorrectedPatientMovesTheExam) {
  const ExamId exam = add("1.1", "20200101", {"7", "Clinic", "Wrong^Name", "19610101", "F", ""});
  add("1.2", "20240101", kJane);
  EXPECT_EQ(add("1.1", "20200101", kJane), exam);
  EXPECT_THAT(dates_of_person(exam), ElementsAre("20200101", "20240101"));
}

TEST_F(Persons, OfNoExamAreFoundDecidedAndRememberedByWhatTheHeadersSay) {
  const PatientInfo mary{"7", "Clinic", "Roe^Mary", "19610101", "F", ""};
  add("1.1", "20200101", mary);
  const auto before = store.priors(kJane, "1.2");
  ASSERT_TRUE(before) << before.error().text();
  ASSERT_EQ(before->size(), 1U);
  EXPECT_FALSE(before->front().accepted());
  EXPECT_EQ(*store.decision(kJane, mary), std::nullopt);
  ASSERT_TRUE(store.decide(kJane, mary, {true, "Reader"}));
  EXPECT_EQ(*store.decision(mary, kJane), true);
  EXPECT_TRUE(store.priors(kJane, "1.2")->front().accepted());
  EXPECT_THAT(*store.priors(mary, "1.1"), IsEmpty()) << "a series is no prior of itself";
  EXPECT_FALSE(store.decide(kJane, kJane, {false, ""})) << "nothing tells them apart";
}

TEST_F(Persons, AreForgottenWithTheirDecisionsAndOthersAreNot) {
  const PatientInfo mary{"7", "Clinic", "Roe^Mary", "19610101", "F", ""},
      ann{"7", "Clinic", "Poe^Ann", "19610101", "F", ""};
  const ExamId exam = add("1.1", "20200101", mary);
  const ExamId other = add("1.3", "20210101", {"9", "Clinic", "Moe^Eve", "19400101", "F", ""});
  ASSERT_TRUE(store.decide(kJane, mary, {true, ""}));
  ASSERT_TRUE(store.decide(kJane, ann, {false, ""}));
  ASSERT_TRUE(store.forget(other));
  EXPECT_EQ(*store.decision(kJane, mary), true);
  EXPECT_EQ(*store.decision(kJane, ann), false);
  ASSERT_TRUE(store.forget(exam));
  EXPECT_EQ(*store.decision(kJane, mary), std::nullopt);
}

} // namespace
} // namespace spondyl::store

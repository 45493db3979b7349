// Who is proposed as a prior, from what was opened and from the follow-up store.
#include "phantom_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/store/store.h>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/autosave.h>
#include <spondyl/view_model/prior_candidates.h>

namespace spondyl::view_model::test {
namespace {

using comparison::SamePerson;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const PatientInfo kJane{"7", "Clinic", "Doe^Jane", "19500102", "F", ""};
const PatientInfo kMary{"7", "Clinic", "Roe^Mary", "19610101", "F", ""};

SeriesItem item(const std::string& study, const std::string& date, const PatientInfo& patient,
                const std::string& modality = "CT") {
  SeriesItem made;
  made.series = ct_series();
  made.series.info.uid = study + ".1";
  made.series.info.modality = modality;
  made.series.study.uid = study;
  made.series.study.date = date;
  made.series.patient = patient;
  made.key = series_key(made.series);
  made.viewable = made.measurable = true;
  return made;
}

Findings findings_of(const SeriesItem& of) {
  Findings findings = measured_findings();
  findings.series_instance_uid = of.series.info.uid;
  findings.study = {of.series.study.uid, of.series.study.date, ""};
  findings.modality = of.series.info.modality;
  findings.patient = of.series.patient;
  return findings;
}

class Priors : public testing::Test {
protected:
  Priors() { ask({}); }
  void ask(const std::vector<SeriesItem>& others) {
    question.current = now.series;
    question.opened = others;
    question.opened.push_back(now);
    question.sessions = folder / "sessions";
    question.store = folder / "store.sqlite";
  }
  PriorAnswer found() {
    auto answer = find_priors(question, {});
    EXPECT_TRUE(answer) << answer.error().text();
    EXPECT_THAT(answer->warnings, IsEmpty());
    return std::move(*answer);
  }
  test_support::TemporaryFolder folder;
  SeriesItem now = item("2.3", "20260101", kJane);
  PriorQuestion question;
};

TEST_F(Priors, OfTheOpenedFolderAreProposedByTheWholeIdentityLatestFirst) {
  ask({item("2.1", "20200101", kJane), item("2.2", "20240101", kJane), item("2.9", "20250101", kMary),
       item("2.8", "20250601", {"9", "", "Poe^Ann", "19600101", "F", ""})});
  const auto candidates = found().candidates;
  ASSERT_EQ(candidates.size(), 3U) << "who shares nothing is not proposed";
  EXPECT_EQ(candidates[0].date, "20250101");
  EXPECT_EQ(candidates[0].identity.same, SamePerson::contradicted);
  EXPECT_FALSE(candidates[0].accepted()) << "never on the id alone";
  EXPECT_THAT(candidate_standing(candidates[0]), HasSubstr("Different name and birth date"));
  EXPECT_TRUE(candidates[1].accepted());
  EXPECT_EQ(best_prior(candidates, now.series), 1U) << "the latest that is the same person";
  EXPECT_FALSE(candidates[1].findings);
}

TEST_F(Priors, ADecisionIsRemembered) {
  const SeriesItem other = item("2.9", "20250101", kMary), same = item("2.2", "20240101", kJane);
  ask({other, same});
  ASSERT_TRUE(remember_decision(question.store, kJane, kMary, true));
  auto candidates = found().candidates;
  EXPECT_TRUE(candidates[0].accepted());
  EXPECT_THAT(candidate_standing(candidates[0]), HasSubstr("Confirmed by a reader"));
  EXPECT_EQ(best_prior(candidates, now.series), 0U);
  ASSERT_TRUE(remember_decision(question.store, kJane, kMary, false));
  candidates = found().candidates;
  EXPECT_EQ(best_prior(candidates, now.series), 1U);
  EXPECT_FALSE(remember_decision(question.store, kJane, kJane, false)) << "nothing tells them apart";
  question.decided[same.series.info.uid] = false; // in this session
  EXPECT_EQ(best_prior(found().candidates, now.series), std::nullopt);
}

TEST_F(Priors, OfTheStoreComeWithTheirFindingsThoughNobodyOpenedThem) {
  const SeriesItem before = item("2.1", "20220101", kJane);
  ASSERT_TRUE(keep_in_store(question.store, findings_of(before)));
  auto store = store::Store::open(question.store);
  const auto exam = store->exam(before.series.info.uid);
  ASSERT_TRUE(
      store->mark(exam->id, {*VertebraLevel::parse("L2"), comparison::InterventionKind::kyphoplasty, "20230101"}));
  const auto answer = found();
  ASSERT_EQ(answer.candidates.size(), 1U);
  EXPECT_FALSE(answer.candidates[0].images);
  ASSERT_TRUE(answer.candidates[0].findings);
  EXPECT_EQ(answer.candidates[0].findings->vertebrae.size(), 5U);
  ASSERT_EQ(answer.interventions.size(), 1U);
  EXPECT_THAT(candidate_title(answer.candidates[0]), HasSubstr("2022-01-01  CT  measured, images not opened"));
}

TEST_F(Priors, FindingsOfAContradictedPersonStayInTheStoreUntilAReaderConfirms) {
  ASSERT_TRUE(keep_in_store(question.store, findings_of(item("2.9", "20220101", kMary))));
  ASSERT_EQ(found().candidates.size(), 1U);
  EXPECT_FALSE(found().candidates[0].findings);
  ASSERT_TRUE(remember_decision(question.store, kJane, kMary, true));
  EXPECT_TRUE(found().candidates[0].findings);
}

TEST_F(Priors, AnEarlierSessionOfAnOpenedSeriesIsItsMeasurement) {
  const SeriesItem before = item("2.1", "20220101", kJane);
  {
    ReviewDocument document(before.series, findings_of(before));
    ASSERT_TRUE(Autosave::start(document, question.sessions));
  }
  ask({before});
  ASSERT_EQ(found().candidates.size(), 1U);
  EXPECT_TRUE(found().candidates[0].findings);
}

TEST_F(Priors, OneSeriesStandsForItsStudyTheOneOfTheSameModality) {
  SeriesItem mr = item("2.1", "20220101", kJane, "MR");
  mr.series.info.uid = "2.1.2";
  mr.key = series_key(mr.series);
  ask({mr, item("2.1", "20220101", kJane), item("2.3", "20260101", kJane, "MR")});
  const auto candidates = found().candidates;
  ASSERT_EQ(candidates.size(), 1U) << "another series of the same study is no prior";
  EXPECT_EQ(candidates[0].modality, "CT");
}

TEST_F(Priors, AStoreThatCannotBeReadIsSaidAndHidesNothing) {
  ask({item("2.1", "20200101", kJane)});
  question.store = folder / "sessions"; // a folder
  std::filesystem::create_directories(question.store);
  const auto answer = find_priors(question, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->warnings.size(), 1U);
  EXPECT_EQ(answer->candidates.size(), 1U);
}

TEST_F(Priors, ImagesThatAreGoneAreSaid) {
  Findings findings = findings_of(now);
  findings.images.root = (folder / "nowhere").string();
  const auto images = locate_images(findings, {});
  ASSERT_FALSE(images);
  EXPECT_THAT(images.error().text(), HasSubstr("no longer where they were measured"));
}

} // namespace
} // namespace spondyl::view_model::test

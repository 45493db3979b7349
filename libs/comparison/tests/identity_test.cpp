#include "spine_series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::comparison {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const PatientInfo kJane{"7", "Clinic", "Doe^Jane", "19500102", "F", "075Y"};

struct Case {
  const char* what;
  PatientInfo other;
  SamePerson same;
};

class SamePersonCases : public testing::TestWithParam<Case> {};

TEST_P(SamePersonCases, AreToldApart) {
  EXPECT_EQ(to_string(identity_of(kJane, GetParam().other).same), to_string(GetParam().same));
  EXPECT_EQ(to_string(identity_of(GetParam().other, kJane).same), to_string(GetParam().same)) << "either way round";
}

INSTANTIATE_TEST_SUITE_P(
    Patients, SamePersonCases,
    testing::Values(
        Case{"identical", kJane, SamePerson::same},
        Case{"later age", {"7", "Clinic", "Doe^Jane", "19500102", "F", "076Y"}, SamePerson::same},
        Case{"name as others write it", {"7", "Clinic", "DOE^JANE^^Dr=x", "19500102", "F", ""}, SamePerson::same},
        Case{"no issuer", {"7", "", "Doe^Jane", "19500102", "F", ""}, SamePerson::same},
        Case{"id alone", {"7", "Clinic", "", "", "", ""}, SamePerson::unknown},
        Case{"id and sex", {"7", "Clinic", "", "", "F", ""}, SamePerson::unknown},
        Case{"id and birth date", {"7", "Clinic", "", "19500102", "", ""}, SamePerson::probable},
        Case{"other hospital, other id", {"99", "Other", "Doe^Jane", "19500102", "F", ""}, SamePerson::probable},
        Case{"same id of another hospital", {"7", "Other", "Doe^Jane", "19500102", "F", ""}, SamePerson::contradicted},
        Case{"other id", {"8", "Clinic", "Doe^Jane", "19500102", "F", ""}, SamePerson::contradicted},
        Case{"other birth date", {"7", "Clinic", "Doe^Jane", "19510102", "F", ""}, SamePerson::contradicted},
        Case{"other sex", {"7", "Clinic", "Doe^Jane", "19500102", "M", ""}, SamePerson::contradicted},
        Case{"other name", {"7", "Clinic", "Roe^Jane", "19500102", "F", ""}, SamePerson::contradicted}),
    [](const auto& tested) {
      std::string name = tested.param.what;
      for (char& c : name)
        c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
      return name;
    });

TEST(Identity, NamesContradictionsWithoutTheirValues) {
  const auto identity = identity_of(kJane, PatientInfo{"7", "Clinic", "Doe^Jane", "19510102", "M", ""});
  EXPECT_THAT(identity.contradictions, ElementsAre("birth date", "sex"));
}

TEST(WrongPatient, IsSaidAndNothingIsCompared) {
  Findings other = spine({.losses = {{"L1", {0.45, 0.2, 0}}}, .date = "20260101"});
  other.patient->birth_date = "19600203";
  const auto comparison = compare(spine({}), other);
  EXPECT_THAT(comparison.notes.front(), HasSubstr("different persons: birth date"));
  for (const VertebraChange& change : comparison.vertebrae)
    EXPECT_EQ(change.verdict, ChangeVerdict::not_comparable) << change.name;
  CompareOptions confirmed;
  confirmed.same_person_confirmed = true;
  EXPECT_EQ(at(compare(spine({}), other, confirmed), "L1").verdict, ChangeVerdict::newly_fractured);
}

TEST(AnonymousFindings, AreComparedWithANote) {
  Findings anonymous = spine({.date = "20260101"});
  anonymous.patient.reset();
  const auto comparison = compare(spine({}), anonymous);
  EXPECT_EQ(comparison.identity.same, SamePerson::unknown);
  EXPECT_EQ(at(comparison, "L1").verdict, ChangeVerdict::stable);
  EXPECT_THAT(comparison.notes, testing::Contains(HasSubstr("do not say enough")));
}

} // namespace
} // namespace spondyl::comparison

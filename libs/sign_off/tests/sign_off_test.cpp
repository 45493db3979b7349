#include <spondyl/sign_off/sign_off.h>

#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <spondyl/findings/findings_json.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::sign_off {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const Reader kReader{"Reader^Rita", "Clinic"};
constexpr const char* kTime = "2026-01-02T03:04:05Z";

Findings draft() {
  Findings findings;
  findings.software = {"spondyl", "0.1.0"};
  findings.series_instance_uid = "1.2.3";
  findings.images = {"1.2.4", "/archive", {{"1.2.5", "1.2.6", "a.dcm", std::string(64, 'a')}}};
  VertebraFinding body;
  body.ordinal = 1;
  body.heights.anterior = HeightMeasurement{24.1};
  findings.vertebrae = {body};
  return findings;
}

/// What reading says of signed findings after their JSON was changed; "" when nothing.
std::string problem_after(const std::function<void(json&)>& change, int indent = 1) {
  const test_support::TemporaryFolder folder;
  json document = json::parse(findings::to_json(sign(draft(), kReader, kTime).value()));
  change(document);
  std::ofstream(folder / "findings.json") << document.dump(indent);
  const auto read = read_verified(folder / "findings.json");
  return read ? "" : read.error().message;
}

TEST(SignOff, GoesFromDraftOverReviewedToSigned) {
  EXPECT_FALSE(draft().sign_off);
  const auto reviewed = review(draft(), kReader, kTime);
  ASSERT_TRUE(reviewed);
  EXPECT_EQ(reviewed->sign_off->state(), SignOffState::reviewed);
  const auto done = sign(*reviewed, {"Other^One", ""}, kTime);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->sign_off->state(), SignOffState::signed_off);
  ASSERT_EQ(done->sign_off->steps.size(), 2U);
  EXPECT_EQ(done->sign_off->steps[0].reader, "Reader^Rita");
  EXPECT_EQ(done->sign_off->steps[1].reader, "Other^One");
}

TEST(SignOff, NeedsAName) {
  EXPECT_EQ(sign(draft(), {"  ", ""}, kTime).error().code, ErrorCode::invalid_argument);
}

TEST(SignOff, HappensOnce) {
  const auto done = sign(draft(), kReader, kTime);
  EXPECT_THAT(sign(*done, kReader, kTime).error().message, HasSubstr("signed already"));
}

TEST(SignedFindings, ReadBackAsTheyWereHoweverTheyAreLaidOut) {
  EXPECT_EQ(problem_after([](json&) {}), "");
  EXPECT_EQ(problem_after([](json&) {}, -1), "");
}

TEST(SignedFindings, MayMoveWithTheirImages) {
  EXPECT_EQ(problem_after([](json& document) {
              document["images"]["root"] = "/elsewhere";
              document["images"]["instances"][0]["file"] = "b.dcm";
            }),
            "");
}

TEST(SignedFindings, CannotBeAlteredSilently) {
  const std::vector<std::function<void(json&)>> changes = {
      [](json& d) { d["vertebrae"][0]["heights"]["anterior"]["value"] = 30.0; },
      [](json& d) { d["vertebrae"][0]["warnings"].push_back("x"); },
      [](json& d) { d["vertebrae"].push_back(d["vertebrae"][0]); },
      [](json& d) { d["sign_off"]["steps"][1]["reader"] = "Other^One"; },
      [](json& d) { d["sign_off"]["steps"][1]["time"] = "2027-01-01T00:00:00Z"; },
      [](json& d) { d["sign_off"]["digest"] = std::string(64, '0'); },
      [](json& d) { d["sign_off"].erase("digest"); },
      [](json& d) { d["series_instance_uid"] = "9.9"; },
      [](json& d) { d["something"] = "unknown to this version"; },
      [](json& d) {
        d["sign_off"]["steps"].erase(1);
        d["sign_off"]["state"] = "reviewed";
      }};
  for (std::size_t i = 0; i < changes.size(); ++i)
    EXPECT_THAT(problem_after(changes[i]), HasSubstr("altered after they were signed")) << "change " << i;
}

TEST(Amendment, IsANewInstanceThatNamesItsPredecessor) {
  const Findings first = sign(draft(), kReader, kTime).value();
  Findings corrected = draft();
  corrected.vertebrae[0].heights.anterior->value = 25.0;
  const auto amended = amend(corrected, first, "A corner was moved.");
  ASSERT_TRUE(amended);
  EXPECT_EQ(amended->sign_off->state(), SignOffState::draft);
  const Findings second = sign(*amended, kReader, kTime).value();
  EXPECT_EQ(second.sign_off->revision, 2);
  EXPECT_EQ(second.sign_off->predecessor, first.sign_off->digest);
  EXPECT_NE(second.sign_off->digest, first.sign_off->digest);
}

TEST(Amendment, IsOfSignedFindingsOfTheSameSeriesAndSaysWhy) {
  const Findings first = sign(draft(), kReader, kTime).value();
  EXPECT_FALSE(amend(draft(), draft(), "why"));
  EXPECT_FALSE(amend(draft(), first, ""));
  Findings other = draft();
  other.series_instance_uid = "9.9";
  EXPECT_FALSE(amend(other, first, "why"));
}

} // namespace
} // namespace spondyl::sign_off

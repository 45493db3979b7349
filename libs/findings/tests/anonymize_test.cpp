#include <spondyl/findings/anonymize.h>

#include <gmock/gmock.h>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/findings/findings_json.h>

namespace spondyl::findings {
namespace {

TEST(Anonymized, LeavesNoTraceOfPatientDatesPathsOrUids) {
  const std::string text = to_json(anonymized(example_findings::full()));
  for (const char* trace :
       {"patient\"", "Yamada", "山田", "id-7", "19500102", "20260101", "A-17", "/archive", "a/1.dcm", "\"1.2.826"})
    EXPECT_EQ(text.find(trace), std::string::npos) << trace;
}

TEST(Anonymized, DoesNotNameWhoCalibratedAFilm) {
  Findings film = example_findings::film();
  film.calibration = {ReaderCalibration::Kind::magnification, 1.2, "Reader^Rita", "2026-01-02T04:00:00Z"};
  film.warnings.emplace_back("Magnification 1.2 typed in by Reader^Rita on 2026-01-02.");
  const Findings after = anonymized(film);
  EXPECT_EQ(after.calibration->by, "reader");
  EXPECT_EQ(after.warnings.back(), "Magnification 1.2 typed in by reader on 2026-01-02.");
  EXPECT_EQ(after.calibration->value, 1.2);
}

TEST(Anonymized, KeepsMeasurementsAndTheKindAndDigestOfTheImages) {
  const Findings before = example_findings::full(), after = anonymized(before);
  EXPECT_EQ(after.vertebrae, before.vertebrae);
  EXPECT_EQ(after.numbering, before.numbering);
  EXPECT_EQ(after.images.instances[0].sop_class_uid, before.images.instances[0].sop_class_uid);
  EXPECT_EQ(after.images.instances[0].sha256, before.images.instances[0].sha256);
}

TEST(ReplacementUid, IsAValidUidThatDependsOnTheUidAlone) {
  const std::string uid = replacement_uid("1.2.3.4");
  EXPECT_EQ(uid, replacement_uid("1.2.3.4"));
  EXPECT_NE(uid, replacement_uid("1.2.3.5"));
  EXPECT_THAT(uid, testing::MatchesRegex("2\\.25\\.[1-9][0-9]*"));
  EXPECT_LE(uid.size(), 64U) << "PS3.5 9.1";
  EXPECT_EQ(replacement_uid(""), "");
}

} // namespace
} // namespace spondyl::findings

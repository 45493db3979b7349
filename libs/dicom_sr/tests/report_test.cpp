#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::dicom_sr {
namespace {

namespace fs = std::filesystem;
using example_findings::film;
using example_findings::full;
using example_findings::without_local_paths;

class WriteReport : public testing::Test {
protected:
  Report round_trip(const Findings& findings, const ReportOptions& options = {}) {
    const auto written = write_report(findings, options, file);
    EXPECT_TRUE(written) << written.error().text();
    auto report = read_report(file);
    EXPECT_TRUE(report) << report.error().text();
    return report ? *report : Report{};
  }
  std::string text_of(const DcmTagKey& tag) {
    DcmFileFormat format;
    OFString value;
    if (format.loadFile(OFFilename(file.c_str())).good())
      format.getDataset()->findAndGetOFStringArray(tag, value);
    return value.c_str();
  }
  test_support::TemporaryFolder folder;
  fs::path file = folder / "report.dcm";
};

/// Texts side by side show which field differs; operator== is what counts.
void expect_same(const std::optional<Findings>& read, const Findings& written) {
  ASSERT_TRUE(read);
  EXPECT_EQ(findings::to_json(*read), findings::to_json(written));
  EXPECT_TRUE(*read == written);
}

// Where the files lie is local to a machine and may name the patient: root, file and labels stay out of the report.
TEST_F(WriteReport, ReadsBackTheSameFindingsOfAVolume) {
  const Report report = round_trip(full());
  expect_same(report.findings, without_local_paths(full()));
  EXPECT_THAT(report.notes, testing::IsEmpty());
}

TEST_F(WriteReport, ReadsBackTheSameFindingsOfAFilm) {
  expect_same(round_trip(film()).findings, without_local_paths(film()));
  Findings calibrated = film();
  for (const auto kind : {ReaderCalibration::Kind::length, ReaderCalibration::Kind::magnification}) {
    calibrated.calibration = {kind, 1.25, "Reader^Rita", "2026-01-02T04:00:00Z"};
    expect_same(round_trip(calibrated).findings, without_local_paths(calibrated));
  }
}

TEST_F(WriteReport, ReadsBackFindingsWithoutAnythingOptional) {
  Findings bare;
  bare.software = {"spondyl", "0.1.0"};
  bare.study.uid = "1.2.3";
  bare.series_instance_uid = "1.2.3.4";
  bare.modality = "MR";
  bare.images.instances = {{"1.2.840.10008.5.1.4.1.1.4", "1.2.3.4.5", "", ""}};
  expect_same(round_trip(bare).findings, bare);
}

TEST_F(WriteReport, KeepsLocalPathsOut) {
  round_trip(full());
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("archive")));
  EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("1.dcm")));
}

TEST_F(WriteReport, IsReadableByItsOwnerOnly) {
  round_trip(full());
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(WriteReport, WritesAJapaneseNameInUtf8) {
  const Report report = round_trip(full());
  EXPECT_EQ(text_of(DCM_SpecificCharacterSet), "ISO_IR 192");
  EXPECT_EQ(text_of(DCM_PatientName), "Yamada^Tarou=山田^太郎=やまだ^たろう");
  EXPECT_EQ(report.patient->name, full().patient->name);
}

TEST_F(WriteReport, IsPartialAndUnverifiedUntilSigned) {
  const Report report = round_trip(full());
  EXPECT_FALSE(report.complete);
  EXPECT_FALSE(report.verified);
  EXPECT_EQ(text_of(DCM_CompletionFlag), "PARTIAL");
  EXPECT_EQ(text_of(DCM_VerificationFlag), "UNVERIFIED");
  EXPECT_EQ(text_of(DCM_PreliminaryFlag), "PRELIMINARY");
}

TEST_F(WriteReport, NamesTheReaderWhoSigned) {
  ReportOptions options;
  options.signature = Signature{"佐藤^花子", "Clinic", "2026-01-03T10:11:12+09:00"};
  const Report report = round_trip(full(), options);
  EXPECT_TRUE(report.complete);
  EXPECT_TRUE(report.verified);
  EXPECT_THAT(report.verifying_observers,
              testing::ElementsAre(Signature{"佐藤^花子", "Clinic", "20260103101112+0900"}));
  expect_same(report.findings, without_local_paths(full()));
}

TEST_F(WriteReport, SaysTheSameInstantForASignatureInUtc) {
  ReportOptions options;
  for (const char* utc : {"2026-01-03T23:11:12Z", "20260103231112+0000", "2026-01-03T23:11:12+00:00"}) {
    options.signature = Signature{"Doe^Jane", "Clinic", utc};
    const Report report = round_trip(full(), options);
    ASSERT_EQ(report.verifying_observers.size(), 1U) << utc;
    EXPECT_EQ(report.verifying_observers[0].date_time, "20260104001112+0100") << utc;
  }
}

TEST_F(WriteReport, AmendmentIsANewInstanceThatNamesItsPredecessor) {
  const auto first = write_report(full(), {}, file);
  ASSERT_TRUE(first) << first.error().text();
  ReportOptions options;
  options.predecessors = {*first};
  const Report amended = round_trip(full(), options);
  EXPECT_THAT(amended.predecessors, testing::ElementsAre(*first));
  EXPECT_NE(amended.identity.sop_instance_uid, first->sop_instance_uid);
}

TEST_F(WriteReport, LeavesThePatientOfAnonymousFindingsOut) {
  Findings anonymous = full();
  anonymous.patient.reset();
  expect_same(round_trip(anonymous).findings, without_local_paths(anonymous));
  EXPECT_EQ(text_of(DCM_PatientName), "");
}

TEST_F(WriteReport, RefusesFindingsThatNameNoImages) {
  Findings findings = full();
  findings.images.instances.clear();
  const auto refused = write_report(findings, {}, file);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
  findings = full();
  findings.study.uid.clear();
  EXPECT_EQ(write_report(findings, {}, file).error().code, ErrorCode::invalid_argument);
  ReportOptions options;
  options.signature = Signature{"Doe^Jane", "", "yesterday"};
  EXPECT_EQ(write_report(full(), options, file).error().code, ErrorCode::invalid_argument);
}

TEST_F(WriteReport, ShowsOtherSystemsAGroupPerVertebra) {
  const Report report = round_trip(full());
  EXPECT_EQ(report.title, (dicom_modules::Code{"126000", "DCM", ""}));
  ASSERT_EQ(report.groups.size(), 6U); // three bodies, two discs, the spine
  const MeasurementGroup& body = report.groups[0];
  EXPECT_EQ(body.tracking_identifier, "L1");
  EXPECT_EQ(body.level, VertebraLevel::parse("L1"));
  EXPECT_EQ(body.finding_site->value, "66794005"); // CID 7603
  EXPECT_EQ(body.measurements.front().concept_name.meaning, "Anterior vertebral body height");
  int polylines = 0;
  for (const ReportedShape& shape : body.shapes)
    if (shape.graphic_type == "POLYLINE") {
      ++polylines;
      EXPECT_EQ(shape.points.size(), 2U);
      EXPECT_EQ(shape.frame_of_reference_uid, full().images.frame_of_reference_uid);
    }
  EXPECT_EQ(polylines, 3);
}

TEST_F(WriteReport, QualifiesTheHeightsOfABodyThatCannotBeAssessed) {
  const Report report = round_trip(full());
  int failed = 0;
  for (const ReportedMeasurement& measurement : report.groups[2].measurements)
    if (!measurement.value && measurement.qualifier == dicom_modules::Code{"114006", "DCM", ""})
      ++failed;
  EXPECT_EQ(failed, 3);
}

TEST_F(WriteReport, PlacesFilmLandmarksByTheCornerOfTheFirstPixel) {
  const auto written = write_report(film(), {}, file);
  ASSERT_TRUE(written) << written.error().text();
  EXPECT_EQ(written->sop_class_uid, UID_ComprehensiveSRStorage);
  const auto report = read_report(file);
  ASSERT_TRUE(report);
  const ReportedShape& shape = report->groups.front().shapes.front();
  EXPECT_THAT(shape.pixels, testing::ElementsAre(PixelPoint{10, 10.5}, PixelPoint{10, 40}));
  EXPECT_EQ(shape.referenced_sop_instance_uid, film().images.instances.front().sop_instance_uid);
  DcmFileFormat format;
  ASSERT_TRUE(format.loadFile(OFFilename(file.c_str())).good());
  DcmStack stack;
  ASSERT_TRUE(format.getDataset()->search(DCM_GraphicData, stack, ESM_fromHere, OFTrue).good());
  Float32 column = 0;
  ASSERT_TRUE(static_cast<DcmElement*>(stack.top())->getFloat32(column, 0).good());
  EXPECT_EQ(column, 10.5F); // the centre of pixel 10
}

TEST_F(WriteReport, NotesCoordinatesThatOtherSoftwareChanged) {
  ASSERT_TRUE(write_report(full(), {}, file));
  DcmFileFormat format;
  ASSERT_TRUE(format.loadFile(OFFilename(file.c_str())).good());
  DcmStack stack;
  ASSERT_TRUE(format.getDataset()->search(DCM_GraphicData, stack, ESM_fromHere, OFTrue).good());
  ASSERT_TRUE(static_cast<DcmFloatingPointSingle*>(stack.top())->putFloat32(99.0F, 2).good());
  ASSERT_TRUE(format.saveFile(OFFilename(file.c_str())).good());
  const auto report = read_report(file);
  ASSERT_TRUE(report);
  EXPECT_THAT(report->notes, testing::ElementsAre(testing::HasSubstr("L1")));
}

TEST(TrackingUid, IsTheSameInEveryStudyOfAPatient) {
  const Findings first = full();
  Findings second = full();
  second.study.uid = "9.9";
  second.series_instance_uid = "9.9.9";
  EXPECT_EQ(dicom_modules::tracking_uid(first, first.vertebrae[0]),
            dicom_modules::tracking_uid(second, second.vertebrae[0]));
  EXPECT_NE(dicom_modules::tracking_uid(first, first.vertebrae[0]),
            dicom_modules::tracking_uid(first, first.vertebrae[2]));
  second.patient->issuer = "another clinic";
  EXPECT_NE(dicom_modules::tracking_uid(first, first.vertebrae[0]),
            dicom_modules::tracking_uid(second, second.vertebrae[0]));
  // A body without a number is not known again in another series.
  EXPECT_NE(dicom_modules::tracking_uid(first, first.vertebrae[1]),
            dicom_modules::tracking_uid(second, second.vertebrae[1]));
}

TEST(ReadReport, RefusesWhatIsNoReport) {
  const test_support::TemporaryFolder folder;
  const fs::path file = folder.path() / "x.dcm";
  EXPECT_EQ(read_report(file).error().code, ErrorCode::unreadable);
  std::ofstream(file) << "no DICOM";
  EXPECT_EQ(read_report(file).error().code, ErrorCode::unreadable);
}

} // namespace
} // namespace spondyl::dicom_sr

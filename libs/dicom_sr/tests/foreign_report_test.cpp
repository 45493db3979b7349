#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::dicom_sr {
namespace {

using namespace dicom_modules;

/// A report as another system writes it: TID 1411, SNOMED-RT concept for the finding site, a segment, Latin-1 text.
class ForeignReport : public testing::Test {
protected:
  static DcmItem& add(DcmItem& parent, const char* relationship, const char* type, const Code& name) {
    DcmItem& item = add_item(parent, DCM_ContentSequence);
    put_text(item, DCM_RelationshipType, relationship);
    put_text(item, DCM_ValueType, type);
    if (!name.value.empty())
      put_code(item, DCM_ConceptNameCodeSequence, name);
    return item;
  }
  static void add_number(DcmItem& group, const Code& name, const char* value, const Code& unit) {
    DcmItem& measured = only_item(add(group, "CONTAINS", "NUM", name), DCM_MeasuredValueSequence);
    put_text(measured, DCM_NumericValue, value);
    put_code(measured, DCM_MeasurementUnitsCodeSequence, unit);
  }
  static void add_group(DcmItem& measurements, const char* tracking, const Code& site) {
    DcmItem& group = add(measurements, "CONTAINS", "CONTAINER", {"125007", "DCM", "Measurement Group"});
    put_text(add(group, "HAS OBS CONTEXT", "TEXT", {"112039", "DCM", "Tracking Identifier"}), DCM_TextValue, tracking);
    put_text(add(group, "HAS OBS CONTEXT", "UIDREF", {"112040", "DCM", "Tracking UID"}), DCM_UID, "1.2.3.9");
    put_code(add(group, "HAS CONCEPT MOD", "CODE", {"G-C0E3", "SRT", "Finding Site"}), DCM_ConceptCodeSequence, site);
    DcmItem& segment =
        only_item(add(group, "CONTAINS", "IMAGE", {"121191", "DCM", "Referenced Segment"}), DCM_ReferencedSOPSequence);
    put_text(segment, DCM_ReferencedSOPClassUID, UID_SegmentationStorage);
    put_text(segment, DCM_ReferencedSOPInstanceUID, "1.2.3.8");
    put_number(segment, DCM_ReferencedSegmentNumber, 4);
    add_number(group, {"118565006", "SCT", "Volume"}, "31.5", {"cm3", "UCUM", "cm3"});
    put_text(add(group, "CONTAINS", "TEXT", {"121106", "DCM", "Comment"}), DCM_TextValue, "H\xF6he vermindert");
    add(group, "CONTAINS", "WAVEFORM", {"1", "99OTHER", "What nobody expects"});
  }

  void SetUp() override {
    DcmFileFormat format;
    DcmDataset& data = *format.getDataset();
    put_text(data, DCM_SpecificCharacterSet, "ISO_IR 100");
    put_text(data, DCM_SOPClassUID, UID_EnhancedSRStorage);
    put_text(data, DCM_SOPInstanceUID, "1.2.3.4");
    put_text(data, DCM_PatientName, "M\xFCller^J\xF6rg");
    put_text(data, DCM_CompletionFlag, "COMPLETE");
    put_text(data, DCM_ValueType, "CONTAINER");
    put_code(data, DCM_ConceptNameCodeSequence, {"126000", "DCM", "Imaging Measurement Report"});
    DcmItem& measurements = add(data, "CONTAINS", "CONTAINER", {"126010", "DCM", "Imaging Measurements"});
    add_group(measurements, "Region 1", {"36470004", "SCT", "L3 vertebra"});
    add_group(measurements, "L4", {"T-11640", "SRT", "a code we do not know"});
    ASSERT_TRUE(format.saveFile(OFFilename((folder / "foreign.dcm").c_str()), EXS_LittleEndianExplicit).good());
  }
  test_support::TemporaryFolder folder;
};

TEST_F(ForeignReport, IsReadAsFarAsItGoes) {
  const auto report = read_report(folder / "foreign.dcm");
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_FALSE(report->findings); // not ours
  EXPECT_TRUE(report->complete);
  EXPECT_FALSE(report->verified);
  EXPECT_EQ(report->patient->name, "Müller^Jörg");
  ASSERT_EQ(report->groups.size(), 2U);
  const MeasurementGroup& first = report->groups[0];
  EXPECT_EQ(first.level, VertebraLevel::parse("L3"));
  EXPECT_EQ(first.tracking_uid, "1.2.3.9");
  ASSERT_EQ(first.measurements.size(), 1U);
  EXPECT_EQ(first.measurements[0].concept_name.meaning, "Volume");
  EXPECT_EQ(first.measurements[0].value, 31.5);
  EXPECT_EQ(first.measurements[0].unit.value, "cm3");
  EXPECT_THAT(first.referenced_segments, testing::ElementsAre("1.2.3.8#4"));
  ASSERT_EQ(first.texts.size(), 1U);
  EXPECT_EQ(first.texts[0].second, "Höhe vermindert");
  EXPECT_EQ(report->groups[1].level, VertebraLevel::parse("L4")); // by its tracking identifier
}

} // namespace
} // namespace spondyl::dicom_sr

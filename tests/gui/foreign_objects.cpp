#include "foreign_objects.h"

#include "studies.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_seg/segmentation.h>

namespace spondyl::viewer::test {
namespace {

using namespace dicom_modules;

DcmItem& add(DcmItem& parent, const char* relationship, const char* type, const Code& name) {
  DcmItem& item = add_item(parent, DCM_ContentSequence);
  put_text(item, DCM_RelationshipType, relationship);
  put_text(item, DCM_ValueType, type);
  put_code(item, DCM_ConceptNameCodeSequence, name);
  return item;
}

DcmItem& add_group(DcmItem& measurements, const char* tracking) {
  DcmItem& group = add(measurements, "CONTAINS", "CONTAINER", {"125007", "DCM", "Measurement Group"});
  put_text(add(group, "HAS OBS CONTEXT", "TEXT", {"112039", "DCM", "Tracking Identifier"}), DCM_TextValue, tracking);
  return group;
}

void put_coordinates(DcmItem& item, const char* type, const std::vector<Float32>& numbers) {
  put_text(item, DCM_GraphicType, type);
  EXPECT_TRUE(item.putAndInsertFloat32Array(DCM_GraphicData, numbers.data(), numbers.size()).good());
}

Float32 single(double value) {
  return static_cast<Float32>(value);
}

} // namespace

void write_foreign_report(const ForeignReport& report, const std::filesystem::path& file) {
  DcmFileFormat format;
  DcmDataset& data = *format.getDataset();
  put_text(data, DCM_SOPClassUID, UID_Comprehensive3DSRStorage);
  put_text(data, DCM_SOPInstanceUID, "2.25.77001");
  put_text(data, DCM_Modality, "SR");
  put_text(data, DCM_ValueType, "CONTAINER");
  put_code(data, DCM_ConceptNameCodeSequence, {"126000", "DCM", "Imaging Measurement Report"});
  DcmItem& measurements = add(data, "CONTAINS", "CONTAINER", {"126010", "DCM", "Imaging Measurements"});
  DcmItem& line = add(add_group(measurements, "Canal"), "CONTAINS", "SCOORD3D", {"111030", "DCM", "Image Region"});
  put_coordinates(line, "POLYLINE",
                  {single(report.from.x), single(report.from.y), single(report.from.z), single(report.to.x),
                   single(report.to.y), single(report.to.z)});
  put_text(line, DCM_ReferencedFrameOfReferenceUID, report.frame_of_reference_uid);
  if (!report.sop_instance_uid.empty()) {
    DcmItem& circle = add(add_group(measurements, "Cyst"), "CONTAINS", "SCOORD", {"111030", "DCM", "Image Region"});
    const double column = report.centre.column + 0.5, row = report.centre.row + 0.5; // PS3.3 C.18.6.1.2: corner is 0
    put_coordinates(circle, "CIRCLE", {single(column), single(row), single(column + report.radius), single(row)});
    DcmItem& image =
        only_item(add(circle, "SELECTED FROM", "IMAGE", {"260753009", "SCT", "Source"}), DCM_ReferencedSOPSequence);
    put_text(image, DCM_ReferencedSOPClassUID, UID_CTImageStorage);
    put_text(image, DCM_ReferencedSOPInstanceUID, report.sop_instance_uid);
  }
  EXPECT_TRUE(format.saveFile(OFFilename(file.c_str()), EXS_LittleEndianExplicit).good());
}

void put_voi_table(const std::filesystem::path& file, unsigned first, unsigned entries) {
  DcmFileFormat format;
  ASSERT_TRUE(format.loadFile(OFFilename(file.c_str())).good());
  ASSERT_TRUE(format.loadAllDataIntoMemory().good()); // the file is written over
  DcmItem* table = nullptr;
  ASSERT_TRUE(format.getDataset()->findOrCreateSequenceItem(DCM_VOILUTSequence, table).good());
  const Uint16 descriptor[3] = {static_cast<Uint16>(entries), static_cast<Uint16>(first), 8};
  std::vector<Uint16> data(entries);
  for (unsigned i = 0; i < entries; ++i)
    data[i] = static_cast<Uint16>(255 * i / (entries - 1));
  table->putAndInsertUint16Array(DCM_LUTDescriptor, descriptor, 3);
  table->putAndInsertUint16Array(DCM_LUTData, data.data(), data.size());
  ASSERT_TRUE(format.saveFile(OFFilename(file.c_str())).good());
}

void write_segmentation(const Findings& findings, const LabelMap& labels, const std::filesystem::path& images,
                        const std::filesystem::path& file) {
  dicom_seg::SegmentationOptions options;
  options.image_root = images;
  const auto written = dicom_seg::write_segmentation(findings, labels, options, file);
  EXPECT_TRUE(written) << written.error().text();
}

} // namespace spondyl::viewer::test

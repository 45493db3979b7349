#include <spondyl/dicom_write/write.h>

#include "dataset_hook.h"
#include "pixel_cells.h"
#include <gtest/gtest.h>
#include <set>

namespace spondyl::dicom_write {
namespace {

namespace fs = std::filesystem;

class WriteVolume : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (fs::path(testing::TempDir()) / "spondyl-write-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  static Volume small(Modality modality = Modality::ct) {
    VolumeGeometry geometry;
    geometry.size = {4, 3, 5};
    geometry.origin = {1.5, -2, 0.1234567};
    geometry.slice_spacing = 2;
    return {geometry, std::vector<float>(60, 40.0F), modality};
  }
  fs::path folder;
};

std::string text_of(const fs::path& file, const DcmTagKey& tag) {
  DcmFileFormat format;
  OFString value;
  if (format.loadFile(OFFilename(file.c_str())).good())
    format.getDataset()->findAndGetOFStringArray(tag, value);
  return value.c_str();
}

TEST_F(WriteVolume, NamesFilesInSliceOrderAndSharesTheUids) {
  const auto files = write_volume(small(), folder);
  ASSERT_TRUE(files) << files.error().text();
  ASSERT_EQ(files->size(), 5U);
  EXPECT_EQ(files->front().filename(), "slice-0001.dcm");
  std::set<std::string> instances;
  for (const fs::path& file : *files) {
    EXPECT_EQ(text_of(file, DCM_SeriesInstanceUID), text_of(files->front(), DCM_SeriesInstanceUID));
    EXPECT_EQ(text_of(file, DCM_FrameOfReferenceUID), text_of(files->front(), DCM_FrameOfReferenceUID));
    instances.insert(text_of(file, DCM_SOPInstanceUID));
  }
  EXPECT_EQ(instances.size(), 5U);
  EXPECT_EQ(text_of(files->front(), DCM_ImagePositionPatient), "1.5\\-2\\0.1234567");
  EXPECT_EQ(text_of(files->back(), DCM_ImagePositionPatient), "1.5\\-2\\8.1234567");
}

TEST_F(WriteVolume, WritesPatientStudyAndSeries) {
  WriteOptions options;
  options.patient.name = "Müller^Jérôme";
  options.patient.sex = "F";
  options.study.description = "Lumbar spine";
  options.series.kilovolt_peak = 120;
  const auto files = write_volume(small(), folder, options);
  ASSERT_TRUE(files) << files.error().text();
  EXPECT_EQ(text_of(files->front(), DCM_PatientName), "Müller^Jérôme");
  EXPECT_EQ(text_of(files->front(), DCM_SpecificCharacterSet), "ISO_IR 192");
  EXPECT_EQ(text_of(files->front(), DCM_StudyDescription), "Lumbar spine");
  EXPECT_EQ(text_of(files->front(), DCM_KVP), "120");
  EXPECT_EQ(text_of(files->front(), DCM_Modality), "CT");
}

TEST_F(WriteVolume, WritesOneEnhancedFile) {
  WriteOptions options;
  options.multi_frame = true;
  const auto files = write_volume(small(Modality::mr), folder, options);
  ASSERT_TRUE(files) << files.error().text();
  ASSERT_EQ(files->size(), 1U);
  EXPECT_EQ(text_of(files->front(), DCM_SOPClassUID), UID_EnhancedMRImageStorage);
  EXPECT_EQ(text_of(files->front(), DCM_NumberOfFrames), "5");
}

TEST_F(WriteVolume, LeavesNothingHalfWritten) {
  const auto failed = write_volume(small(), folder / "missing");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::io);
  EXPECT_NE(failed.error().message.find("missing/slice-0001.dcm"), std::string::npos);
  ASSERT_TRUE(write_volume(small(), folder));
  for (const auto& entry : fs::directory_iterator(folder))
    EXPECT_NE(entry.path().filename().string()[0], '.') << entry.path();
}

TEST_F(WriteVolume, RefusesWhatCannotBeWritten) {
  WriteOptions options;
  options.pixels.bits_allocated = 12;
  EXPECT_EQ(write_volume(small(), folder, options).error().code, ErrorCode::invalid_argument);
  options = {};
  options.pixels.rescale.slope = 0;
  EXPECT_EQ(write_volume(small(), folder, options).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(write_volume(small(Modality::radiograph), folder).error().code, ErrorCode::invalid_argument);
}

TEST_F(WriteVolume, StopsWhenCancelled) {
  const CancelToken token;
  token.cancel();
  EXPECT_EQ(write_volume(small(), folder, {}, Progress({}, token)).error().code, ErrorCode::cancelled);
}

TEST(PixelCells, RescaleClampAndPadding) {
  PixelFormat format;
  format.bits_stored = 12;
  format.is_signed = false;
  format.padding_value = 7;
  const std::vector<float> grey{-1024, 0, 1e9F, -1e9F, -5000};
  const auto cells = pixel_cells(grey, -5000.0F, format, {1.0, -1024});
  const std::vector<std::uint8_t> expected{0, 0, 0, 4, 0xff, 0x0f, 0, 0, 7, 0};
  EXPECT_EQ(cells, expected);
}

TEST(PixelCells, Monochrome1IsTurnedOver) {
  PixelFormat format;
  format.bits_allocated = format.bits_stored = 8;
  format.is_signed = false;
  format.monochrome1 = true;
  EXPECT_EQ(pixel_cells(std::vector<float>{0, 255, 10}, std::nullopt, format, {}),
            (std::vector<std::uint8_t>{255, 0, 245}));
}

TEST(PixelCells, BitsAboveTheStoredOnesStayZero) {
  PixelFormat format;
  format.bits_stored = 12;
  EXPECT_EQ(pixel_cells(std::vector<float>{-1}, std::nullopt, format, {}), (std::vector<std::uint8_t>{0xff, 0x0f}));
}

} // namespace
} // namespace spondyl::dicom_write

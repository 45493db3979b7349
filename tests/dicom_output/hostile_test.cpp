#include "phantom_study.h"

#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <spondyl/dicom_seg/segmentation.h>
#include <spondyl/dicom_sr/report.h>
#include <sstream>

namespace spondyl::dicom_output {
namespace {

namespace fs = std::filesystem;

/// A written object, damaged in ways that are the same in every run. The fuzzers (tests/fuzz) go further.
class DamagedObject : public testing::Test {
protected:
  std::string bytes_of(const std::string& name) {
    const auto files = write_all(phantom_study("mr", folder.sub("images")), folder.sub("out"));
    for (const fs::path& file : files)
      if (file.filename() == name) {
        std::ifstream stream(file, std::ios::binary);
        std::ostringstream bytes;
        bytes << stream.rdbuf();
        return bytes.str();
      }
    return {};
  }

  template <typename Read> int read_damaged(const std::string& bytes, const Read& read) {
    EXPECT_GT(bytes.size(), 5000U);
    int accepted = 0;
    const auto try_reading = [&](const std::string& damaged) {
      std::ofstream(folder / "damaged.dcm", std::ios::binary) << damaged;
      accepted += read(folder / "damaged.dcm") ? 1 : 0;
    };
    for (std::size_t part = 0; part < 60; ++part)
      try_reading(bytes.substr(0, bytes.size() * part / 60));
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
      std::string damaged = bytes;
      for (int flip = 0; flip < 8; ++flip)
        damaged[random() % damaged.size()] ^= static_cast<char>(1U << (random() % 8));
      try_reading(damaged);
    }
    return accepted;
  }

  test_support::TemporaryFolder folder;
};

TEST_F(DamagedObject, ReportIsReadInPartOrRefused) {
  // Most flips hit a value, not the structure: such reports are read.
  EXPECT_GT(
      read_damaged(bytes_of("sr.dcm"), [](const fs::path& file) { return dicom_sr::read_report(file).has_value(); }),
      30);
}

TEST_F(DamagedObject, SegmentationIsReadOrRefused) {
  EXPECT_GT(read_damaged(bytes_of("seg.dcm"),
                         [](const fs::path& file) {
                           const auto read = dicom_seg::read_segmentation(file);
                           EXPECT_TRUE(!read || read->labels.voxels.size() == read->labels.geometry.size.voxels());
                           return read.has_value();
                         }),
            30);
}

} // namespace
} // namespace spondyl::dicom_output

#include "test_images.h"
#include <random>
#include <spondyl/dicom_file/file_structure.h>
#include <zlib.h>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;
using dicom_write::TransferSyntax;
using dicom_write::WriteOptions;
using namespace test;

class HostileBytes : public testing::TestWithParam<TransferSyntax> {};

TEST_P(HostileBytes, SurvivesFilesThatEndAnywhere) {
  const TemporaryFolder folder;
  write_stack(folder.path(), GetParam());
  const fs::path victim = folder.path() / "slice-0002.dcm";
  const std::string whole = read_bytes(victim);
  for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 60) {
    write_bytes(victim, whole.substr(0, length));
    scan_and_load(folder.path());
  }
}

TEST_P(HostileBytes, SurvivesFlippedBytes) {
  const TemporaryFolder folder;
  write_stack(folder.path(), GetParam());
  damage_and_read(folder.path(), folder.path() / "slice-0002.dcm", 20240607, 150);
}

INSTANTIATE_TEST_SUITE_P(EverySyntax, HostileBytes,
                         testing::Values(TransferSyntax::implicit_little_endian, TransferSyntax::explicit_little_endian,
                                         TransferSyntax::explicit_big_endian, TransferSyntax::deflated,
                                         TransferSyntax::rle, TransferSyntax::jpeg_baseline,
                                         TransferSyntax::jpeg_lossless_sv1, TransferSyntax::jpeg_ls_lossless));

void expect_refused(const dicom_write::DatasetHook& hook, const std::string& words) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), {}, hook);
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_FALSE(scanned.series.empty());
  for (const Series& series : scanned.series) {
    EXPECT_EQ(series.verdict, Verdict::refused);
    EXPECT_NE(reasons_of(series).find(words), std::string::npos) << reasons_of(series);
  }
}

TEST(HostileHeader, AbsurdSizesAreRefusedBeforeAnythingIsAllocated) {
  expect_refused(
      [](DcmDataset& data, int) {
        data.putAndInsertUint16(DCM_Rows, 65535);
        data.putAndInsertUint16(DCM_Columns, 65535);
        data.putAndInsertString(DCM_NumberOfFrames, "2147483647");
      },
      "larger than the limit");
  expect_refused([](DcmDataset& data, int) { data.putAndInsertString(DCM_NumberOfFrames, "2147483647"); },
                 "Number of Frames");
  expect_refused([](DcmDataset& data, int) { data.putAndInsertString(DCM_NumberOfFrames, "-1"); }, "Number of Frames");
  expect_refused([](DcmDataset& data, int) { data.putAndInsertUint16(DCM_Rows, 8000); }, "cut short");
  expect_refused([](DcmDataset& data, int) { data.putAndInsertUint16(DCM_BitsAllocated, 17); }, "Bits Allocated is 17");
  expect_refused([](DcmDataset& data, int) { data.putAndInsertUint16(DCM_BitsStored, 99); }, "Bits Stored is 99");
  expect_refused([](DcmDataset& data, int) { data.putAndInsertUint16(DCM_Rows, 0); }, "not positive");
}

TEST(HostileHeader, APromiseOfMoreFramesThanThereAreIsRefused) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.multi_frame = true;
  write(make_volume(), folder.path(), options,
        [](DcmDataset& data, int) { data.putAndInsertString(DCM_NumberOfFrames, "60000"); });
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::refused);
  EXPECT_NE(reasons_of(series).find("cut short"), std::string::npos) << reasons_of(series);
}

TEST(HostileHeader, CompressedPixelsOfAnotherSizeThanTheHeaderAreNoCrash) {
  for (const auto syntax : {TransferSyntax::rle, TransferSyntax::jpeg_lossless_sv1, TransferSyntax::jpeg_ls_lossless}) {
    const TemporaryFolder folder;
    WriteOptions options;
    options.transfer_syntax = syntax;
    write(make_volume(), folder.path(), options);
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      DcmFileFormat format;
      ASSERT_TRUE(format.loadFile(OFFilename(entry.path().c_str())).good());
      format.loadAllDataIntoMemory();
      format.getDataset()->putAndInsertUint16(DCM_Rows, 200);
      format.getDataset()->putAndInsertUint16(DCM_Columns, 7);
      ASSERT_TRUE(format.saveFile(OFFilename(entry.path().c_str()), EXS_Unknown).good());
    }
    const auto loaded = load_volume(scan_one(folder.path()));
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::unreadable);
  }
}

/// An explicit little-endian data set: `depth` sequences within each other, of undefined length, never closed.
std::string nested_file(std::size_t depth) {
  std::string bytes = std::string(128, '\0') + "DICM";
  const std::string uid = "1.2.840.10008.1.2.1";
  bytes += std::string("\x02\x00\x10\x00UI\x14\x00", 8) + uid + std::string(1, '\0');
  bytes += std::string("\x08\x00\x16\x00UI\x1a\x00", 8) + "1.2.840.10008.5.1.4.1.1.2" + std::string(1, '\0');
  for (std::size_t i = 0; i < depth; ++i)
    bytes += std::string("\x08\x00\x40\x11SQ\x00\x00\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff", 20);
  return bytes;
}

TEST(HostileHeader, DeepNestingIsSkippedWithAReason) {
  const TemporaryFolder folder;
  write_bytes(folder.path() / "deep.dcm", nested_file(200000));
  write_bytes(folder.path() / "fine.dcm", nested_file(20));
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_EQ(scanned.skipped.size(), 1U);
  EXPECT_EQ(scanned.skipped[0].file, folder.path() / "deep.dcm");
  EXPECT_NE(scanned.skipped[0].reason.find("levels deep"), std::string::npos);
}

TEST(HostileHeader, DeepNestingIsFoundInEveryEncoding) {
  // Implicit little endian, sequences of defined length around one another, without a meta header.
  std::string inner;
  for (int i = 0; i < 150; ++i) {
    const auto length = [](std::size_t n) {
      std::string text;
      for (int k = 0; k < 4; ++k)
        text += static_cast<char>((n >> (8 * k)) & 0xff);
      return text;
    };
    const std::string item = std::string("\xfe\xff\x00\xe0", 4) + length(inner.size()) + inner;
    inner = std::string("\x08\x00\x40\x11", 4) + length(item.size()) + item;
  }
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "implicit";
  write_bytes(file, std::string("\x08\x00\x05\x00\x00\x00\x00\x00", 8) + inner);
  const auto examined = examine_file(file);
  ASSERT_FALSE(examined);
  EXPECT_NE(examined.error().message.find("levels deep"), std::string::npos);
}

TEST(HostileHeader, ADeflatedBombIsRefused) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.transfer_syntax = TransferSyntax::deflated;
  write(make_volume(), folder.path(), options);
  // 200 MB of private data behind a header that declares a few hundred bytes of pixels.
  const fs::path victim = folder.path() / "slice-0003.dcm";
  DcmFileFormat format;
  ASSERT_TRUE(format.loadFile(OFFilename(victim.c_str())).good());
  const std::vector<Uint8> zeros(200'000'000);
  format.getDataset()->putAndInsertString(DcmTag(0x0009, 0x0010, EVR_LO), "BOMB");
  format.getDataset()->putAndInsertUint8Array(DcmTag(0x0009, 0x1001, EVR_OB), zeros.data(), zeros.size());
  ASSERT_TRUE(format.saveFile(OFFilename(victim.c_str()), EXS_DeflatedLittleEndianExplicit).good());
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_EQ(scanned.skipped.size(), 1U);
  EXPECT_NE(scanned.skipped[0].reason.find("inflates to more"), std::string::npos) << scanned.skipped[0].reason;
}

TEST(HostileHeader, GarbageBehindThePreambleIsSkipped) {
  const TemporaryFolder folder;
  std::mt19937 random(7);
  for (int i = 0; i < 50; ++i) {
    std::string bytes = std::string(128, '\0') + "DICM";
    for (int k = 0; k < 3000; ++k)
      bytes += static_cast<char>(random());
    write_bytes(folder.path() / (std::to_string(i) + ".dcm"), bytes);
  }
  scan_and_load(folder.path());
}

} // namespace
} // namespace spondyl::dicom

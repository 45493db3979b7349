#include "transfer_syntax.h"

#include <cmath>

#include "test_images.h"

namespace spondyl::dicom {
namespace {

using dicom_write::TransferSyntax;
using dicom_write::WriteOptions;
using namespace test;

struct Case {
  const char* name;
  TransferSyntax syntax;
  int bits_stored;
  double tolerance; ///< grey values
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class EverySyntax : public testing::TestWithParam<Case> {
protected:
  static WriteOptions options() {
    WriteOptions options;
    options.transfer_syntax = GetParam().syntax;
    options.pixels.bits_stored = GetParam().bits_stored;
    options.pixels.bits_allocated = GetParam().bits_stored <= 8 ? 8 : 16;
    // Lossy JPEG is for unsigned values only.
    options.pixels.is_signed = GetParam().bits_stored == 16;
    if (!options.pixels.is_signed)
      options.pixels.rescale.intercept = -100;
    return options;
  }
  static Volume volume() {
    VolumeShape shape;
    shape.size = {33, 17, 5}; // odd on purpose
    shape.highest = GetParam().bits_stored <= 8 ? 155 : 900;
    Volume noisy = make_volume(shape);
    if (GetParam().tolerance == 0)
      return noisy;
    std::vector<float> smooth(noisy.voxels().size());
    const float step = (shape.highest - shape.lowest) / static_cast<float>(smooth.size());
    for (std::size_t i = 0; i < smooth.size(); ++i)
      smooth[i] = std::round(shape.lowest + step * static_cast<float>(i));
    return {noisy.geometry(), smooth, Modality::ct};
  }
};

TEST_P(EverySyntax, RoundTripsAStack) {
  const TemporaryFolder folder;
  const Volume original = volume();
  write(original, folder.path(), options());
  const Series series = scan_one(folder.path());
  const bool lossy = GetParam().tolerance > 0;
  EXPECT_EQ(series.verdict, lossy ? Verdict::usable_with_warning : Verdict::usable) << reasons_of(series);
  EXPECT_EQ(series.info.lossy_compressed, lossy);
  const auto loaded = load_volume(series);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_LE(largest_difference(loaded->volume.voxels(), original.voxels()), GetParam().tolerance);
  EXPECT_EQ(loaded->volume.geometry(), original.geometry());
}

TEST_P(EverySyntax, RoundTripsAMultiFrameFile) {
  const TemporaryFolder folder;
  const Volume original = volume();
  WriteOptions multi = options();
  multi.multi_frame = true;
  write(original, folder.path(), multi);
  const Series series = scan_one(folder.path());
  ASSERT_NE(series.verdict, Verdict::refused) << reasons_of(series);
  const auto loaded = load_volume(series);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_LE(largest_difference(loaded->volume.voxels(), original.voxels()), GetParam().tolerance);
}

INSTANTIATE_TEST_SUITE_P(
    All, EverySyntax,
    testing::Values(
        Case{"implicit", TransferSyntax::implicit_little_endian, 16, 0},
        Case{"explicit", TransferSyntax::explicit_little_endian, 16, 0},
        Case{"big", TransferSyntax::explicit_big_endian, 16, 0}, Case{"deflated", TransferSyntax::deflated, 16, 0},
        Case{"rle", TransferSyntax::rle, 16, 0}, Case{"lossless", TransferSyntax::jpeg_lossless, 16, 0},
        Case{"sv1", TransferSyntax::jpeg_lossless_sv1, 16, 0}, Case{"jpeg_ls", TransferSyntax::jpeg_ls_lossless, 16, 0},
        Case{"implicit_8", TransferSyntax::implicit_little_endian, 8, 0},
        Case{"explicit_8", TransferSyntax::explicit_little_endian, 8, 0},
        Case{"big_8", TransferSyntax::explicit_big_endian, 8, 0}, Case{"deflated_8", TransferSyntax::deflated, 8, 0},
        Case{"rle_8", TransferSyntax::rle, 8, 0}, Case{"sv1_8", TransferSyntax::jpeg_lossless_sv1, 8, 0},
        Case{"jpeg_ls_8", TransferSyntax::jpeg_ls_lossless, 8, 0},
        Case{"jpeg_ls_12", TransferSyntax::jpeg_ls_lossless, 12, 0},
        Case{"lossless_12", TransferSyntax::jpeg_lossless, 12, 0},
        Case{"near", TransferSyntax::jpeg_ls_near_lossless, 12, 2},
        Case{"baseline", TransferSyntax::jpeg_baseline, 8, 8}, Case{"extended", TransferSyntax::jpeg_extended, 12, 40}),
    [](const testing::TestParamInfo<Case>& one) { return std::string(one.param.name); });

/// Writes JPEG 2000 by replacing the pixels of already written files.
void recompress_jpeg2000(const std::filesystem::path& folder, double keep = 1.0, bool claim_signed = false) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    DcmFileFormat format;
    ASSERT_TRUE(format.loadFile(OFFilename(entry.path().c_str())).good());
    format.loadAllDataIntoMemory();
    compress_jpeg2000(*format.getDataset(), keep, claim_signed);
    ASSERT_TRUE(format.saveFile(OFFilename(entry.path().c_str()), EXS_JPEG2000LosslessOnly).good());
  }
}

class Jpeg2000 : public testing::TestWithParam<bool> {};

TEST_P(Jpeg2000, RoundTripsSlicesAndFrames) {
  for (const bool is_signed : {true, false}) {
    const TemporaryFolder folder;
    const Volume original = make_volume();
    WriteOptions options;
    options.multi_frame = GetParam();
    options.pixels.is_signed = is_signed;
    options.pixels.bits_stored = 12;
    if (!is_signed)
      options.pixels.rescale.intercept = -100;
    else
      options.pixels.bits_stored = 16;
    write(original, folder.path(), options);
    recompress_jpeg2000(folder.path());
    const auto loaded = load_volume(scan_one(folder.path()));
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(largest_difference(loaded->volume.voxels(), original.voxels()), 0);
    EXPECT_TRUE(loaded->warnings.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(StackAndMultiFrame, Jpeg2000, testing::Bool());

TEST(Jpeg2000Stream, TruncatedIsDecodedAsFarAsItGoesWithAWarning) {
  const TemporaryFolder folder;
  VolumeShape shape;
  shape.size = {64, 64, 4};
  write(make_volume(shape), folder.path());
  recompress_jpeg2000(folder.path(), 0.6);
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  ASSERT_EQ(loaded->warnings.size(), 1U);
  EXPECT_NE(loaded->warnings[0].text.find("cut short"), std::string::npos);
  EXPECT_EQ(loaded->warnings[0].files.size(), 4U);
}

TEST(Jpeg2000Stream, SignOfTheHeaderHoldsWhereTheStreamDisagrees) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.pixels.is_signed = false;
  options.pixels.bits_stored = 12;
  VolumeShape shape;
  shape.lowest = 0;
  shape.highest = 2047; // the same bits signed and unsigned
  const Volume original = make_volume(shape);
  write(original, folder.path(), options);
  recompress_jpeg2000(folder.path(), 1.0, true);
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(largest_difference(loaded->volume.voxels(), original.voxels()), 0);
}

/// Rewrites the transfer syntax in the meta header, in place, padded as UIDs are.
void claim_transfer_syntax(const std::filesystem::path& folder, const std::string& uid) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    DcmFileFormat format;
    ASSERT_TRUE(format.loadFile(OFFilename(entry.path().c_str())).good());
    format.loadAllDataIntoMemory();
    format.getMetaInfo()->putAndInsertString(DCM_TransferSyntaxUID, uid.c_str());
    ASSERT_TRUE(format
                    .saveFile(OFFilename(entry.path().c_str()), EXS_LittleEndianExplicit, EET_ExplicitLength,
                              EGL_recalcGL, EPD_noChange, 0, 0, EWM_dontUpdateMeta)
                    .good());
  }
}

class RefusedSyntax : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(RefusedSyntax, IsNamedWithItsUid) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  claim_transfer_syntax(folder.path(), GetParam().first);
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::refused);
  EXPECT_NE(reasons_of(series).find(GetParam().first), std::string::npos) << reasons_of(series);
  EXPECT_NE(reasons_of(series).find(GetParam().second), std::string::npos) << reasons_of(series);
  EXPECT_FALSE(load_volume(series));
}

INSTANTIATE_TEST_SUITE_P(Named, RefusedSyntax,
                         testing::Values(std::pair{"1.2.840.10008.1.2.4.92", "Multi-component"},
                                         std::pair{"1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000"},
                                         std::pair{"1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000"},
                                         std::pair{"1.2.840.10008.1.2.4.100", "MPEG2"},
                                         std::pair{"1.2.840.10008.1.2.4.94", "JPIP"},
                                         std::pair{"1.2.3.4.5.6", "unknown transfer syntax"}));

TEST(TransferSyntaxTable, DecodableOnesAreNotRefused) {
  for (const char* uid : {"1.2.840.10008.1.2", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.91"})
    EXPECT_TRUE(transfer_syntax_refusal(uid).empty()) << uid;
}

} // namespace
} // namespace spondyl::dicom

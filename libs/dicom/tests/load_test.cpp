#include <spondyl/dicom/load.h>

#include "test_images.h"
#include <cmath>
#include <numeric>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;
using dicom_write::WriteOptions;
using namespace test;

struct Bits {
  int allocated, stored;
  bool is_signed;
};

class EveryBitDepth : public testing::TestWithParam<Bits> {};

TEST_P(EveryBitDepth, RoundTripsTheWholeRange) {
  const Bits bits = GetParam();
  const double values = std::ldexp(1.0, std::min(bits.stored, 24)); // a float holds 24 bits exactly
  VolumeShape shape;
  shape.lowest = static_cast<float>(bits.is_signed ? -values / 2 : 0);
  shape.highest = static_cast<float>(bits.is_signed ? values / 2 - 1 : values - 1);
  const Volume original = make_volume(shape);
  const TemporaryFolder folder;
  WriteOptions options;
  options.pixels.bits_allocated = bits.allocated;
  options.pixels.bits_stored = bits.stored;
  options.pixels.is_signed = bits.is_signed;
  write(original, folder.path(), options);
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(largest_difference(loaded->volume.voxels(), original.voxels()), 0);
}

INSTANTIATE_TEST_SUITE_P(SignedAndUnsigned, EveryBitDepth,
                         testing::Values(Bits{8, 8, false}, Bits{8, 8, true}, Bits{8, 6, false}, Bits{16, 10, false},
                                         Bits{16, 12, false}, Bits{16, 12, true}, Bits{16, 13, true},
                                         Bits{16, 16, false}, Bits{16, 16, true}, Bits{32, 20, false},
                                         Bits{32, 32, false}, Bits{32, 24, true}, Bits{32, 32, true}));

TEST(LoadVolume, IgnoresOverlayBitsAboveTheStoredOnes) {
  const TemporaryFolder folder;
  VolumeShape shape;
  shape.lowest = -500;
  WriteOptions options;
  options.pixels.bits_stored = 12;
  const Volume original = make_volume(shape);
  write(original, folder.path(), options, [](DcmDataset& data, int) {
    Uint16* cells = nullptr;
    DcmElement* element = nullptr;
    ASSERT_TRUE(data.findAndGetElement(DCM_PixelData, element).good());
    ASSERT_TRUE(element->getUint16Array(cells).good());
    for (std::size_t i = 0; i < 16 * 12; i += 3)
      cells[i] |= 0x8000;
  });
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(largest_difference(loaded->volume.voxels(), original.voxels()), 0);
}

TEST(LoadVolume, ReadsValuesThatAreStoredInTheUpperBits) {
  const TemporaryFolder folder;
  VolumeShape shape;
  shape.lowest = 0;
  WriteOptions options;
  options.pixels.bits_stored = 12;
  options.pixels.is_signed = false;
  const Volume original = make_volume(shape);
  write(original, folder.path(), options, [](DcmDataset& data, int) {
    Uint16* cells = nullptr;
    DcmElement* element = nullptr;
    ASSERT_TRUE(data.findAndGetElement(DCM_PixelData, element).good());
    ASSERT_TRUE(element->getUint16Array(cells).good());
    for (std::size_t i = 0; i < 16 * 12; ++i)
      cells[i] = static_cast<Uint16>(cells[i] << 4);
    data.putAndInsertUint16(DCM_HighBit, 15);
  });
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(largest_difference(loaded->volume.voxels(), original.voxels()), 0);
}

TEST(LoadVolume, AppliesTheRescaleOfEverySlice) {
  const TemporaryFolder folder;
  WriteOptions options;
  for (int slice = 0; slice < 6; ++slice)
    options.pixels.rescale_per_slice.push_back({0.5 + 0.25 * slice, -100.0 * slice});
  const Volume original = make_volume();
  for (const bool multi_frame : {false, true}) {
    options.multi_frame = multi_frame;
    const fs::path sub = folder.sub(multi_frame ? "multi" : "single");
    write(original, sub, options);
    const auto loaded = load_volume(scan_one(sub));
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_LE(largest_difference(loaded->volume.voxels(), original.voxels()), 0.5 * 1.75) << "half the largest slope";
  }
}

TEST(LoadVolume, AppliesAModalityLut) {
  const TemporaryFolder folder;
  VolumeShape shape;
  shape.modality = Modality::mr;
  shape.lowest = 0;
  shape.highest = 200;
  WriteOptions options;
  options.pixels.is_signed = false;
  options.pixels.write_rescale = false;
  const Volume original = make_volume(shape);
  write(original, folder.path(), options, [](DcmDataset& data, int) {
    DcmItem* lut = nullptr;
    ASSERT_TRUE(data.findOrCreateSequenceItem(DCM_ModalityLUTSequence, lut, 0).good());
    const Uint16 descriptor[] = {100, 50, 16}; // values below 50 and above 149 take the first and last entry
    std::vector<Uint16> entries(100);
    for (std::size_t i = 0; i < entries.size(); ++i)
      entries[i] = static_cast<Uint16>(1000 + 3 * i);
    lut->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor, 3);
    lut->putAndInsertUint16Array(DcmTag(DCM_LUTData, EVR_US), entries.data(), entries.size());
  });
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  for (std::size_t i = 0; i < original.voxels().size(); ++i)
    ASSERT_EQ(loaded->volume.voxels()[i], 1000 + 3 * std::clamp(original.voxels()[i] - 50, 0.0F, 99.0F));
}

TEST(LoadVolume, PaddingBecomesOneNoDataValue) {
  const Volume plain = make_volume();
  std::vector<float> voxels = plain.voxels();
  for (std::size_t i = 0; i < voxels.size(); i += 5)
    voxels[i] = -3000;
  const Volume padded(plain.geometry(), voxels, Modality::ct, -3000.0F);
  const TemporaryFolder folder;
  WriteOptions options;
  options.pixels.padding_value = -2000;
  options.pixels.rescale.intercept = -1024;
  write(padded, folder.path(), options);
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  ASSERT_TRUE(loaded->volume.no_data_value());
  EXPECT_EQ(*loaded->volume.no_data_value(), -3024) << "the padding value after rescale";
  for (std::size_t i = 0; i < voxels.size(); ++i)
    ASSERT_EQ(loaded->volume.voxels()[i], i % 5 == 0 ? -3024 : voxels[i]);
}

TEST(LoadVolume, NoImageValueIsTheNoDataValue) {
  // Padding that is brighter than some image values, and a range of padding values.
  const TemporaryFolder folder;
  WriteOptions options;
  options.pixels.padding_value = 300;
  options.pixels.padding_range_limit = 320;
  const Volume original = make_volume();
  write(original, folder.path(), options);
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  ASSERT_TRUE(loaded->volume.no_data_value());
  for (std::size_t i = 0; i < original.voxels().size(); ++i) {
    const float value = original.voxels()[i];
    if (value >= 300 && value <= 320)
      ASSERT_EQ(loaded->volume.voxels()[i], *loaded->volume.no_data_value());
    else
      ASSERT_EQ(loaded->volume.voxels()[i], value);
  }
  EXPECT_LT(*loaded->volume.no_data_value(), -100);
}

TEST(LoadVolume, WithoutPaddingThereIsNoNoDataValue) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.pixels.padding_value = -2000; // declared, but nowhere in the image
  write(make_volume(), folder.path(), options);
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_FALSE(loaded->volume.no_data_value());
}

TEST(LoadVolume, ReadsFloatingPointPixels) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), {}, [](DcmDataset& data, int slice) {
    data.findAndDeleteElement(DCM_PixelData);
    data.putAndInsertUint16(DCM_BitsAllocated, 32);
    data.putAndInsertUint16(DCM_BitsStored, 32);
    std::vector<Float32> values(16 * 12);
    std::iota(values.begin(), values.end(), 0.25F + static_cast<float>(slice));
    data.putAndInsertFloat32Array(DCM_FloatPixelData, values.data(), values.size());
  });
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(loaded->volume.at(3, 0, 2), 5.25F);
}

/// A sphere-like blob, upright in space, imaged with a tilted gantry: slice k starts `shear * k` further along.
struct TiltedStack {
  static constexpr double kTilt = 15.0; // degrees
  static constexpr double kSpacing = 2.0;
  static double blob(PatientPoint p) { return 1000 * std::exp(-(p.x * p.x + p.y * p.y + p.z * p.z) / 400.0); }
};

TEST(LoadVolume, UndoesGantryTilt) {
  for (const double direction : {1.0, -1.0}) {
    const double row_shift = direction * TiltedStack::kSpacing * std::tan(TiltedStack::kTilt * 3.14159265358979 / 180);
    VolumeShape shape;
    shape.size = {64, 80, 24};
    shape.column_spacing = shape.row_spacing = 1.0;
    shape.slice_spacing = TiltedStack::kSpacing;
    shape.origin = {-32, -40 - row_shift * 12, -24};
    const VolumeGeometry grid = make_volume(shape).geometry();
    std::vector<float> voxels(grid.size.voxels());
    for (int k = 0; k < 24; ++k)
      for (int r = 0; r < 80; ++r)
        for (int c = 0; c < 64; ++c) {
          const PatientPoint p = grid.to_patient({1.0 * c, 1.0 * r, 1.0 * k}) + PatientVector{0, row_shift * k, 0};
          voxels[grid.offset(c, r, k)] = static_cast<float>(std::round(TiltedStack::blob(p)));
        }
    const TemporaryFolder folder;
    WriteOptions options;
    options.shear = {0, row_shift, 0};
    write(Volume(grid, voxels, Modality::ct), folder.path(), options);
    const Series series = scan_one(folder.path());
    EXPECT_EQ(series.verdict, Verdict::usable_with_warning);
    ASSERT_TRUE(series.gantry_tilt_degrees);
    EXPECT_NEAR(*series.gantry_tilt_degrees, TiltedStack::kTilt, 0.01) << "degrees";
    EXPECT_NE(reasons_of(series).find("gantry was tilted"), std::string::npos);
    const auto loaded = load_volume(series);
    ASSERT_TRUE(loaded) << loaded.error().text();
    const Volume& volume = loaded->volume;
    EXPECT_GT(volume.geometry().size.rows, 80) << "nothing is cut off";
    ASSERT_TRUE(volume.no_data_value());
    std::size_t image_voxels = 0;
    for (int k = 0; k < 24; ++k)
      for (int r = 0; r < volume.geometry().size.rows; ++r) {
        const float value = volume.at(32, r, k);
        if (value == *volume.no_data_value())
          continue;
        ++image_voxels;
        const PatientPoint p = volume.geometry().to_patient({32, 1.0 * r, 1.0 * k});
        ASSERT_NEAR(value, TiltedStack::blob(p), 2.0) << "grey values, of 1000";
      }
    EXPECT_GE(image_voxels, 79U * 24U);
  }
}

TEST(LoadVolume, StopsWhenCancelled) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  const Series series = scan_one(folder.path());
  const CancelToken token;
  token.cancel();
  const auto loaded = load_volume(series, Progress({}, token));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::cancelled);
}

TEST(LoadVolume, NamesAFileThatIsGoneOrChanged) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  const Series series = scan_one(folder.path());
  fs::copy_file(series.frames[1].file, series.frames[2].file, fs::copy_options::overwrite_existing);
  auto loaded = load_volume(series);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::unreadable);
  EXPECT_NE(loaded.error().message.find(series.frames[2].file.string()), std::string::npos);
  fs::remove(series.frames[2].file);
  loaded = load_volume(series);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::not_found);
}

TEST(LoadVolume, RefusesAZeroRescaleSlope) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), {},
        [](DcmDataset& data, int) { data.putAndInsertString(DCM_RescaleSlope, "0"); });
  const auto loaded = load_volume(scan_one(folder.path()));
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("Rescale Slope"), std::string::npos);
}

TEST(LoadRadiograph, RoundTripsAndInvertsMonochrome1) {
  std::vector<float> pixels(20 * 10);
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = static_cast<float>(i * 20);
  const Radiograph film(20, 10, pixels, {});
  for (const bool monochrome1 : {false, true}) {
    const TemporaryFolder folder;
    WriteOptions options;
    options.pixels.is_signed = false;
    options.pixels.bits_stored = 12;
    options.pixels.monochrome1 = monochrome1;
    options.spacing_tags.imager_pixel_spacing = {0.2, 0.25};
    options.spacing_tags.magnification_factor = 1.25;
    ASSERT_TRUE(dicom_write::write_radiograph(film, folder.path() / "film.dcm", options));
    const Series series = scan_one(folder.path());
    const auto loaded = load_radiograph(series);
    ASSERT_TRUE(loaded) << loaded.error().text();
    const Radiograph& read = loaded->radiograph;
    EXPECT_EQ(read.columns(), 20);
    EXPECT_EQ(read.rows(), 10);
    EXPECT_GT(read.pixels().back(), read.pixels().front()) << "larger is brighter";
    for (std::size_t i = 0; i < pixels.size(); ++i)
      ASSERT_EQ(read.pixels()[i] - read.pixels()[0], pixels[i]);
    EXPECT_EQ(read.scale().provenance, SpacingProvenance::estimated);
    EXPECT_NEAR(read.scale().row_spacing, 0.16, 1e-12) << "mm";
    EXPECT_NEAR(read.scale().column_spacing, 0.2, 1e-12) << "mm";
  }
}

TEST(LoadRadiograph, DoesNotLoadAVolume) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  const auto loaded = load_radiograph(scan_one(folder.path()));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::not_measurable);
}

} // namespace
} // namespace spondyl::dicom

#include "test_images.h"

#include <cmath>
#include <cstring>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <fstream>
#include <limits>
#include <openjpeg.h>
#include <random>

namespace spondyl::dicom::test {

namespace fs = std::filesystem;

Volume make_volume(const VolumeShape& shape) {
  VolumeGeometry geometry;
  geometry.size = shape.size;
  geometry.origin = shape.origin;
  geometry.column_axis = normalized(shape.column_axis);
  geometry.row_axis = normalized(shape.row_axis);
  geometry.slice_axis = cross(geometry.column_axis, geometry.row_axis);
  geometry.column_spacing = shape.column_spacing;
  geometry.row_spacing = shape.row_spacing;
  geometry.slice_spacing = shape.slice_spacing;
  std::vector<float> voxels(geometry.size.voxels());
  const auto range = static_cast<std::size_t>(shape.highest - shape.lowest) + 1;
  for (std::size_t i = 0; i < voxels.size(); ++i)
    voxels[i] = shape.lowest + static_cast<float>((i * 37 + (i / 16) * 11) % range);
  voxels.front() = shape.lowest;
  voxels.back() = shape.highest;
  return {geometry, std::move(voxels), shape.modality};
}

ScanResult scan_folder(const fs::path& folder) {
  auto scanned = scan({folder});
  EXPECT_TRUE(scanned) << scanned.error().text();
  return scanned ? *scanned : ScanResult{};
}

Series scan_one(const fs::path& folder) {
  ScanResult scanned = scan_folder(folder);
  EXPECT_EQ(scanned.series.size(), 1U);
  return scanned.series.empty() ? Series{} : scanned.series.front();
}

void write(const Volume& volume, const fs::path& folder, const dicom_write::WriteOptions& options,
           const dicom_write::DatasetHook& hook) {
  const auto written = dicom_write::write_volume_with_hook(volume, folder, options, hook);
  ASSERT_TRUE(written) << written.error().text();
}

std::string reasons_of(const Series& series) {
  std::string text;
  for (const VerdictReason& reason : series.reasons)
    text += reason.text + "\n";
  return text;
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  if (a.size() != b.size())
    return std::numeric_limits<double>::infinity();
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
  return largest;
}

namespace {

struct Growing {
  std::vector<std::uint8_t> bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T write_bytes(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& out = *static_cast<Growing*>(user);
  if (out.bytes.size() < out.at + count)
    out.bytes.resize(out.at + count);
  std::memcpy(out.bytes.data() + out.at, buffer, count);
  out.at += count;
  return count;
}

OPJ_OFF_T skip_bytes(OPJ_OFF_T count, void* user) {
  static_cast<Growing*>(user)->at += static_cast<std::size_t>(count);
  return count;
}

OPJ_BOOL seek_bytes(OPJ_OFF_T position, void* user) {
  static_cast<Growing*>(user)->at = static_cast<std::size_t>(position);
  return OPJ_TRUE;
}

std::vector<std::uint8_t> encode_jpeg2000(const std::vector<int>& values, int columns, int rows, int precision,
                                          bool is_signed) {
  opj_image_cmptparm_t parameter{};
  parameter.dx = parameter.dy = 1;
  parameter.w = static_cast<OPJ_UINT32>(columns);
  parameter.h = static_cast<OPJ_UINT32>(rows);
  parameter.prec = static_cast<OPJ_UINT32>(precision);
  parameter.sgnd = is_signed ? 1 : 0;
  opj_image_t* image = opj_image_create(1, &parameter, OPJ_CLRSPC_GRAY);
  image->x1 = parameter.w;
  image->y1 = parameter.h;
  std::copy(values.begin(), values.end(), image->comps[0].data);
  opj_cparameters_t settings;
  opj_set_default_encoder_parameters(&settings);
  settings.numresolution = 3;
  settings.tcp_numlayers = 1;
  settings.cp_disto_alloc = 1;
  Growing out;
  opj_codec_t* codec = opj_create_compress(OPJ_CODEC_J2K);
  opj_stream_t* stream = opj_stream_default_create(OPJ_FALSE);
  opj_stream_set_user_data(stream, &out, nullptr);
  opj_stream_set_write_function(stream, write_bytes);
  opj_stream_set_skip_function(stream, skip_bytes);
  opj_stream_set_seek_function(stream, seek_bytes);
  EXPECT_TRUE(opj_setup_encoder(codec, &settings, image) && opj_start_compress(codec, image, stream) &&
              opj_encode(codec, stream) && opj_end_compress(codec, stream));
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  opj_image_destroy(image);
  return out.bytes;
}

} // namespace

void compress_jpeg2000(DcmDataset& data, double keep, bool claim_signed) {
  Uint16 rows = 0, columns = 0, stored = 0, representation = 0;
  data.findAndGetUint16(DCM_Rows, rows);
  data.findAndGetUint16(DCM_Columns, columns);
  data.findAndGetUint16(DCM_BitsStored, stored);
  data.findAndGetUint16(DCM_PixelRepresentation, representation);
  const Uint16* cells = nullptr;
  unsigned long count = 0;
  ASSERT_TRUE(data.findAndGetUint16Array(DCM_PixelData, cells, &count).good());
  const std::size_t pixels = static_cast<std::size_t>(rows) * columns;
  auto* sequence = new DcmPixelSequence(DCM_PixelSequenceTag);
  sequence->insert(new DcmPixelItem(DCM_PixelItemTag));
  for (std::size_t frame = 0; frame < count / pixels; ++frame) {
    std::vector<int> values;
    for (std::size_t i = 0; i < pixels; ++i) {
      const Uint16 cell = cells[frame * pixels + i];
      values.push_back(representation == 1 ? static_cast<Sint16>(cell) : cell);
    }
    auto bytes = encode_jpeg2000(values, columns, rows, stored, representation == 1 || claim_signed);
    bytes.resize(static_cast<std::size_t>(static_cast<double>(bytes.size()) * keep));
    bytes.resize(bytes.size() + bytes.size() % 2);
    auto* item = new DcmPixelItem(DCM_PixelItemTag);
    item->putUint8Array(bytes.data(), static_cast<unsigned long>(bytes.size()));
    sequence->insert(item);
  }
  auto* pixel_data = new DcmPixelData(DCM_PixelData);
  pixel_data->putOriginalRepresentation(EXS_JPEG2000LosslessOnly, nullptr, sequence);
  data.insert(pixel_data, OFTrue);
  data.updateOriginalXfer();
}

std::string read_bytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void scan_and_load(const fs::path& folder) {
  const auto scanned = scan({folder});
  ASSERT_TRUE(scanned);
  for (const Series& series : scanned->series) {
    if (series.verdict == Verdict::refused) {
      ASSERT_FALSE(series.reasons.empty());
      EXPECT_FALSE(series.reasons.front().text.empty());
    } else if (series.kind == SeriesKind::volume) {
      const auto loaded = load_volume(series);
      EXPECT_TRUE(loaded || !loaded.error().message.empty());
    } else {
      const auto loaded = load_radiograph(series);
      EXPECT_TRUE(loaded || !loaded.error().message.empty());
    }
  }
}

void write_stack(const fs::path& folder, dicom_write::TransferSyntax syntax) {
  dicom_write::WriteOptions options;
  options.transfer_syntax = syntax;
  const bool lossy = syntax == dicom_write::TransferSyntax::jpeg_baseline;
  options.pixels.bits_allocated = lossy ? 8 : 16;
  options.pixels.bits_stored = lossy ? 8 : 16;
  options.pixels.is_signed = !lossy;
  VolumeShape shape;
  shape.size.slices = 4;
  shape.lowest = 0;
  shape.highest = 200;
  write(make_volume(shape), folder, options);
}

void damage_and_read(const fs::path& folder, const fs::path& victim, unsigned seed, int rounds) {
  const std::string whole = read_bytes(victim);
  std::mt19937 random(seed);
  for (int round = 0; round < rounds; ++round) {
    std::string damaged = whole;
    for (int i = 0; i < 6; ++i)
      damaged[132 + random() % (damaged.size() - 132)] = static_cast<char>(random());
    write_bytes(victim, damaged);
    scan_and_load(folder);
  }
}

} // namespace spondyl::dicom::test

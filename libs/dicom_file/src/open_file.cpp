#include <spondyl/dicom_file/open_file.h>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include "inflate.h"
#include <spondyl/dicom_file/file_structure.h>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_file/toolkit.h>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kDeflated = "1.2.840.10008.1.2.1.99";
// Headers of deflated files: attributes before and after the pixels. Engineering choice.
constexpr std::size_t kInflatedHeader = std::size_t{8} << 20U;
constexpr double kLargestInflated = 4e9; // bytes; what a 32-bit element length can hold

Result<OpenedFile> not_parsed(const OFCondition& status) {
  return failure(ErrorCode::unreadable,
                 std::string("the file cannot be parsed as DICOM (") + (status.bad() ? status.text() : "empty") + ")");
}

Result<FileStructure> parse(std::vector<std::uint8_t>& bytes, DcmDataset& data) {
  SPONDYL_TRY(const FileStructure structure, examine_data_set(bytes));
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  data.clear();
  data.transferInit();
  data.read(stream, EXS_LittleEndianExplicit, EGL_noChange); // what could be read counts
  data.transferEnd();
  return structure;
}

double declared_pixel_bytes(DcmDataset& data) {
  const auto value = [&](const DcmTagKey& tag, long fallback) {
    return static_cast<double>(whole_number(data, tag, fallback));
  };
  return value(DCM_Rows, 0) * value(DCM_Columns, 0) * value(DCM_SamplesPerPixel, 1) * value(DCM_BitsAllocated, 8) /
         8.0 * value(DCM_NumberOfFrames, 1);
}

Result<OpenedFile> open_deflated(const fs::path& file, const FileStructure& structure) {
  OpenedFile opened{std::make_unique<DcmFileFormat>(), false};
  DcmFileFormat& format = *opened.format;
  format.loadFile(OFFilename(file.c_str()), EXS_Unknown, EGL_noChange, DCM_MaxReadLength, ERM_metaOnly);
  SPONDYL_TRY(Inflated inflated, inflate_file(file, structure.data_set_at, kInflatedHeader));
  SPONDYL_TRY(FileStructure inner, parse(inflated.bytes, *format.getDataset()));
  if (!inflated.complete) {
    const double limit = declared_pixel_bytes(*format.getDataset()) + 2.0 * static_cast<double>(kInflatedHeader);
    if (!(limit >= 0 && limit < kLargestInflated))
      return failure(ErrorCode::unreadable, "the deflated data set declares more than 4 GB");
    SPONDYL_TRY(inflated, inflate_file(file, structure.data_set_at, static_cast<std::size_t>(limit)));
    if (!inflated.complete)
      return failure(ErrorCode::unreadable, "the deflated data set inflates to more than its header declares");
    SPONDYL_TRY(inner, parse(inflated.bytes, *format.getDataset()));
  }
  opened.pixels_cut_short = inner.pixels_cut_short;
  return opened;
}

} // namespace

Result<OpenedFile> open_file(const fs::path& file) {
  prepare_toolkit();
  SPONDYL_TRY(const FileStructure structure, examine_file(file));
  if (!structure.is_dicom)
    return failure(ErrorCode::unsupported, "not a DICOM file");
  if (structure.transfer_syntax_uid == kDeflated)
    return open_deflated(file, structure);
  OpenedFile opened{std::make_unique<DcmFileFormat>(), structure.pixels_cut_short};
  const OFCondition status = opened.format->loadFile(OFFilename(file.c_str()), EXS_Unknown, EGL_noChange);
  if (opened.format->getDataset() == nullptr || opened.format->getDataset()->card() == 0)
    return not_parsed(status);
  return opened;
}

} // namespace spondyl::dicom

#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <span>
#include <spondyl/dicom_write/write.h>

namespace spondyl::dicom_write {

/// Options with everything filled in that has to be the same in all files of a series.
[[nodiscard]] WriteOptions with_uids(WriteOptions options, const char* modality);

/// Patient, study, series, equipment and SOP common modules.
void describe(DcmDataset& data, const WriteOptions& options, const char* sop_class_uid, int instance_number);

struct PixelShape {
  int columns = 0, rows = 0, frames = 1;
};

/// The Image Pixel module with cells as they are in memory.
void put_pixels(DcmDataset& data, const PixelShape& shape, const PixelFormat& format,
                std::span<const std::uint8_t> cells);

void put_text(DcmItem& item, const DcmTagKey& tag, const std::string& value); ///< also when empty
/// Numbers as decimal strings of at most 16 characters (PS3.5 6.2).
void put_decimals(DcmItem& item, const DcmTagKey& tag, std::initializer_list<double> values);
void put_rescale(DcmItem& item, const Rescale& rescale, const char* type);

} // namespace spondyl::dicom_write

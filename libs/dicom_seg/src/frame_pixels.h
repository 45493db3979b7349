#pragma once

#include <cstdint>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/base/result.h>

namespace spondyl::dicom_seg {

/// The pixels of a segmentation that was parsed; refers to its data set.
class FramePixels {
public:
  /// Errors: `unsupported`, `unreadable`, with the cause as message.
  [[nodiscard]] static Result<FramePixels> open(DcmDataset& data);

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] long frames() const { return frames_; }
  /// SegmentationType LABELMAP: a pixel holds the number of its segment.
  [[nodiscard]] bool holds_segment_numbers() const { return label_map_; }
  /// 0 or 1, or the segment number; fractional segments count from half of their maximum.
  [[nodiscard]] unsigned value(long frame, int column, int row) const {
    const std::size_t index =
        (static_cast<std::size_t>(frame) * static_cast<std::size_t>(rows_) + static_cast<std::size_t>(row)) *
            static_cast<std::size_t>(columns_) +
        static_cast<std::size_t>(column);
    if (bits_ == 1)
      return (static_cast<unsigned>(bytes_[index / 8]) >> (index % 8)) & 1U;
    const unsigned stored =
        bits_ == 8 ? bytes_[index] : bytes_[2 * index] | static_cast<unsigned>(bytes_[2 * index + 1]) << 8U;
    return label_map_ ? stored : static_cast<unsigned>(stored >= threshold_);
  }

private:
  const std::uint8_t* bytes_ = nullptr;
  int columns_ = 0, rows_ = 0, bits_ = 1;
  long frames_ = 0;
  bool label_map_ = false;
  unsigned threshold_ = 1;
};

} // namespace spondyl::dicom_seg

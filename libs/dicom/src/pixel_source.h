#pragma once

#include "functional_groups.h"
#include "grey_values.h"
#include <dcmtk/dcmdata/dcfcache.h>
#include <memory>
#include <spondyl/base/result.h>
#include <spondyl/model/series.h>

namespace spondyl::dicom {

/// The pixels of one file, frame by frame. Not thread-safe: open one per thread.
class PixelSource {
public:
  /// Opens the file of `reference` and checks that it is still the instance that was scanned, has `columns` x `rows`
  /// and lies within the caps of `classify.h`. Errors name the file.
  static Result<std::unique_ptr<PixelSource>> open(const FrameRef& reference, int columns, int rows);

  /// Decodes one frame to grey values. Errors name the file.
  Result<void> read(int frame, std::span<float> grey);
  [[nodiscard]] std::optional<PatientPoint> position(int frame) const;
  /// The grey value that padding stands for in this frame; nullopt without padding.
  [[nodiscard]] std::optional<float> padding_value(int frame) const;
  [[nodiscard]] bool inverted() const { return inverted_; } ///< MONOCHROME1
  [[nodiscard]] bool truncated() const { return truncated_; }

private:
  PixelSource() = default;
  Result<void> prepare(int columns, int rows);
  Result<void> prepare_format();
  Result<void> decode(int frame);
  Result<void> decode_with_toolkit(int frame);
  [[nodiscard]] Result<void> check_jpeg_size(int frame) const;
  Result<void> decode_jpeg2000_frame(int frame);
  Result<void> decode_rle_frame(int frame);
  Result<void> read_floating_point(int frame);
  [[nodiscard]] Result<GreyTransform> transform_of(int frame) const;
  [[nodiscard]] tl::unexpected<Error> unreadable(const std::string& cause) const;

  std::filesystem::path file_;
  std::unique_ptr<DcmFileFormat> format_;
  DcmDataset* data_ = nullptr;
  DcmFileCache cache_;
  std::vector<FrameGroups> groups_;
  StoredFormat stored_;
  int columns_ = 0, rows_ = 0;
  long frame_count_ = 1;
  Uint32 next_fragment_ = 0;
  int next_frame_ = 0;
  bool rle_ = false, jpeg_ = false, jpeg2000_ = false, inverted_ = false, truncated_ = false;
  std::vector<std::uint8_t> cells_;
};

} // namespace spondyl::dicom

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <mutex>
#include <set>
#include <spondyl/dicom/load.h>
#include <sys/mman.h>
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include "classify.h"
#include "loadable.h"
#include "pixel_source.h"
#include "shear.h"
#include <spondyl/dicom_file/toolkit.h>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;

/// Consecutive slices out of one file, read by one thread.
struct SliceRun {
  std::size_t begin = 0, end = 0;
};

// A file that holds many slices is read in runs of this many, each by whatever thread is free. Engineering choice.
constexpr std::size_t kLongestRun = 32;

std::vector<SliceRun> runs_of(const std::vector<FrameRef>& frames) {
  std::vector<SliceRun> runs;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const bool goes_on =
        !runs.empty() && frames[i].file == frames[runs.back().begin].file && i - runs.back().begin < kLongestRun;
    if (goes_on)
      runs.back().end = i + 1;
    else
      runs.push_back({i, i + 1});
  }
  return runs;
}

/// Zeros, on large pages where the system gives them: hundreds of megabytes cost a page fault per 2 MiB, not per 4 KiB.
std::vector<float> large_buffer(std::size_t count) {
  std::vector<float> buffer;
  buffer.reserve(count);
  constexpr std::uintptr_t kPage = 4096;
  const auto begin = (reinterpret_cast<std::uintptr_t>(buffer.data()) + kPage - 1) / kPage * kPage;
  const auto end = reinterpret_cast<std::uintptr_t>(buffer.data() + count) / kPage * kPage;
  if (begin < end) // advice only: without it the buffer is as good, and slower to come by
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
  buffer.resize(count);
  return buffer;
}

class VolumeLoader {
public:
  VolumeLoader(const Series& series, const Progress& progress)
      : series_(series), progress_(progress), shear_(upright(*series.geometry)) {}

  Result<LoadedVolume> load() {
    if (series_.gantry_tilt_degrees)
      SPONDYL_CHECK(prepare_shear());
    const GridSize size = shear_.geometry.size;
    if (size.voxels() > kLargestVolumeVoxels)
      return failure(ErrorCode::unsupported, "The volume would have " + std::to_string(size.voxels()) +
                                                 " voxels, more than the limit of " +
                                                 std::to_string(kLargestVolumeVoxels) + ".");
    voxels_ = large_buffer(size.voxels());
    found_.resize(static_cast<std::size_t>(size.slices));
    read_all();
    SPONDYL_CHECK(progress_.check());
    if (error_)
      return tl::make_unexpected(*error_);
    const auto no_data = replace_missing();
    const Modality modality = modality_of_series();
    std::vector<VerdictReason> warnings;
    if (!truncated_.empty())
      warnings.push_back({"a JPEG 2000 code stream is cut short; the slice is less sharp or partly blank",
                          {truncated_.begin(), truncated_.end()}});
    progress_.report(1.0, "reading pixels");
    return LoadedVolume{Volume(shear_.geometry, std::move(voxels_), modality, no_data), std::move(warnings)};
  }

private:
  struct Found { ///< in one slice
    float lowest = std::numeric_limits<float>::max();
    bool missing = false;
  };

  Modality modality_of_series() const {
    return modality_of(series_.frames.front().sop_class_uid, series_.info.modality);
  }

  Result<void> prepare_shear() {
    const auto position_of = [&](const FrameRef& frame) -> Result<PatientPoint> {
      SPONDYL_TRY(const auto source, PixelSource::open(frame, series_.columns, series_.rows));
      const auto position = source->position(frame.frame);
      if (!position)
        return failure(ErrorCode::unreadable, "The slice position in " + frame.file.string() + " is gone.");
      return *position;
    };
    SPONDYL_TRY(const PatientPoint first, position_of(series_.frames.front()));
    SPONDYL_TRY(const PatientPoint last, position_of(series_.frames.back()));
    shear_ = shear_of(*series_.geometry, last - first);
    return {};
  }

  void read_all() {
    const std::vector<SliceRun> runs = runs_of(series_.frames);
    std::atomic<std::size_t> done{0};
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, runs.size(), 1), [&](const auto& range) {
      for (std::size_t i = range.begin(); i != range.end(); ++i) {
        if (stop())
          return;
        if (auto read = read_run(runs[i]); !read)
          remember(std::move(read.error()));
        progress_.report(static_cast<double>(++done) / static_cast<double>(runs.size()), "reading pixels");
      }
    });
  }

  bool stop() const { return progress_.cancelled() || failed_; }

  void remember(Error error) {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    // Of several failures the one that names the first file, whichever thread was faster.
    if (!error_ || error.message < error_->message)
      error_ = std::move(error);
  }

  Result<void> read_run(const SliceRun& run) {
    try {
      const FrameRef& first = series_.frames[run.begin];
      SPONDYL_TRY(const auto source, PixelSource::open(first, series_.columns, series_.rows));
      for (std::size_t slice = run.begin; slice < run.end && !stop(); ++slice)
        SPONDYL_CHECK(read_slice(*source, slice));
      note(*source, first);
      return {};
    } catch (const std::exception&) {
      return failure(ErrorCode::unreadable, "Cannot read the pixels of " + series_.frames[run.begin].file.string() +
                                                ": damaged, or too "
                                                "large for the memory.");
    }
  }

  Result<void> read_slice(PixelSource& source, std::size_t slice) {
    const GridSize size = shear_.geometry.size;
    const auto slice_voxels = static_cast<std::size_t>(size.columns) * static_cast<std::size_t>(size.rows);
    const std::span<float> target(voxels_.data() + slice * slice_voxels, slice_voxels);
    if (!series_.gantry_tilt_degrees) {
      SPONDYL_CHECK(source.read(series_.frames[slice].frame, target));
      look(slice, target);
      return {};
    }
    std::vector<float> plane(static_cast<std::size_t>(series_.columns) * static_cast<std::size_t>(series_.rows));
    SPONDYL_CHECK(source.read(series_.frames[slice].frame, plane));
    shift_slice(plane, series_.columns, series_.rows, shear_, slice, target);
    look(slice, target);
    return {};
  }

  void note(const PixelSource& source, const FrameRef& frame) {
    const auto padding = source.padding_value(frame.frame);
    const std::lock_guard lock(mutex_);
    if (padding)
      padding_ = padding_ ? std::min(*padding_, *padding) : *padding;
    if (source.truncated())
      truncated_.insert(frame.file);
  }

  /// Looks at a slice while it is still in the processor's cache.
  void look(std::size_t slice, std::span<const float> grey) {
    Found found;
    for (const float value : grey) {
      found.missing |= value == kNoImage;
      found.lowest = std::min(found.lowest, value == kNoImage ? found.lowest : value);
    }
    found_[slice] = found;
  }

  /// Gives every voxel without image one value that no voxel with image has.
  std::optional<float> replace_missing() {
    using Range = tbb::blocked_range<std::size_t>;
    Found found;
    for (const Found& slice : found_)
      found = {std::min(found.lowest, slice.lowest), found.missing || slice.missing};
    if (!found.missing)
      return std::nullopt;
    float value = found.lowest == std::numeric_limits<float>::max() ? 0.0F : std::floor(found.lowest) - 1.0F;
    if (value >= found.lowest) // beyond 2^24 one less is the same float
      value = std::nextafter(found.lowest, std::numeric_limits<float>::lowest());
    if (padding_)
      value = std::min(value, *padding_);
    tbb::parallel_for(Range(0, voxels_.size()), [&](const Range& range) {
      std::replace(voxels_.begin() + static_cast<std::ptrdiff_t>(range.begin()),
                   voxels_.begin() + static_cast<std::ptrdiff_t>(range.end()), kNoImage, value);
    });
    return value;
  }

  const Series& series_;
  const Progress& progress_;
  Shear shear_;
  std::vector<float> voxels_;
  std::vector<Found> found_; ///< one per slice
  std::mutex mutex_;
  std::atomic<bool> failed_{false};
  std::optional<Error> error_;
  std::optional<float> padding_;
  std::set<fs::path> truncated_;
};

} // namespace

Result<LoadedVolume> load_volume(const Series& series, const Progress& progress) {
  prepare_toolkit();
  SPONDYL_CHECK(check_loadable(series, SeriesKind::volume));
  if (!series.geometry || series.geometry->size.slices != static_cast<int>(series.frames.size()) ||
      series.geometry->size.columns != series.columns || series.geometry->size.rows != series.rows)
    return failure(ErrorCode::invalid_argument, "The series has no geometry that fits its frames.", "Scan again.");
  try {
    return VolumeLoader(series, progress).load();
  } catch (const std::bad_alloc&) {
    return failure(ErrorCode::unsupported, "The volume does not fit into the memory.", "Close other programs.");
  }
}

} // namespace spondyl::dicom

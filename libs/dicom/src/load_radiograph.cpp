#include <spondyl/dicom/load.h>

#include "larger_brighter.h"
#include "loadable.h"
#include "pixel_source.h"
#include <spondyl/dicom_file/toolkit.h>

namespace spondyl::dicom {
namespace {

Result<LoadedRadiograph> load(const Series& series) {
  const FrameRef& frame = series.frames.front();
  SPONDYL_TRY(const auto source, PixelSource::open(frame, series.columns, series.rows));
  std::vector<float> pixels(static_cast<std::size_t>(series.columns) * static_cast<std::size_t>(series.rows));
  SPONDYL_CHECK(source->read(frame.frame, pixels));
  make_larger_brighter(pixels, source->inverted());
  std::vector<VerdictReason> warnings;
  if (source->truncated())
    warnings.push_back(
        {"the JPEG 2000 code stream is cut short; the film is less sharp or partly blank", {frame.file}});
  return LoadedRadiograph{Radiograph(series.columns, series.rows, std::move(pixels), series.pixel_scale),
                          std::move(warnings)};
}

} // namespace

Result<LoadedRadiograph> load_radiograph(const Series& series, const Progress& progress) {
  prepare_toolkit();
  SPONDYL_CHECK(check_loadable(series, SeriesKind::radiograph));
  SPONDYL_CHECK(progress.check());
  try {
    auto loaded = load(series);
    progress.report(1.0, "reading pixels");
    return loaded;
  } catch (const std::exception&) {
    return failure(ErrorCode::unreadable, "Cannot read the pixels of " + series.frames.front().file.string() +
                                              ": damaged, or too large for the memory.");
  }
}

} // namespace spondyl::dicom

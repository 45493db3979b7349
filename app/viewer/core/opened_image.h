#pragma once

#include <memory>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/base/result.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>
#include <spondyl/render/film.h>
#include <spondyl/render/slice.h>
#include <spondyl/view_model/study_browser.h>
#include <spondyl/view_model/window_level.h>
#include <string>
#include <vector>

namespace spondyl::viewer {

/// A series whose pixels are here. Shared by all views that show it; only `window` changes.
struct OpenedImage {
  view_model::SeriesItem item;
  std::optional<Volume> volume;
  std::optional<Radiograph> film; ///< radiographs and everything else that is shown without patient space
  std::optional<render::VolumeSlicer> volume_slicer;
  std::optional<render::FilmSlicer> film_slicer;
  view_model::GreyStatistics statistics;
  std::vector<view_model::WindowLevel> presets;
  view_model::WindowLevel window;
  std::vector<std::string> warnings; ///< full sentences from reading
  bool complete = true;              ///< false for the first slice, shown while the others are still being read
};
using OpenedImagePtr = std::shared_ptr<OpenedImage>;

/// Reads the middle image of a series only: the first look at a volume, on the series' full geometry.
[[nodiscard]] Result<OpenedImagePtr> open_first_image(const view_model::SeriesItem& item);
/// Reads all of a series. Series that are not measured (localizers, captures) open as films without scale.
[[nodiscard]] Result<OpenedImagePtr> open_whole_series(const view_model::SeriesItem& item, const Progress& progress);

} // namespace spondyl::viewer

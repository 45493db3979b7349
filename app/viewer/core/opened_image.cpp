#include "opened_image.h"

#include <spondyl/dicom/display.h>
#include <spondyl/dicom/load.h>

namespace spondyl::viewer {
namespace {

using view_model::VoiFunction;
using view_model::WindowLevel;

VoiFunction function_of(dicom::DisplayFunction function) {
  switch (function) {
  case dicom::DisplayFunction::linear_exact:
    return VoiFunction::linear_exact;
  case dicom::DisplayFunction::sigmoid:
    return VoiFunction::sigmoid;
  case dicom::DisplayFunction::linear:
    break;
  }
  return VoiFunction::linear;
}

WindowLevel from_table(const dicom::DisplayTable& table) {
  WindowLevel window;
  window.width = static_cast<double>(table.output.size());
  window.centre = table.first_value + window.width / 2;
  window.table = view_model::VoiTable{table.first_value, table.output};
  window.name = table.explanation.empty() ? "From the file" : table.explanation;
  return window;
}

/// MONOCHROME1 pixels were turned over within their range, lowest + highest - value: so are the windows for them.
WindowLevel turned_over(WindowLevel window, double lowest_plus_highest) {
  window.centre = lowest_plus_highest - window.centre;
  if (window.table) {
    view_model::VoiTable& table = *window.table;
    table.first_value = lowest_plus_highest - table.first_value - static_cast<double>(table.output.size() - 1);
    std::reverse(table.output.begin(), table.output.end());
    for (float& output : table.output)
      output = 1.0F - output;
  }
  return window;
}

std::vector<WindowLevel> windows_from_file(const Series& series, std::size_t frame,
                                           const view_model::GreyStatistics& statistics) {
  const auto hints = dicom::display_hints(series, frame);
  if (!hints)
    return {};
  std::vector<WindowLevel> windows;
  if (hints->table && hints->table->output.size() > 1)
    windows.push_back(from_table(*hints->table));
  for (const dicom::DisplayWindow& asked : hints->windows) {
    WindowLevel window;
    window.centre = asked.centre;
    window.width = asked.width;
    window.function = function_of(asked.function);
    window.name = asked.explanation.empty() ? "From the file" : asked.explanation;
    windows.push_back(std::move(window));
  }
  if (hints->monochrome1)
    for (WindowLevel& window : windows)
      window = turned_over(std::move(window), statistics.minimum + statistics.maximum);
  return windows;
}

void prepare_display(OpenedImage& image, Modality modality) {
  const auto frame = static_cast<std::size_t>(image.item.thumbnail_frame);
  const auto from_file = windows_from_file(image.item.series, frame, image.statistics);
  image.presets = view_model::presets(modality, image.statistics, from_file);
  image.window = view_model::initial_window(modality, image.statistics, from_file);
}

OpenedImagePtr of_film(const view_model::SeriesItem& item, Radiograph film) {
  auto image = std::make_shared<OpenedImage>();
  image->item = item;
  image->statistics = view_model::grey_statistics(film);
  image->film_slicer.emplace(film);
  image->film.emplace(std::move(film));
  prepare_display(*image, Modality::radiograph);
  return image;
}

OpenedImagePtr of_volume(const view_model::SeriesItem& item, Volume volume, bool complete) {
  auto image = std::make_shared<OpenedImage>();
  image->item = item;
  image->complete = complete;
  image->statistics = view_model::grey_statistics(volume);
  image->volume_slicer.emplace(volume);
  image->volume.emplace(volume);
  prepare_display(*image, volume.modality());
  return image;
}

std::vector<std::string> texts(const std::vector<VerdictReason>& reasons) {
  std::vector<std::string> result;
  for (const VerdictReason& reason : reasons)
    result.push_back(reason.text);
  return result;
}

bool opens_as_volume(const Series& series) {
  return series.kind == SeriesKind::volume && series.verdict != Verdict::refused && series.geometry;
}

/// The series with one slice left, in the place where that slice lies.
Series only_slice(const Series& series, std::size_t index) {
  Series one = series;
  const VolumeGeometry& full = *series.geometry;
  one.frames = {series.frames[index]};
  one.geometry->size.slices = 1;
  one.geometry->origin = full.origin + full.slice_axis * (full.slice_spacing * static_cast<double>(index));
  one.gantry_tilt_degrees.reset();
  return one;
}

} // namespace

Result<OpenedImagePtr> open_first_image(const view_model::SeriesItem& item) {
  const auto middle = static_cast<std::size_t>(item.thumbnail_frame);
  if (opens_as_volume(item.series)) {
    SPONDYL_TRY(dicom::LoadedVolume loaded, dicom::load_volume(only_slice(item.series, middle)));
    return of_volume(item, loaded.volume, false);
  }
  SPONDYL_TRY(Radiograph film, dicom::load_frame(item.series, middle));
  return of_film(item, std::move(film));
}

Result<OpenedImagePtr> open_whole_series(const view_model::SeriesItem& item, const Progress& progress) {
  if (opens_as_volume(item.series)) {
    SPONDYL_TRY(dicom::LoadedVolume loaded, dicom::load_volume(item.series, progress));
    OpenedImagePtr image = of_volume(item, loaded.volume, true);
    image->warnings = texts(loaded.warnings);
    return image;
  }
  if (item.series.kind == SeriesKind::radiograph && item.series.verdict != Verdict::refused) {
    SPONDYL_TRY(dicom::LoadedRadiograph loaded, dicom::load_radiograph(item.series, progress));
    OpenedImagePtr image = of_film(item, loaded.radiograph);
    image->warnings = texts(loaded.warnings);
    return image;
  }
  return open_first_image(item);
}

} // namespace spondyl::viewer

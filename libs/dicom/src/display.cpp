#include <spondyl/dicom/display.h>

#include "larger_brighter.h"
#include "pixel_source.h"

#include <algorithm>
#include <spondyl/dicom_file/open_file.h>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_file/toolkit.h>

namespace spondyl::dicom {
namespace {

// Lookup tables have at most 2^16 entries (PS3.3 C.11.2.1.1: 0 in the descriptor stands for that).
constexpr std::size_t kMostTableEntries = 65536;

Result<void> check_index(const Series& series, std::size_t index) {
  if (index >= series.frames.size() || series.columns <= 0 || series.rows <= 0)
    return failure(ErrorCode::invalid_argument, "The series has no such image.");
  return {};
}

DisplayFunction function_of(DcmItem& item) {
  const std::string name = text(item, DcmTagKey(0x0028, 0x1056));
  if (name == "SIGMOID")
    return DisplayFunction::sigmoid;
  return name == "LINEAR_EXACT" ? DisplayFunction::linear_exact : DisplayFunction::linear;
}

std::vector<DisplayWindow> windows_of(DcmItem& item) {
  const std::vector<double> centres = numbers(item, DCM_WindowCenter), widths = numbers(item, DCM_WindowWidth);
  const std::vector<std::string> names = split_values(text(item, DCM_WindowCenterWidthExplanation));
  std::vector<DisplayWindow> windows;
  for (std::size_t i = 0; i < std::min(centres.size(), widths.size()); ++i)
    if (widths[i] > 0)
      windows.push_back({centres[i], widths[i], function_of(item), i < names.size() ? names[i] : ""});
  return windows;
}

/// LUT Data is US or OW (PS3.6): most writers use OW.
std::vector<double> table_entries(DcmItem& item) {
  const Uint16* entries = nullptr;
  unsigned long count = 0;
  if (item.findAndGetUint16Array(DCM_LUTData, entries, &count).bad() || entries == nullptr)
    return {};
  return {entries, entries + count};
}

std::optional<DisplayTable> table_of(DcmItem& data) {
  DcmItem* item = first_item(data, DCM_VOILUTSequence);
  if (!item)
    return std::nullopt;
  const std::vector<double> descriptor = numbers(*item, DCM_LUTDescriptor);
  const std::vector<double> entries = table_entries(*item);
  if (descriptor.size() != 3 || entries.size() < 2 || entries.size() > kMostTableEntries)
    return std::nullopt;
  const double highest = *std::max_element(entries.begin(), entries.end());
  if (highest <= 0)
    return std::nullopt;
  DisplayTable table{descriptor[1], {}, text(*item, DCM_LUTExplanation)};
  for (const double entry : entries)
    table.output.push_back(static_cast<float>(std::clamp(entry / highest, 0.0, 1.0)));
  return table;
}

/// Multi-frame files keep the window in the Frame VOI LUT Sequence of their shared functional groups (PS3.3
/// C.7.6.16.2.10).
std::vector<DisplayWindow> windows_of_data_set(DcmItem& data) {
  if (auto windows = windows_of(data); !windows.empty())
    return windows;
  for (const DcmTagKey& groups : {DCM_PerFrameFunctionalGroupsSequence, DCM_SharedFunctionalGroupsSequence})
    if (DcmItem* group = first_item(data, groups))
      if (DcmItem* window = first_item(*group, DCM_FrameVOILUTSequence))
        return windows_of(*window);
  return {};
}

} // namespace

Result<Radiograph> load_frame(const Series& series, std::size_t index) {
  prepare_toolkit();
  SPONDYL_CHECK(check_index(series, index));
  const FrameRef& frame = series.frames[index];
  try {
    SPONDYL_TRY(const auto source, PixelSource::open(frame, series.columns, series.rows));
    std::vector<float> pixels(static_cast<std::size_t>(series.columns) * static_cast<std::size_t>(series.rows));
    SPONDYL_CHECK(source->read(frame.frame, pixels));
    make_larger_brighter(pixels, source->inverted());
    return Radiograph(series.columns, series.rows, std::move(pixels), series.pixel_scale);
  } catch (const std::exception&) {
    return failure(ErrorCode::unreadable,
                   "Cannot read the pixels of " + frame.file.string() + ": damaged, or too large for the memory.");
  }
}

Result<DisplayHints> display_hints(const Series& series, std::size_t index) {
  prepare_toolkit();
  SPONDYL_CHECK(check_index(series, index));
  try {
    auto opened = open_file(series.frames[index].file);
    if (!opened)
      return failure(ErrorCode::unreadable,
                     "Cannot read " + series.frames[index].file.string() + ": " + opened.error().message + ".");
    DcmDataset& data = *opened->format->getDataset();
    return DisplayHints{windows_of_data_set(data), table_of(data),
                        text(data, DCM_PhotometricInterpretation) == "MONOCHROME1"};
  } catch (const std::exception&) {
    return failure(ErrorCode::unreadable, "Cannot read " + series.frames[index].file.string() + ".");
  }
}

} // namespace spondyl::dicom

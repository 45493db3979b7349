#pragma once

#include <optional>
#include <span>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

enum class VoiFunction { linear, linear_exact, sigmoid }; ///< PS3.3 C.11.2.1.3

/// A table from the file (PS3.3 C.11.2.1.1): grey values from `first_value` on map to 0..1, held constant outside.
struct VoiTable {
  double first_value = 0.0;
  std::vector<float> output; ///< 0..1, one per grey value
  friend bool operator==(const VoiTable&, const VoiTable&) = default;
};

/// How grey values become brightness. A value, cheap to copy but for a table.
struct WindowLevel {
  double centre = 128.0, width = 256.0; ///< in the image's grey values; width >= 1e-6
  bool inverted = false;
  VoiFunction function = VoiFunction::linear_exact;
  std::optional<VoiTable> table{}; ///< replaces centre and width until they are dragged
  std::string name{};              ///< of the preset, empty once dragged

  /// 0 (black) to 1 (white).
  [[nodiscard]] float brightness(float value) const;
  [[nodiscard]] double lower() const { return centre - width / 2; }
  [[nodiscard]] double upper() const { return centre + width / 2; }
  /// Left drag: right widens, up lowers the centre (brighter; screen y grows downwards). `sensitivity` is grey values
  /// per screen pixel.
  [[nodiscard]] WindowLevel dragged(double screen_dx, double screen_dy, double sensitivity) const;
  [[nodiscard]] WindowLevel inverted_copy() const;
  friend bool operator==(const WindowLevel&, const WindowLevel&) = default;
};

/// Grey values of the image, for automatic windows: exact ends, percentiles of a regular
/// sample, all without padding.
struct GreyStatistics {
  double minimum = 0.0, percentile_1 = 0.0, median = 0.0, percentile_99 = 0.0, maximum = 0.0;
};
[[nodiscard]] GreyStatistics grey_statistics(const Volume& volume);
[[nodiscard]] GreyStatistics grey_statistics(const Radiograph& radiograph);
[[nodiscard]] GreyStatistics grey_statistics(std::span<const float> values,
                                             std::optional<float> no_data = std::nullopt);

/// Keys 1-5 are the first five. CT: bone, soft tissue, lung, contrast, full range, then the file's own for the menu.
/// MR and films: the file's own where it has one, automatic by percentiles, brighter, darker, full range (5), narrow.
[[nodiscard]] std::vector<WindowLevel> presets(Modality modality, const GreyStatistics& statistics,
                                               std::span<const WindowLevel> from_file = {});
/// The window a series opens with: bone for CT, the file's own for films and MR, else automatic.
[[nodiscard]] WindowLevel initial_window(Modality modality, const GreyStatistics& statistics,
                                         std::span<const WindowLevel> from_file = {});
/// Grey values per screen pixel: a drag over a view's height covers the image's range (1st to 99th percentile).
[[nodiscard]] double drag_sensitivity(const GreyStatistics& statistics, double view_height);

} // namespace spondyl::view_model

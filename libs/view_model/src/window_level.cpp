#include <spondyl/view_model/window_level.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace spondyl::view_model {
namespace {

constexpr double kNarrowest = 1e-6;
constexpr std::size_t kSample = 200'000;
constexpr std::size_t kKeys = 5;

WindowLevel window(double centre, double width, std::string name) {
  WindowLevel result;
  result.centre = centre;
  result.width = std::max(width, kNarrowest);
  result.name = std::move(name);
  return result;
}

WindowLevel between(double lower, double upper, std::string name) {
  return window((lower + upper) / 2, upper - lower, std::move(name));
}

/// Customary windows (HU); the bone window is wide enough that endplates of dense bone do not saturate.
std::vector<WindowLevel> ct_presets(const GreyStatistics& statistics) {
  return {window(400, 1800, "Bone"), window(40, 400, "Soft tissue"), window(-600, 1500, "Lung"),
          window(300, 600, "Contrast"), between(statistics.minimum, statistics.maximum, "Full range")};
}

std::vector<WindowLevel> percentile_presets(const GreyStatistics& statistics) {
  const WindowLevel automatic = between(statistics.percentile_1, statistics.percentile_99, "Automatic");
  return {automatic, window(automatic.centre - automatic.width / 4, automatic.width / 2, "Brighter"),
          window(automatic.centre + automatic.width / 4, automatic.width * 1.5, "Darker"),
          window(statistics.median, automatic.width / 2, "Narrow"),
          between(statistics.minimum, statistics.maximum, "Full range")};
}

float linear(const WindowLevel& window, float value) {
  // PS3.3 C.11.2.1.2.1: the plain LINEAR function lies half a grey value lower and is one narrower.
  const bool exact = window.function == VoiFunction::linear_exact || window.width <= 1.0;
  const double centre = exact ? window.centre : window.centre - 0.5;
  const double width = exact ? window.width : window.width - 1.0;
  return static_cast<float>(std::clamp((value - centre) / width + 0.5, 0.0, 1.0));
}

float from_table(const VoiTable& table, float value) {
  const double last = static_cast<double>(table.output.size()) - 1.0;
  return table.output[static_cast<std::size_t>(std::clamp(std::round(value - table.first_value), 0.0, last))];
}

} // namespace

float WindowLevel::brightness(float value) const {
  float result = 0.0F;
  if (table && !table->output.empty())
    result = from_table(*table, value);
  else if (function == VoiFunction::sigmoid)
    result = static_cast<float>(1.0 / (1.0 + std::exp(-4.0 * (value - centre) / width)));
  else
    result = linear(*this, value);
  return inverted ? 1.0F - result : result;
}

WindowLevel WindowLevel::dragged(double screen_dx, double screen_dy, double sensitivity) const {
  WindowLevel result = *this;
  result.width = std::max(width + screen_dx * sensitivity, kNarrowest);
  result.centre = centre + screen_dy * sensitivity;
  result.table.reset();
  result.name.clear();
  return result;
}

WindowLevel WindowLevel::inverted_copy() const {
  WindowLevel result = *this;
  result.inverted = !inverted;
  return result;
}

GreyStatistics grey_statistics(std::span<const float> values, std::optional<float> no_data) {
  const auto counts = [&](float value) { return std::isfinite(value) && !(no_data && value == *no_data); };
  // An odd step does not run in phase with rows whose length is a power of two.
  const std::size_t step = values.size() / kSample | 1U;
  std::vector<float> sample;
  sample.reserve(values.size() / step + 1);
  for (std::size_t i = 0; i < values.size(); i += step)
    if (counts(values[i]))
      sample.push_back(values[i]);
  if (sample.empty())
    return {0.0, 0.0, 0.0, 1.0, 1.0};
  std::sort(sample.begin(), sample.end());
  const auto at = [&](double fraction) -> double {
    return sample[static_cast<std::size_t>(std::lround(fraction * static_cast<double>(sample.size() - 1)))];
  };
  GreyStatistics statistics{sample.front(), at(0.01), at(0.5), at(0.99), sample.back()};
  for (const float value : values)
    if (counts(value)) {
      statistics.minimum = std::min<double>(statistics.minimum, value);
      statistics.maximum = std::max<double>(statistics.maximum, value);
    }
  return statistics;
}

GreyStatistics grey_statistics(const Volume& volume) {
  return grey_statistics(volume.voxels(), volume.no_data_value());
}

GreyStatistics grey_statistics(const Radiograph& radiograph) {
  return grey_statistics(radiograph.pixels());
}

std::vector<WindowLevel> presets(Modality modality, const GreyStatistics& statistics,
                                 std::span<const WindowLevel> from_file) {
  if (modality == Modality::ct) {
    std::vector<WindowLevel> result = ct_presets(statistics);
    result.insert(result.end(), from_file.begin(), from_file.end());
    return result;
  }
  std::vector<WindowLevel> result = percentile_presets(statistics);
  if (!from_file.empty()) {
    result.insert(result.begin(), from_file.front());
    std::rotate(result.begin() + kKeys - 1, result.begin() + kKeys, result.end()); // "Full range" keeps key 5
    result.insert(result.end(), from_file.begin() + 1, from_file.end());
  }
  return result;
}

WindowLevel initial_window(Modality modality, const GreyStatistics& statistics,
                           std::span<const WindowLevel> from_file) {
  return presets(modality, statistics, from_file).front();
}

double drag_sensitivity(const GreyStatistics& statistics, double view_height) {
  return std::max(statistics.percentile_99 - statistics.percentile_1, kNarrowest) / std::max(view_height, 1.0);
}

} // namespace spondyl::view_model

#include "published_labels.h"

#include "apply_edit.h"

#include <algorithm>

namespace spondyl::view_model {

std::array<std::uint8_t, 256> published_values(const ReviewState& state) {
  std::array<std::uint8_t, 256> value{};
  for (std::size_t i = 0; i < state.reviews.size(); ++i)
    if (state.reviews[i].label > 0)
      value[static_cast<std::uint8_t>(state.reviews[i].label)] =
          static_cast<std::uint8_t>(published_label(state.vertebrae[i]));
  return value;
}

LabelMap published_labels(const LabelMap& labels, const std::array<std::uint8_t, 256>& values) {
  LabelMap published = labels;
  std::ranges::transform(labels.voxels, published.voxels.begin(), [&](std::uint8_t old) { return values[old]; });
  return published;
}

} // namespace spondyl::view_model

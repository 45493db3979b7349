#pragma once

#include <array>
#include <cstdint>
#include <spondyl/model/volume.h>
#include <spondyl/view_model/review_state.h>

namespace spondyl::view_model {

/// What a label of the session is called outside: values as the vertebrae are named now; bodies that were removed are
/// 0.
[[nodiscard]] std::array<std::uint8_t, 256> published_values(const ReviewState& state);
[[nodiscard]] LabelMap published_labels(const LabelMap& labels, const std::array<std::uint8_t, 256>& values);

} // namespace spondyl::view_model

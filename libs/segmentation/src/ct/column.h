#pragma once

#include "disc_chain.h"

#include <optional>

namespace spondyl::segmentation::ct {

/// The discs of the column, cranial to caudal; bodies lie between successive ones. Where the first or last body is cut
/// by the end of the image, its outer plane is where the image ends.
struct Column {
  std::vector<DiscPlane> discs;
  bool first_cut = false, last_cut = false;
  /// Frames of the curve half a vertebra beyond the ends, where bone goes on although the chain of discs has ended.
  std::optional<int> unread_above{}, unread_below{};

  [[nodiscard]] std::size_t bodies() const { return discs.empty() ? 0 : discs.size() - 1; }
  [[nodiscard]] bool cut(std::size_t body) const {
    return (body == 0 && first_cut) || (body + 1 == bodies() && last_cut);
  }
  /// Whether a disc beside the body was not seen.
  [[nodiscard]] bool presumed(std::size_t body) const { return discs[body].presumed || discs[body + 1].presumed; }
};

/// Puts discs where none was seen but the spacing holds two or three vertebrae: a missed body must not shift the count.
[[nodiscard]] std::vector<DiscPlane> with_presumed_discs(const DiscProfile& profile, const SpineCurve& curve,
                                                         const BodyAxis& axis, const std::vector<DiscPlane>& discs);

/// Tells which end bodies are cut by the image's end, and adds those that lie only partly within it.
[[nodiscard]] Column complete_column(const FindingGrid& grid, const DiscProfile& profile, const SpineCurve& curve,
                                     const BodyAxis& axis, std::vector<DiscPlane> discs);

} // namespace spondyl::segmentation::ct

#pragma once

#include "disc_chain.h"

namespace spondyl::segmentation::ct {

/// The discs of the column, cranial to caudal; bodies lie between successive ones. Where the first or last body is cut
/// by the end of the image, its outer plane is where the image ends.
struct Column {
  std::vector<DiscPlane> discs;
  bool first_cut = false, last_cut = false;

  [[nodiscard]] std::size_t bodies() const { return discs.empty() ? 0 : discs.size() - 1; }
  [[nodiscard]] bool cut(std::size_t body) const {
    return (body == 0 && first_cut) || (body + 1 == bodies() && last_cut);
  }
};

/// Tells which end bodies are cut by the image's end, and adds those that lie only partly within it.
[[nodiscard]] Column complete_column(const FindingGrid& grid, const DiscProfile& profile, const SpineCurve& curve,
                                     const BodyAxis& axis, std::vector<DiscPlane> discs);

} // namespace spondyl::segmentation::ct

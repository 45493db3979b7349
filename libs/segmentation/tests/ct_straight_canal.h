#pragma once

#include "src/ct/spine_curve.h"

namespace spondyl::segmentation::ct::test {

/// Soft tissue on a finding grid, `length` mm long.
inline FindingGrid soft_block(int length) {
  FindingGrid grid;
  grid.nx = grid.ny = 60;
  grid.nz = length / 2;
  grid.origin = {-60.0, -60.0, -0.5 * length};
  grid.hounsfield.assign(grid.offset(0, 0, grid.nz), 40);
  return grid;
}

/// A canal along the block's middle.
inline SpineCurve straight_canal(const FindingGrid& grid) {
  std::vector<CanalCell> path;
  for (int z = 0; z < grid.nz; ++z)
    path.push_back({grid.nx / 2, grid.ny / 2, z});
  return {grid, path};
}

} // namespace spondyl::segmentation::ct::test

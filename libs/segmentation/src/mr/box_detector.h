#pragma once

#include "normalise.h"

namespace spondyl::segmentation::mr {

/// Which way the outline of a vertebral body runs from bright to dark.
enum class Marrow {
  bright, ///< T1, T2: fatty marrow inside a dark cortex
  dark    ///< marrow darker than what surrounds it (fat suppressed with bright discs)
};

/// A rotated rectangle that looks like a vertebral body in a sagittal plane.
struct Box {
  PlanePoint centre;
  double lateral = 0.0; ///< mm, of its slab
  double height = 0.0;  ///< mm, along the spine
  double depth = 0.0;   ///< mm, anterior to posterior
  double angle = 0.0;   ///< radians; the posterior end is lower for positive angles
  double score = 0.0;   ///< support by edges: about 0.5 by chance, 1 to 2 for a body
  double level = 0.0;   ///< mean normalised grey value inside

  [[nodiscard]] PlanePoint towards_posterior() const { return {std::cos(angle), std::sin(angle)}; }
  [[nodiscard]] PlanePoint towards_inferior() const { return {-std::sin(angle), std::cos(angle)}; }
};

/// The best boxes of every 4 mm cell of every slab, in a fixed order (slab, row of cells, column of cells).
[[nodiscard]] Result<std::vector<Box>> detect_boxes(const std::vector<Slab>& slabs, Marrow marrow,
                                                    const Progress& progress);

} // namespace spondyl::segmentation::mr

#pragma once
// Which frames form one evenly spaced stack. Pure geometry, no files: PS3.3 C.7.6.2.1.1 gives every frame its plane.

#include "header.h"
#include <span>

namespace spondyl::dicom {

/// A frame with checked geometry.
struct StackFrame {
  PatientPoint position;               ///< centre of the first pixel
  PatientVector column_axis, row_axis; ///< orthonormal
  SpacingPair spacing;                 ///< mm, positive
  int columns = 0, rows = 0;
  std::string frame_of_reference;
  long order = 0; ///< instance number or frame number: never used for sorting, only to tell gaps from missing slices
  Traits traits;
};

enum class StackShape {
  regular,         ///< even steps, possibly sheared
  slightly_uneven, ///< every slice within a few per cent of an even grid
  single,          ///< one slice
  repeated,        ///< the same position more than once, and nothing tells the copies apart
  gaps,            ///< even steps but for whole slices that are missing
  uneven,
  not_aligned ///< parallel slices whose origins neither line up nor shear evenly
};

struct StackGap {
  std::size_t after = 0; ///< index into members: the gap is between this one and the next
  int missing = 0;       ///< how many slices would fit
};

/// The reason of a split at a pause between slices.
constexpr std::string_view kPauseReason = "gap between stacks";

struct Stack {
  std::vector<std::size_t> members; ///< indices of frames, sorted along the normal
  StackShape shape = StackShape::single;
  double spacing = 0.0;                           ///< mm along the normal; median step where steps vary
  double smallest_step = 0.0, largest_step = 0.0; ///< mm along the normal
  PatientVector shear;                            ///< in-plane shift from slice to slice; zero for an upright stack
  std::vector<StackGap> gaps;                     ///< of shape gaps
  std::vector<std::string> split_by;              ///< why it is not one with its siblings, e.g. "orientation"
};

// Engineering choices; all distances are relative to the grid, so that rounding of decimal strings does not matter.
constexpr double kEvenTolerance = 0.01;           ///< of the spacing: regular
constexpr double kSlightlyUnevenTolerance = 0.05; ///< of the spacing: usable with a warning
constexpr double kWholeStepTolerance = 0.10;      ///< of the spacing: a gap of whole slices
constexpr double kSameOrientation = 1e-3;         ///< difference of unit vectors (0.06 degrees)
constexpr double kSameSpacingRelative = 1e-4;

[[nodiscard]] PatientVector normal_of(const StackFrame& frame);

/// Splits frames into stacks: by plane (orientation, pixel grid, frame of reference), then by in-plane origin, and by
/// traits only where that makes regular stacks out of a heap that is none. Deterministic for any order of the frames
/// that keeps the order of equal ones.
[[nodiscard]] std::vector<Stack> split_into_stacks(std::span<const StackFrame> frames);

/// Whether every frame names a frame of reference of its own, as clumsy de-identification leaves it: then the stacks
/// are made as if it were one.
[[nodiscard]] bool frames_of_reference_mean_nothing(std::span<const StackFrame> frames);

/// Shape of frames of one plane taken as one stack. `members` need not be sorted.
[[nodiscard]] Stack assess_stack(std::span<const StackFrame> frames, std::vector<std::size_t> members);

} // namespace spondyl::dicom

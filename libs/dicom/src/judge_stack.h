#pragma once

#include "stacks.h"

namespace spondyl::dicom {

/// A frame of a file on its way into a stack.
struct Piece {
  const InstanceHeader* instance = nullptr;
  const FrameHeader* frame = nullptr;
};

/// A frame's geometry checked and made orthonormal, or why it cannot be used.
struct CheckedFrame {
  StackFrame frame;
  std::string refusal;
};
[[nodiscard]] CheckedFrame check_geometry(const Piece& piece);

/// The verdict about one stack: kind, verdict, reasons, geometry, tilt, frames. Patient, study, series and part are
/// filled in by the caller. `pieces` and `frames` run in parallel; `siblings` are all stacks of the series.
[[nodiscard]] Series judge_stack(std::span<const Piece> pieces, std::span<const StackFrame> frames, const Stack& stack,
                                 std::span<const Stack> siblings, Modality modality);

/// Whether the stacks of an MR series are a survey in several planes.
[[nodiscard]] bool is_survey(std::span<const StackFrame> frames, std::span<const Stack> stacks);

[[nodiscard]] FrameRef frame_ref(const Piece& piece);
[[nodiscard]] long order_of(const Piece& piece);

} // namespace spondyl::dicom

#include <algorithm>
#include <cmath>

#include "stacks.h"

namespace spondyl::dicom {
namespace {

constexpr double kSamePosition = 1e-2;     // of the median step, or mm when all slices coincide
constexpr double kRounding = 0.01;         // mm: two positions written with two decimals
constexpr double kInPlaneTolerance = 0.25; // of a pixel: origins that line up
constexpr double kLargestTilt = 45.0;      // degrees; gantries tilt up to 30
constexpr double kPi = 3.14159265358979323846;

/// Positions in the frame of the stack's first member: along the normal, and in the plane.
struct Coordinates {
  double along, column, row;
};

Coordinates coordinates(const StackFrame& reference, const StackFrame& frame) {
  const PatientVector d = frame.position - reference.position;
  return {dot(d, normal_of(reference)), dot(d, reference.column_axis), dot(d, reference.row_axis)};
}

std::vector<Coordinates> sorted_coordinates(std::span<const StackFrame> frames, std::vector<std::size_t>& members) {
  const StackFrame& reference = frames[members.front()];
  std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
    return coordinates(reference, frames[a]).along < coordinates(reference, frames[b]).along;
  });
  std::vector<Coordinates> result;
  for (const std::size_t member : members)
    result.push_back(coordinates(reference, frames[member]));
  return result;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<double> steps_of(const std::vector<Coordinates>& at) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < at.size(); ++i)
    steps.push_back(at[i].along - at[i - 1].along);
  return steps;
}

double largest_deviation_from_even_grid(const std::vector<Coordinates>& at) {
  const double step = (at.back().along - at.front().along) / static_cast<double>(at.size() - 1);
  double largest = 0;
  for (std::size_t i = 0; i < at.size(); ++i)
    largest = std::max(largest, std::abs(at[i].along - at.front().along - step * static_cast<double>(i)));
  return largest;
}

std::vector<StackGap> gaps_of_whole_slices(const std::vector<double>& steps, double unit) {
  std::vector<StackGap> gaps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double multiple = steps[i] / unit;
    const double whole = std::round(multiple);
    if (whole < 1 || std::abs(multiple - whole) > kWholeStepTolerance)
      return {};
    if (whole > 1)
      gaps.push_back({i, static_cast<int>(std::min(whole - 1, 1e6))});
  }
  return gaps;
}

void assess_steps(const std::vector<Coordinates>& at, Stack& stack) {
  const std::vector<double> steps = steps_of(at);
  stack.smallest_step = *std::min_element(steps.begin(), steps.end());
  stack.largest_step = *std::max_element(steps.begin(), steps.end());
  stack.spacing = median(steps);
  if (stack.smallest_step < std::max(kSamePosition * stack.spacing, 1e-3)) {
    stack.shape = StackShape::repeated;
    return;
  }
  const double even = (at.back().along - at.front().along) / static_cast<double>(steps.size());
  const double deviation = largest_deviation_from_even_grid(at);
  if (deviation <= std::max(kEvenTolerance * even, kRounding)) {
    stack.shape = StackShape::regular;
    stack.spacing = even;
  } else if (deviation <= kSlightlyUnevenTolerance * even) {
    stack.shape = StackShape::slightly_uneven;
    stack.spacing = even;
  } else {
    stack.gaps = gaps_of_whole_slices(steps, stack.spacing);
    stack.shape = stack.gaps.empty() ? StackShape::uneven : StackShape::gaps;
  }
}

/// In-plane drift of the origins per mm along the normal, when it is even; nullopt when the origins do not line up.
std::optional<PatientVector> drift_per_mm(const StackFrame& reference, const std::vector<Coordinates>& at) {
  const double pixel = std::min(reference.spacing.row, reference.spacing.column);
  const double tolerance = std::max(kInPlaneTolerance * pixel, kRounding);
  const double extent = at.back().along - at.front().along;
  const double column_drift = at.back().column - at.front().column;
  const double row_drift = at.back().row - at.front().row;
  const bool upright = std::hypot(column_drift, row_drift) <= tolerance;
  if (!upright && std::hypot(column_drift, row_drift) > extent * std::tan(kLargestTilt * kPi / 180.0))
    return std::nullopt;
  for (const Coordinates& c : at) {
    const double part = upright || extent <= 0 ? 0.0 : (c.along - at.front().along) / extent;
    if (std::abs(c.column - at.front().column - part * column_drift) > tolerance ||
        std::abs(c.row - at.front().row - part * row_drift) > tolerance)
      return std::nullopt;
  }
  if (upright)
    return PatientVector{0, 0, 0};
  return (reference.column_axis * column_drift + reference.row_axis * row_drift) / extent;
}

} // namespace

PatientVector normal_of(const StackFrame& frame) {
  return cross(frame.column_axis, frame.row_axis);
}

Stack assess_stack(std::span<const StackFrame> frames, std::vector<std::size_t> members) {
  Stack stack;
  const std::vector<Coordinates> at = sorted_coordinates(frames, members);
  stack.members = std::move(members);
  if (stack.members.size() < 2)
    return stack;
  assess_steps(at, stack);
  const auto drift = drift_per_mm(frames[stack.members.front()], at);
  if (!drift)
    stack.shape = StackShape::not_aligned;
  else
    stack.shear = *drift * stack.spacing;
  return stack;
}

} // namespace spondyl::dicom

#include "judge_stack.h"

#include "classify.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

namespace spondyl::dicom {
namespace {

// Fewer slices hold no mid-sagittal slab to measure in. Engineering choice.
constexpr std::size_t kFewestSlices = 4;
// A run is used in place of a stack with missing slices when it holds this share of them. Engineering choice.
constexpr double kClearMajority = 0.75;
// Below this a shear is no gantry tilt but rounding: the drift is under a quarter of a pixel anyway.
constexpr double kSmallestTilt = 0.02;          // degrees
constexpr double kContradictingTiltTag = 1.0;   // degrees
constexpr double kAxisLengthTolerance = 1e-2;   // orientation vectors: length
constexpr double kAxisAngleTolerance = 5e-3;    // orientation vectors: dot product
constexpr double kLargestPixel = 100.0;         // mm
constexpr double kLargestCoordinate = 1e6;      // mm
constexpr double kOtherPlane = 0.966;           // cosine of 15 degrees
constexpr std::size_t kLargestSurveyStack = 12; // slices per plane of a survey
constexpr double kDegrees = 180.0 / 3.14159265358979323846;

std::string text(const char* format, auto... values) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

std::string orientation_refusal(const std::optional<ImageOrientation>& orientation) {
  if (!orientation)
    return "Image Orientation (Patient) is missing or malformed: there is no patient-space geometry";
  const double column = length(orientation->column_axis);
  const double row = length(orientation->row_axis);
  if (std::abs(column - 1) > kAxisLengthTolerance || std::abs(row - 1) > kAxisLengthTolerance ||
      std::abs(dot(orientation->column_axis, orientation->row_axis)) > kAxisAngleTolerance)
    return "the vectors of Image Orientation (Patient) are not unit vectors at right angles";
  return {};
}

std::string geometry_refusal(const FrameHeader& frame) {
  if (std::string refusal = orientation_refusal(frame.orientation); !refusal.empty())
    return refusal;
  if (!frame.position)
    return "Image Position (Patient) is missing or malformed: the slice has no place in space";
  const PatientPoint& p = *frame.position;
  if (std::max({std::abs(p.x), std::abs(p.y), std::abs(p.z)}) > kLargestCoordinate)
    return "Image Position (Patient) lies more than a kilometre away";
  if (!frame.pixel_spacing)
    return "Pixel Spacing is missing or malformed";
  const SpacingPair& spacing = *frame.pixel_spacing;
  if (!(spacing.row > 0 && spacing.column > 0 && spacing.row <= kLargestPixel && spacing.column <= kLargestPixel))
    return "Pixel Spacing is not positive, or larger than 100 mm";
  return {};
}

std::vector<std::filesystem::path> files_of(std::span<const Piece> pieces, std::span<const std::size_t> members) {
  std::set<std::filesystem::path> files;
  for (const std::size_t member : members)
    files.insert(pieces[member].instance->file);
  return {files.begin(), files.end()};
}

class StackJudge {
public:
  StackJudge(std::span<const Piece> pieces, std::span<const StackFrame> frames, const Stack& stack, Modality modality)
      : pieces_(pieces), frames_(frames), stack_(stack), modality_(modality) {}

  Series judge(std::span<const Stack> siblings) {
    series_.kind = SeriesKind::volume;
    series_.verdict = Verdict::usable;
    series_.columns = frames_[stack_.members.front()].columns;
    series_.rows = frames_[stack_.members.front()].rows;
    if (stack_.shape == StackShape::single)
      judge_single(siblings);
    else if (stack_.shape == StackShape::gaps)
      judge_gaps();
    else
      judge_shape();
    return finish();
  }

private:
  void refuse(std::string reason, std::vector<std::filesystem::path> files = {}) {
    series_.verdict = Verdict::refused;
    series_.reasons.push_back({std::move(reason), std::move(files)});
  }
  void warn(std::string reason, std::vector<std::filesystem::path> files = {}) {
    if (series_.verdict == Verdict::usable)
      series_.verdict = Verdict::usable_with_warning;
    series_.reasons.push_back({std::move(reason), std::move(files)});
  }

  void judge_single(std::span<const Stack> siblings) {
    const PatientVector normal = normal_of(frames_[stack_.members.front()]);
    const bool reference_image = std::any_of(siblings.begin(), siblings.end(), [&](const Stack& other) {
      return other.members.size() > 1 && std::abs(dot(normal, normal_of(frames_[other.members.front()]))) < kOtherPlane;
    });
    if (reference_image) {
      series_.kind = SeriesKind::localizer;
      refuse("a single reference image in another plane than its series is not measured");
    } else {
      refuse("one slice is no volume: heights cannot be measured on it");
    }
  }

  void judge_gaps() {
    std::string where;
    int missing = 0;
    for (const StackGap& gap : stack_.gaps) {
      missing += gap.missing;
      where += (where.empty() ? "" : ", ") + text("%d after slice %zu", gap.missing, gap.after + 1);
    }
    const std::string what =
        text("%d slice(s) missing (", missing) + where + text("; spacing %.2f mm)", stack_.spacing);
    const Stack run = longest_run();
    const auto left_out = files_left_out(run);
    if (static_cast<double>(run.members.size()) < kClearMajority * static_cast<double>(stack_.members.size()) ||
        run.members.size() < kFewestSlices || run.shape != StackShape::regular) {
      refuse(what + "; no volume is built over a gap", files_next_to_gaps());
      return;
    }
    warn(what + text("; only the longest run of %zu of %zu slices without a gap is used", run.members.size(),
                     stack_.members.size()),
         left_out);
    stack_ = run;
    judge_shape();
  }

  Stack longest_run() const {
    std::size_t begin = 0, best_begin = 0, best_length = 0;
    for (std::size_t k = 0; k <= stack_.gaps.size(); ++k) {
      const std::size_t end = k < stack_.gaps.size() ? stack_.gaps[k].after + 1 : stack_.members.size();
      if (end - begin > best_length) {
        best_begin = begin;
        best_length = end - begin;
      }
      begin = end;
    }
    const auto first = stack_.members.begin() + static_cast<std::ptrdiff_t>(best_begin);
    return assess_stack(frames_, {first, first + static_cast<std::ptrdiff_t>(best_length)});
  }

  std::vector<std::filesystem::path> files_left_out(const Stack& run) const {
    std::vector<std::size_t> others;
    for (const std::size_t member : stack_.members)
      if (std::find(run.members.begin(), run.members.end(), member) == run.members.end())
        others.push_back(member);
    return files_of(pieces_, others);
  }

  std::vector<std::filesystem::path> files_next_to_gaps() const {
    std::vector<std::size_t> next;
    for (const StackGap& gap : stack_.gaps) {
      next.push_back(stack_.members[gap.after]);
      next.push_back(stack_.members[gap.after + 1]);
    }
    return files_of(pieces_, next);
  }

  void judge_shape() {
    switch (stack_.shape) {
    case StackShape::repeated:
      refuse("several slices lie at the same position and nothing in the headers tells them apart", repeated_files());
      return;
    case StackShape::uneven:
    case StackShape::gaps:
      refuse(
          text("slice spacing varies %.1f-%.1f mm; cannot build a volume", stack_.smallest_step, stack_.largest_step));
      return;
    case StackShape::not_aligned:
      refuse("the slices are parallel, but their origins do not line up; cannot build a volume");
      return;
    case StackShape::single:
      refuse("one slice is no volume: heights cannot be measured on it");
      return;
    case StackShape::slightly_uneven:
      warn(text("slice spacing varies %.2f-%.2f mm; %.2f mm is used throughout", stack_.smallest_step,
                stack_.largest_step, stack_.spacing));
      break;
    case StackShape::regular:
      break;
    }
    if (stack_.members.size() < kFewestSlices)
      refuse(
          text("%zu slices are too few for a volume; at least %zu are needed", stack_.members.size(), kFewestSlices));
    judge_size();
    judge_pause();
    judge_tilt();
    make_geometry();
  }

  void judge_size() {
    const StackFrame& first = frames_[stack_.members.front()];
    const auto voxels = static_cast<unsigned long long>(first.columns) * static_cast<unsigned long long>(first.rows) *
                        stack_.members.size();
    if (voxels > kLargestVolumeVoxels)
      refuse("the volume would have " + std::to_string(voxels) + " voxels, more than the limit of " +
             std::to_string(kLargestVolumeVoxels));
  }

  void judge_pause() {
    if (std::find(stack_.split_by.begin(), stack_.split_by.end(), kPauseReason) != stack_.split_by.end())
      warn("the slices of the series pause between this stack and the next; the stack is taken on its own");
  }

  void judge_tilt() {
    const double tilt = std::atan2(length(stack_.shear), stack_.spacing) * kDegrees;
    const auto tag = pieces_[stack_.members.front()].instance->gantry_tilt_tag;
    if (tilt > kSmallestTilt) {
      series_.gantry_tilt_degrees = tilt;
      warn(text("the gantry was tilted: slices are sheared by %.1f degrees; the volume is resampled onto an upright "
                "grid",
                tilt));
    } else if (modality_ == Modality::ct && tag && std::abs(*tag) > kContradictingTiltTag && is_exactly_axial()) {
      warn(text("the header names a gantry tilt of %.1f degrees, but orientation and positions show none", *tag));
    }
  }

  bool is_exactly_axial() const {
    const PatientVector normal = normal_of(frames_[stack_.members.front()]);
    return std::abs(normal.z) > 1 - 1e-6;
  }

  std::vector<std::filesystem::path> repeated_files() const {
    std::vector<std::size_t> repeated;
    for (std::size_t i = 1; i < stack_.members.size(); ++i) {
      const std::size_t a = stack_.members[i - 1], b = stack_.members[i];
      if (std::abs(dot(frames_[b].position - frames_[a].position, normal_of(frames_[a]))) <
          std::max(0.01 * stack_.spacing, 1e-3)) {
        repeated.push_back(a);
        repeated.push_back(b);
      }
    }
    return files_of(pieces_, repeated);
  }

  void make_geometry() {
    const StackFrame& first = frames_[stack_.members.front()];
    VolumeGeometry geometry;
    geometry.size = {first.columns, first.rows, static_cast<int>(stack_.members.size())};
    geometry.origin = first.position;
    geometry.column_axis = first.column_axis;
    geometry.row_axis = first.row_axis;
    geometry.slice_axis = normal_of(first);
    geometry.column_spacing = first.spacing.column;
    geometry.row_spacing = first.spacing.row;
    geometry.slice_spacing = stack_.spacing;
    series_.geometry = geometry;
  }

  Series finish() {
    for (const std::size_t member : stack_.members)
      series_.frames.push_back(frame_ref(pieces_[member]));
    return std::move(series_);
  }

  std::span<const Piece> pieces_;
  std::span<const StackFrame> frames_;
  Stack stack_;
  Modality modality_;
  Series series_;
};

} // namespace

FrameRef frame_ref(const Piece& piece) {
  return {piece.instance->file, piece.instance->sop_class_uid, piece.instance->sop_instance_uid, piece.frame->frame};
}

long order_of(const Piece& piece) {
  constexpr long kFramesPerInstance = kMostFrames; // frames of several enhanced files of one series stay apart
  return piece.instance->multi_frame_geometry
             ? piece.instance->instance_number % (1L << 30) * kFramesPerInstance + piece.frame->frame
             : piece.instance->instance_number;
}

CheckedFrame check_geometry(const Piece& piece) {
  CheckedFrame result;
  result.refusal = geometry_refusal(*piece.frame);
  if (!result.refusal.empty())
    return result;
  const ImageOrientation& orientation = *piece.frame->orientation;
  StackFrame& frame = result.frame;
  frame.position = *piece.frame->position;
  frame.column_axis = normalized(orientation.column_axis);
  frame.row_axis = normalized(orientation.row_axis - frame.column_axis * dot(orientation.row_axis, frame.column_axis));
  frame.spacing = *piece.frame->pixel_spacing;
  frame.columns = static_cast<int>(piece.instance->columns);
  frame.rows = static_cast<int>(piece.instance->rows);
  frame.frame_of_reference = piece.instance->series.frame_of_reference_uid;
  frame.order = order_of(piece);
  frame.traits = piece.frame->traits;
  return result;
}

bool is_survey(std::span<const StackFrame> frames, std::span<const Stack> stacks) {
  std::vector<PatientVector> planes;
  for (const Stack& stack : stacks) {
    if (stack.members.size() > kLargestSurveyStack)
      return false;
    const PatientVector normal = normal_of(frames[stack.members.front()]);
    if (std::all_of(planes.begin(), planes.end(), [&](PatientVector p) { return std::abs(dot(p, normal)) < 0.5; }))
      planes.push_back(normal); // more than 60 degrees from every other
  }
  return planes.size() >= 3;
}

Series judge_stack(std::span<const Piece> pieces, std::span<const StackFrame> frames, const Stack& stack,
                   std::span<const Stack> siblings, Modality modality) {
  return StackJudge(pieces, frames, stack, modality).judge(siblings);
}

} // namespace spondyl::dicom

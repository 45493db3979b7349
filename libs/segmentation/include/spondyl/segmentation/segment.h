#pragma once

#include <array>
#include <optional>
#include <set>
#include <spondyl/base/progress.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/level.h>
#include <spondyl/model/volume.h>
#include <string>
#include <vector>

namespace spondyl::segmentation {

/// What the caller knows beforehand. Without seeds the search is automatic.
struct Request {
  std::vector<Seed> seeds; ///< approximate body centres (mm, LPS) inside the volume's frame of reference
  /// Steps left out, by name (see skippable_steps()): for ablation measurements only, never in a product run.
  std::set<std::string> without;
};

/// The steps a Request may leave out, each with what it is for.
struct SkippableStep {
  std::string name; ///< e.g. "ct.pedicle_phase", "mr.second_pass"
  std::string purpose;
};
[[nodiscard]] std::vector<SkippableStep> skippable_steps();

enum class BodyStatus { measured, not_assessable };

/// What the image says about how well one height's landmarks are placed. Absent = not looked at.
struct EdgeEvidence {
  std::optional<double> edge_width; ///< mm: 10-90 % width of the endplates the height ends at
  std::optional<double> stability;  ///< mm: standard deviation of the height when the search is perturbed
};

/// One vertebral body found in a volume.
struct SegmentedBody {
  BodyFrame frame;
  /// The six points in each sagittal plane of the body's own frame within +-4 mm of its middle, right to left.
  /// Empty when not assessable before landmarks could be placed.
  std::vector<SixPoints> slab;
  /// The same planes with middle points that follow a Schmorl node which `slab` bridges; empty where there is none.
  std::vector<SixPoints> slab_unbridged;
  std::array<EdgeEvidence, 3> edges; ///< in the order of kHeightNames
  BodyStatus status = BodyStatus::measured;
  std::string reason;      ///< why not assessable; empty when measured
  double confidence = 0.0; ///< 0..1 that the body is real and its outline right
  bool seeded = false;
  std::optional<VertebraLevel> level_guess; ///< best guess of the number
  double level_confidence = 0.0;            ///< 0..1
  std::uint8_t label = 0;            ///< this body's value in SegmentedSpine::labels: 1, 2, ... cranial to caudal
  std::vector<std::string> warnings; ///< full sentences, no patient data
};

using LevelAnchor = NumberingAnchor;

/// What the numbering rests on.
struct Labelling {
  LevelAnchor anchor = LevelAnchor::none;
  double confidence = 0.0; ///< 0..1; numbering is stated as certain only above the bar (kCertainLabelling)
  std::string note;        ///< one sentence
};

struct SegmentedSpine {
  std::vector<SegmentedBody> bodies; ///< cranial to caudal
  LabelMap labels;                   ///< body i has the value bodies[i].label; 0 elsewhere
  Labelling labelling;
  std::optional<EndplateLine> sacral_endplate; ///< superior endplate of S1 in the mid-sagittal plane, where seen
  std::vector<std::string> warnings;           ///< about the series as a whole
};

/// At this confidence or above a number is stated as certain; below it the level is null and only guessed.
inline constexpr double kCertainLabelling = 0.8;

/// Finds every vertebral body of a CT or MR volume and places six landmarks in each.
///
/// Errors: `not_measurable` when no spine is seen (with the reason), `unsupported` for other modalities, `cancelled`.
/// Deterministic: the same volume gives the same result, whatever the number of threads.
[[nodiscard]] Result<SegmentedSpine> segment_spine(const Volume& volume, const Request& request,
                                                   const Progress& progress);

} // namespace spondyl::segmentation

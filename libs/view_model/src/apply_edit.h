#pragma once
// What each edit makes of a state: pure functions, used alike by apply, drag preview, undo and replay of a journal.

#include <spondyl/base/result.h>
#include <spondyl/model/series.h>
#include <spondyl/view_model/review_document.h>

namespace spondyl::view_model {

struct Applied {
  ReviewState state;
  EditOutcome outcome;
};

/// Errors: as ReviewDocument::apply().
[[nodiscard]] Result<Applied> applied(const Series& series, const ReviewState& before, const Edit& edit);

/// The state a document starts with: every vertebra gets its key and its value in the label map.
[[nodiscard]] ReviewState initial_state(const Series& series, const Findings& findings,
                                        std::shared_ptr<const LabelMap> labels);

// Parts of applied(), by kind of edit. They do not recompute.
Result<void> relabel(ReviewState& state, const Relabel& edit);
Result<void> count_levels_from(ReviewState& state, const CountLevelsFrom& edit);
Result<void> shift_levels(ReviewState& state, const ShiftLevels& edit);
void replace_by_rerun(ReviewState& state, const ReplaceByRerun& edit);
[[nodiscard]] std::vector<RerunConflict> rerun_conflicts(const ReviewState& state, const ReplaceByRerun& edit);

/// Sorts a body in by its place; answers where it went.
std::size_t insert_by_position(ReviewState& state, VertebraFinding finding, VertebraReview review);
void renumber_ordinals(ReviewState& state);
/// The value pipeline gives a vertebra in labels.nii.gz.
[[nodiscard]] int published_label(const VertebraFinding& vertebra);
[[nodiscard]] Result<std::size_t> find(const ReviewState& state, VertebraKey key);

/// Centre of the four corners; std::nullopt without landmarks.
[[nodiscard]] std::optional<ImagePoint> centre_of(const VertebraFinding& vertebra);
/// Distance of two points of one kind; std::nullopt for different kinds.
[[nodiscard]] std::optional<double> distance(const ImagePoint& a, const ImagePoint& b);

} // namespace spondyl::view_model

#include "apply_edit.h"

#include <algorithm>
#include <cmath>
#include <spondyl/pipeline/recompute.h>

namespace spondyl::view_model {
namespace {

tl::unexpected<Error> refuse(std::string message, std::string advice = {}) {
  return failure(ErrorCode::invalid_argument, std::move(message), std::move(advice));
}

template <typename Point> Result<void> place(SixPointsOf<Point>& points, LandmarkIndex landmark, const ImagePoint& to) {
  const auto* position = std::get_if<Point>(&to);
  if (position == nullptr)
    return refuse("A landmark stays in the coordinates of its image.");
  points.*kLandmarkMembers<Point>[static_cast<std::size_t>(landmark)].second = *position;
  return {};
}

Result<void> apply_to(ReviewState& state, const MoveLandmark& edit, EditOutcome&) {
  SPONDYL_TRY(const std::size_t i, find(state, edit.vertebra));
  VertebraFinding& vertebra = state.vertebrae[i];
  if (!vertebra.landmarks || edit.landmark < 0 || edit.landmark >= 6)
    return refuse(vertebra.display_name() + " has no such landmark.", "Place its six points first.");
  SPONDYL_CHECK(std::visit([&](auto& points) { return place(points, edit.landmark, edit.to); }, *vertebra.landmarks));
  vertebra.origin = MeasurementOrigin::edited;
  state.reviews[i].moved_points[static_cast<std::size_t>(edit.landmark)] = true;
  return {};
}

/// What its neighbours' numbers say about a body without one; a guess, never stated.
void guess_level(ReviewState& state, std::size_t i) {
  const auto known = [&](std::size_t j) {
    const VertebraFinding& other = state.vertebrae[j];
    return other.level ? other.level : other.level_guess;
  };
  std::optional<VertebraLevel> guess;
  if (i > 0 && known(i - 1))
    guess = known(i - 1)->below(1);
  else if (i + 1 < state.vertebrae.size() && known(i + 1))
    guess = known(i + 1)->below(-1);
  state.vertebrae[i].level_guess = guess;
}

Result<void> apply_to(ReviewState& state, const AddVertebra& edit, EditOutcome& outcome) {
  if (!edit.vertebra.landmarks && edit.vertebra.status == MeasurementStatus::measured)
    return refuse("A vertebra without landmarks cannot be added.", "Place its six points.");
  VertebraReview review;
  review.key = outcome.added = state.next_key++;
  review.level_set = edit.vertebra.level.has_value();
  review.added = true;
  review.moved_points.fill(edit.hand_drawn);
  VertebraFinding vertebra = edit.vertebra;
  if (edit.hand_drawn)
    vertebra.origin = MeasurementOrigin::edited;
  const std::size_t i = insert_by_position(state, std::move(vertebra), review);
  if (!state.vertebrae[i].level && !state.vertebrae[i].level_guess)
    guess_level(state, i);
  return {};
}

Result<void> apply_to(ReviewState& state, const DeleteVertebra& edit, EditOutcome&) {
  SPONDYL_TRY(const std::size_t i, find(state, edit.vertebra));
  const auto offset = static_cast<std::ptrdiff_t>(i);
  state.deleted.push_back({edit.vertebra, state.vertebrae[i]});
  state.vertebrae.erase(state.vertebrae.begin() + offset);
  state.reviews.erase(state.reviews.begin() + offset);
  renumber_ordinals(state);
  return {};
}

Result<void> apply_to(ReviewState& state, const MarkNotAssessable& edit, EditOutcome&) {
  SPONDYL_TRY(const std::size_t i, find(state, edit.vertebra));
  if (edit.reason.find_first_not_of(" \t\n") == std::string::npos)
    return refuse("A vertebra is declared not assessable with a reason only.", "Say why.");
  state.vertebrae[i].status = MeasurementStatus::not_assessable;
  state.vertebrae[i].reason = edit.reason;
  state.vertebrae[i].heights = {};
  state.reviews[i].status_set = true;
  return {};
}

Result<void> apply_to(ReviewState& state, const MarkAssessable& edit, EditOutcome&) {
  SPONDYL_TRY(const std::size_t i, find(state, edit.vertebra));
  if (!state.vertebrae[i].landmarks)
    return refuse(state.vertebrae[i].display_name() + " has no landmarks to measure.", "Place its six points.");
  state.vertebrae[i].status = MeasurementStatus::measured;
  state.vertebrae[i].reason.clear();
  state.reviews[i].status_set = true;
  return {};
}

Result<void> apply_to(ReviewState& state, const Relabel& edit, EditOutcome&) {
  return relabel(state, edit);
}

Result<void> apply_to(ReviewState& state, const CountLevelsFrom& edit, EditOutcome&) {
  return count_levels_from(state, edit);
}

Result<void> apply_to(ReviewState& state, const ShiftLevels& edit, EditOutcome&) {
  return shift_levels(state, edit);
}

Result<void> apply_to(ReviewState& state, const AcceptVertebra& edit, EditOutcome&) {
  SPONDYL_TRY(const std::size_t i, find(state, edit.vertebra));
  state.reviews[i].accepted = edit.accepted;
  return {};
}

Result<void> apply_to(ReviewState& state, const AcceptAll&, EditOutcome&) {
  for (VertebraReview& review : state.reviews)
    review.accepted = true;
  return {};
}

bool of_one_kind(const std::vector<ImagePoint>& points) {
  return std::ranges::all_of(points, [&](const ImagePoint& p) { return p.index() == points.front().index(); });
}

Result<void> apply_to(ReviewState& state, const SetTool& edit, EditOutcome& outcome) {
  ToolMeasurement tool = edit.tool;
  if (static_cast<int>(tool.points.size()) != points_of(tool.kind) || !of_one_kind(tool.points))
    return refuse("A tool of kind " + std::string(to_string(tool.kind)) + " needs " +
                  std::to_string(points_of(tool.kind)) + " points of one image.");
  if (tool.id.empty())
    tool.id = "tool-" + std::to_string(state.next_tool++);
  outcome.tool_id = tool.id;
  const auto same = std::ranges::find(state.tools, tool.id, &ToolMeasurement::id);
  if (same == state.tools.end())
    state.tools.push_back(std::move(tool));
  else
    *same = std::move(tool);
  return {};
}

Result<void> apply_to(ReviewState& state, const RemoveTool& edit, EditOutcome& outcome) {
  if (std::erase_if(state.tools, [&](const ToolMeasurement& tool) { return tool.id == edit.id; }) == 0)
    return refuse("There is no measurement " + edit.id + ".");
  outcome.tool_id = edit.id;
  return {};
}

Result<void> apply_to(ReviewState& state, const ReplaceByRerun& edit, EditOutcome&) {
  replace_by_rerun(state, edit);
  return {};
}

/// What a calibrated film gets from outside - seeded bodies, a new run - comes in the scale of the file.
Result<std::vector<VertebraFinding>> recomputed(const Series& series, const ReviewState& state) {
  if (!state.scale)
    return pipeline::recompute(series, state.vertebrae);
  Series film = series;
  film.pixel_scale = *state.scale;
  SPONDYL_TRY(std::vector<VertebraFinding> vertebrae, pipeline::rescaled(film, state.vertebrae));
  return pipeline::recompute(film, std::move(vertebrae));
}

Result<void> calibrate(const Series& series, ReviewState& state, const CalibrateFilm& edit) {
  SPONDYL_TRY(const Series film, pipeline::with_calibration(series, edit.calibration));
  state.scale = film.pixel_scale;
  state.calibration = edit.calibration;
  SPONDYL_TRY(state.vertebrae, pipeline::rescaled(film, std::move(state.vertebrae)));
  return {};
}

/// It is about the whole film: see calibrate().
Result<void> apply_to(ReviewState&, const CalibrateFilm&, EditOutcome&) {
  return {};
}

bool leaves_measurements(const Edit& edit) {
  return std::holds_alternative<SetTool>(edit) || std::holds_alternative<RemoveTool>(edit) ||
         std::holds_alternative<AcceptVertebra>(edit) || std::holds_alternative<AcceptAll>(edit);
}

std::vector<VertebraKey> changed_keys(const ReviewState& before, const ReviewState& after) {
  std::vector<VertebraKey> changed;
  for (std::size_t i = 0; i < after.reviews.size(); ++i) {
    const auto old = before.index_of(after.reviews[i].key);
    if (!old || before.vertebrae[*old] != after.vertebrae[i] || before.reviews[*old] != after.reviews[i])
      changed.push_back(after.reviews[i].key);
  }
  for (const VertebraReview& review : before.reviews)
    if (!after.index_of(review.key))
      changed.push_back(review.key);
  return changed;
}

} // namespace

Result<std::size_t> find(const ReviewState& state, VertebraKey key) {
  if (const auto index = state.index_of(key))
    return *index;
  return refuse("There is no such vertebra any more.");
}

Result<Applied> applied(const Series& series, const ReviewState& before, const Edit& edit) {
  Applied result{before, {}};
  SPONDYL_CHECK(std::visit([&](const auto& command) { return apply_to(result.state, command, result.outcome); }, edit));
  if (const auto* calibration = std::get_if<CalibrateFilm>(&edit)) {
    SPONDYL_CHECK(calibrate(series, result.state, *calibration));
  } else if (!leaves_measurements(edit)) {
    SPONDYL_TRY(result.state.vertebrae, recomputed(series, result.state));
  }
  result.outcome.changed = changed_keys(before, result.state);
  return result;
}

namespace {

/// The scale that findings were measured with, where a reader had given it: read off a height, for a moved landmark.
std::optional<PixelScale> scale_given_before(const Series& series, const Findings& findings) {
  if (!findings.calibration)
    return std::nullopt;
  const double aspect =
      series.pixel_scale.column_spacing > 0 ? series.pixel_scale.row_spacing / series.pixel_scale.column_spacing : 1.0;
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    const auto* points = vertebra.landmarks ? std::get_if<SixPixels>(&*vertebra.landmarks) : nullptr;
    const auto& height = vertebra.heights.posterior;
    if (!points || !height || !height->value_mm)
      continue;
    const PixelPoint top = points->posterior_superior, bottom = points->posterior_inferior;
    const double columns = std::hypot(bottom.column - top.column, (bottom.row - top.row) * aspect);
    if (!(columns > 0.0))
      continue;
    PixelScale scale = series.pixel_scale;
    scale.provenance = height->spacing;
    scale.column_spacing = *height->value_mm / columns;
    scale.row_spacing = scale.column_spacing * aspect;
    scale.note = "Calibrated by " + findings.calibration->by + " on " + findings.calibration->at;
    return scale;
  }
  return std::nullopt;
}

} // namespace

ReviewState initial_state(const Series& series, const Findings& findings, std::shared_ptr<const LabelMap> labels) {
  ReviewState state;
  state.scale = scale_given_before(series, findings);
  state.vertebrae = findings.vertebrae;
  state.numbering = findings.numbering;
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    VertebraReview review;
    review.key = state.next_key++;
    review.label = labels ? published_label(vertebra) : 0;
    review.found = vertebra.landmarks;
    state.reviews.push_back(review);
  }
  state.labels = std::move(labels);
  return state;
}

} // namespace spondyl::view_model

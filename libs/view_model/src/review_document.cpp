#include <spondyl/view_model/review_document.h>

#include "apply_edit.h"
#include "audit.h"

#include <algorithm>
#include <limits>
#include <spondyl/base/clock.h>
#include <spondyl/base/version.h>
#include <spondyl/pipeline/recompute.h>

namespace spondyl::view_model {
namespace {

constexpr std::size_t kCheckpointEvery = 16; // undo replays fewer edits than this, each well below a millisecond
constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

} // namespace

ReviewDocument::ReviewDocument(Series series, Findings findings, std::shared_ptr<const LabelMap> labels,
                               EditingContext context)
    : series_(std::move(series)), base_(std::move(findings)), base_labels_(std::move(labels)),
      context_(std::move(context)), state_(initial_state(series_, base_, base_labels_)) {}

const ReviewState& ReviewDocument::state() const {
  return preview_ ? preview_->state : state_;
}

Findings ReviewDocument::findings() const {
  Findings findings = base_;
  findings.vertebrae = state_.vertebrae;
  findings.numbering = state_.numbering;
  if (findings.vertebrae == base_.vertebrae && findings.numbering == base_.numbering && !state_.calibration)
    return findings;
  if (state_.calibration)
    if (const auto film = pipeline::with_calibration(series_, *state_.calibration))
      pipeline::note_calibration(findings, *film, *state_.calibration);
  findings.sign_off.reset(); // a signature does not stand for edited landmarks
  return pipeline::assess_series(series_, findings).value_or(findings);
}

std::string ReviewDocument::now() const {
  return context_.now ? context_.now() : utc_now();
}

void ReviewDocument::tell(EventKind kind, const Edit* edit, const std::string& time, const std::string& user) {
  if (!observer_)
    return;
  const Result<void> told = observer_({kind, edit, time, user});
  journal_error_ = told ? std::nullopt : std::optional(told.error());
}

void ReviewDocument::log(const ReviewState& before, const std::string& action, const std::string& time,
                         const std::string& user) {
  for (AuditEntry& entry : differences(before, state_)) {
    entry.time = time;
    entry.user = user;
    entry.version = kVersion;
    entry.action = action;
    audit_.push_back(std::move(entry));
  }
}

void ReviewDocument::remember(Edit edit) {
  edits_.resize(position_);
  if (saved_position_ > position_)
    saved_position_ = kNowhere; // what was saved cannot be reached any more
  if (position_ % kCheckpointEvery == 0) {
    checkpoints_.resize(position_ / kCheckpointEvery);
    checkpoints_.push_back(state_);
  }
  edits_.push_back(std::move(edit));
  ++position_;
}

Result<EditOutcome> ReviewDocument::commit(Edit edit, const std::string& time, const std::string& user) {
  SPONDYL_TRY(Applied next, applied(series_, state_, edit));
  remember(std::move(edit));
  std::swap(state_, next.state);
  log(next.state, describe(edits_.back()), time, user);
  tell(EventKind::edit, &edits_.back(), time, user);
  return next.outcome;
}

Result<EditOutcome> ReviewDocument::apply(Edit edit) {
  SPONDYL_CHECK(commit_drag());
  return commit(std::move(edit), now(), context_.user);
}

Result<EditOutcome> ReviewDocument::drag(const MoveLandmark& move) {
  if (preview_ && (preview_->move.vertebra != move.vertebra || preview_->move.landmark != move.landmark)) {
    SPONDYL_CHECK(commit_drag());
  }
  SPONDYL_TRY(Applied next, applied(series_, state_, move));
  preview_ = Preview{move, std::move(next.state)};
  const Edit edit = move;
  tell(EventKind::drag, &edit, now(), context_.user);
  return next.outcome;
}

Result<EditOutcome> ReviewDocument::commit_drag() {
  if (!preview_)
    return EditOutcome{};
  const MoveLandmark move = preview_->move;
  preview_.reset();
  return commit(move, now(), context_.user);
}

void ReviewDocument::cancel_drag() {
  if (!preview_)
    return;
  preview_.reset();
  tell(EventKind::drag_cancelled, nullptr, now(), context_.user);
}

ReviewState ReviewDocument::state_at(std::size_t position) const {
  const std::size_t checkpoint = std::min(position / kCheckpointEvery, checkpoints_.size() - 1);
  ReviewState state = checkpoints_[checkpoint];
  for (std::size_t i = checkpoint * kCheckpointEvery; i < position; ++i)
    if (auto next = applied(series_, state, edits_[i])) // each was applied to this very state before
      state = std::move(next->state);
  return state;
}

void ReviewDocument::go_to(std::size_t position, EventKind kind, const std::string& time, const std::string& user) {
  const std::string action = kind == EventKind::undo ? "Undo " + undo_name() : "Redo " + redo_name();
  ReviewState before = state_at(position);
  std::swap(state_, before);
  position_ = position;
  log(before, action, time, user);
  tell(kind, nullptr, time, user);
}

bool ReviewDocument::undo() {
  cancel_drag();
  if (!can_undo())
    return false;
  go_to(position_ - 1, EventKind::undo, now(), context_.user);
  return true;
}

bool ReviewDocument::redo() {
  cancel_drag();
  if (!can_redo())
    return false;
  go_to(position_ + 1, EventKind::redo, now(), context_.user);
  return true;
}

std::string ReviewDocument::undo_name() const {
  return can_undo() ? describe(edits_[position_ - 1]) : std::string();
}

std::string ReviewDocument::redo_name() const {
  return can_redo() ? describe(edits_[position_]) : std::string();
}

std::vector<RerunConflict> ReviewDocument::conflicts(const ReplaceByRerun& rerun) const {
  return rerun_conflicts(state_, rerun);
}

VertebraFinding hand_drawn_vertebra(const Landmarks& landmarks, std::optional<VertebraLevel> level) {
  VertebraFinding vertebra;
  vertebra.landmarks = landmarks;
  vertebra.level = vertebra.level_guess = level;
  if (level)
    vertebra.level_confidence = 1.0;
  vertebra.origin = MeasurementOrigin::edited;
  return vertebra;
}

} // namespace spondyl::view_model

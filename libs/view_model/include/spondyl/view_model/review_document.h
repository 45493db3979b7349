#pragma once

#include <functional>
#include <memory>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/series.h>
#include <spondyl/view_model/review_state.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// One line of the audit trail: what changed, from what to what, by whom, with which version, when.
struct AuditEntry {
  std::string time; ///< ISO 8601, UTC
  std::string user, version;
  std::string action;  ///< describe(edit), "Undo ...", "Redo ..."
  std::string subject; ///< "L1 anterior_superior", "T12", "numbering", a tool's id
  std::string before, after;
  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// A vertebra of the reader's that a re-run wants to replace.
struct RerunConflict {
  VertebraKey vertebra = 0;
  std::string name;         ///< "L1"
  std::string reader_value; ///< what would be lost
  std::string new_value;    ///< what the run found there; empty when it found nothing
};

/// Which heights, ratios, grades an edit changed: for the table, to redraw only those rows.
struct EditOutcome {
  std::vector<VertebraKey> changed;
  VertebraKey added = 0; ///< of AddVertebra
  std::string tool_id{}; ///< of SetTool
};

/// Who is editing; all may be empty. `now` gives an ISO 8601 time; tests give their own.
struct EditingContext {
  std::string user;
  std::function<std::string()> now{};
};

/// The state of one reviewed series with unlimited undo. Not thread-safe; lives on the thread of the window.
///
/// Every edit recomputes through pipeline::recompute(), exactly as `spondyl measure --landmarks` does.
class ReviewDocument {
public:
  /// Told after every change that belongs into the journal, before the call returns. Its error is reported by the call
  /// as a warning in last_journal_error(), the edit itself stands.
  enum class EventKind { edit, undo, redo, drag, drag_cancelled };
  struct Event {
    EventKind kind;
    const Edit* edit; ///< of edit and drag; null otherwise
    std::string time, user;
  };
  using Observer = std::function<Result<void>(const Event&)>;

  /// `findings` holds the header (study, images) and what an automatic run or an earlier session measured; without
  /// vertebrae it is a series on which nothing was measured yet (pipeline::unmeasured_findings()).
  ReviewDocument(Series series, Findings findings, std::shared_ptr<const LabelMap> labels = nullptr,
                 EditingContext context = {});

  [[nodiscard]] const Series& series() const { return series_; }
  /// What is shown: the preview while a landmark is dragged, else the committed state.
  [[nodiscard]] const ReviewState& state() const;
  [[nodiscard]] const ReviewState& committed_state() const { return state_; }
  /// The content of findings.json for the committed state. Once vertebrae or numbering differ from what was opened, the
  /// signature and the values of the whole series (discs, angles, deformity index) are left out.
  [[nodiscard]] Findings findings() const;
  /// The findings the document was opened with.
  [[nodiscard]] const Findings& base() const { return base_; }
  [[nodiscard]] const std::shared_ptr<const LabelMap>& base_labels() const { return base_labels_; }

  /// Errors: `invalid_argument` (no such vertebra, wrong kind of coordinates, empty reason), `not_measurable`
  /// (landmarks coincide). The state is then unchanged. An open drag is committed first.
  Result<EditOutcome> apply(Edit edit);

  /// Drag: every call shows, none is in the history until commit; a whole drag is one undo step.
  Result<EditOutcome> drag(const MoveLandmark& move);
  Result<EditOutcome> commit_drag(); ///< without an open drag: nothing happens
  void cancel_drag();
  [[nodiscard]] bool dragging() const { return preview_.has_value(); }

  [[nodiscard]] bool can_undo() const { return position_ > 0; }
  [[nodiscard]] bool can_redo() const { return position_ < edits_.size(); }
  bool undo(); ///< false when there is nothing to undo; cancels an open drag
  bool redo();
  [[nodiscard]] std::string undo_name() const; ///< "Move landmark", empty when there is nothing
  [[nodiscard]] std::string redo_name() const;

  /// What ReplaceByRerun would overwrite: the list to ask the reader about. Empty = nothing to ask.
  [[nodiscard]] std::vector<RerunConflict> conflicts(const ReplaceByRerun& rerun) const;

  [[nodiscard]] const std::vector<AuditEntry>& audit() const { return audit_; }
  void set_observer(Observer observer) { observer_ = std::move(observer); }
  [[nodiscard]] const std::optional<Error>& last_journal_error() const { return journal_error_; }

  /// Changes since construction or mark_saved().
  [[nodiscard]] bool has_unsaved_changes() const { return saved_position_ != position_; }
  void mark_saved() { saved_position_ = position_; }
  /// What was current at this position was saved, in the background; edits since then are not.
  void mark_saved(std::size_t position) { saved_position_ = position; }
  [[nodiscard]] std::size_t position() const { return position_; } ///< edits in effect
  [[nodiscard]] std::size_t history_size() const { return edits_.size(); }

private:
  friend class SessionReplay;
  struct Preview {
    MoveLandmark move;
    ReviewState state;
  };
  Result<EditOutcome> commit(Edit edit, const std::string& time, const std::string& user);
  void log(const ReviewState& before, const std::string& action, const std::string& time, const std::string& user);
  void remember(Edit edit);
  [[nodiscard]] ReviewState state_at(std::size_t position) const;
  void go_to(std::size_t position, EventKind kind, const std::string& time, const std::string& user);
  void tell(EventKind kind, const Edit* edit, const std::string& time, const std::string& user);
  [[nodiscard]] std::string now() const;

  Series series_;
  Findings base_; ///< as opened
  std::shared_ptr<const LabelMap> base_labels_;
  EditingContext context_;
  ReviewState state_;
  std::optional<Preview> preview_;
  std::vector<Edit> edits_; ///< the history; [0, position_) are in effect
  std::size_t position_ = 0, saved_position_ = 0;
  /// State before every sixteenth edit: undo replays from the nearest, memory stays small however long it gets.
  std::vector<ReviewState> checkpoints_;
  std::vector<AuditEntry> audit_;
  Observer observer_;
  std::optional<Error> journal_error_;
};

/// Findings of all six points drawn by hand, for AddVertebra.
[[nodiscard]] VertebraFinding hand_drawn_vertebra(const Landmarks& landmarks, std::optional<VertebraLevel> level);

} // namespace spondyl::view_model

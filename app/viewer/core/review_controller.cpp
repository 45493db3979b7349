#include "review_controller.h"

#include "post.h"

#include <spondyl/pipeline/recompute.h>

namespace spondyl::viewer {

using view_model::BackgroundTask;
using view_model::Edit;
using view_model::RecoveredSession;
using view_model::ReviewDocument;

namespace {

/// An earlier session of the series, or a document on which nothing was measured yet.
Result<RecoveredSession> session_of(const Series& series, const std::filesystem::path& sessions) {
  if (view_model::has_session(sessions, series))
    if (auto session = view_model::reopen(series, sessions))
      return session;
  SPONDYL_TRY(Findings findings, pipeline::unmeasured_findings(series));
  RecoveredSession session;
  session.document = std::make_unique<ReviewDocument>(series, std::move(findings));
  return session;
}

} // namespace

ReviewController::ReviewController(std::filesystem::path sessions, QObject* parent)
    : QObject(parent), sessions_(std::move(sessions)) {}

ReviewController::~ReviewController() {
  cancel();
}

ReviewDocument* ReviewController::document() const {
  return image_ ? document_of(image_->item.key) : nullptr;
}

ReviewDocument* ReviewController::document_of(const std::string& series_key) const {
  const auto found = reviewed_.find(series_key);
  return found == reviewed_.end() ? nullptr : found->second.document.get();
}

ReviewDocument* ReviewController::document_of_frame(const std::string& frame_uid) const {
  if (frame_uid.empty())
    return nullptr;
  for (const auto& [key, reviewed] : reviewed_)
    if (reviewed.document && reviewed.document->series().info.frame_of_reference_uid == frame_uid &&
        !reviewed.document->state().vertebrae.empty())
      return reviewed.document.get();
  return nullptr;
}

/// Null, and a sentence, while it must not change.
ReviewController::Reviewed* ReviewController::editable() {
  if (signing_)
    emit message(tr("Wait a moment: the findings are being signed or opened."));
  return signing_ ? nullptr : active();
}

void ReviewController::forget_if_empty(const std::string& series_key) {
  const ReviewDocument* known = document_of(series_key);
  if (known && known != document() && known->state().vertebrae.empty() && known->history_size() == 0)
    reviewed_.erase(series_key);
}

ReviewController::Reviewed* ReviewController::active() {
  const auto found = image_ ? reviewed_.find(image_->item.key) : reviewed_.end();
  return found == reviewed_.end() || !found->second.document ? nullptr : &found->second;
}

void ReviewController::activate(const OpenedImagePtr& image) {
  const bool same = image_ && image && image_->item.key == image->item.key;
  image_ = image;
  if (image_ && image_->item.measurable && !document() && !same)
    prepare_document();
  emit changed();
}

void ReviewController::prepare_document() {
  const std::string key = image_->item.key;
  const int generation = ++generation_;
  using Session = std::shared_ptr<RecoveredSession>; // a queued call must be copyable
  prepare_task_ =
      BackgroundTask(std::function<Result<Session>(const Progress&)>(
                         [series = image_->item.series, sessions = sessions_](const Progress&) -> Result<Session> {
                           SPONDYL_TRY(RecoveredSession session, session_of(series, sessions));
                           return std::make_shared<RecoveredSession>(std::move(session));
                         }),
                     std::function<void(Result<Session>)>([this, key, generation](Result<Session> session) {
                       post(this, [this, key, generation, session = std::move(session)] {
                         if (generation != generation_)
                           return;
                         if (session)
                           document_prepared(key, std::move(**session));
                         else
                           report(session.error());
                       });
                     }));
}

void ReviewController::document_prepared(const std::string& key, RecoveredSession session) {
  Reviewed& reviewed = reviewed_[key];
  if (reviewed.document)
    return; // a measurement was faster
  reviewed.document = std::move(session.document);
  reviewed.noted_edits = reviewed.document->audit().size(); // those were noted when they were made
  if (session.records > 0 || !reviewed.document->state().vertebrae.empty()) {
    if (auto autosave = view_model::Autosave::resume(*reviewed.document, sessions_))
      reviewed.autosave = std::move(*autosave);
    emit message(session.records > 0
                     ? tr("Restored your earlier session of this series (%1 steps).").arg(session.records)
                     : tr("Restored the earlier measurement of this series."));
  }
  if (!audit_log_.empty())
    noted(view_model::note_opened(reviewed.document->series(), audit_log_));
  for (const std::string& warning : session.warnings)
    emit failed(QString::fromStdString(warning));
  emit document_ready();
  emit changed();
}

void ReviewController::open_journal(Reviewed& reviewed, view_model::StagedLabels staged) {
  if (reviewed.autosave) {
    reviewed.autosave->expect(std::move(staged));
    return;
  }
  auto autosave =
      view_model::Autosave::start(*reviewed.document, sessions_, view_model::Flush::background, std::move(staged));
  if (autosave)
    reviewed.autosave = std::move(*autosave);
  else
    emit failed(
        tr("Your changes are not saved automatically: %1").arg(QString::fromStdString(autosave.error().text())));
}

void ReviewController::cancel() {
  measure_task_.cancel();
}

bool ReviewController::apply(Edit edit) {
  Reviewed* reviewed = editable();
  if (!reviewed)
    return false;
  open_journal(*reviewed);
  const auto outcome = reviewed->document->apply(std::move(edit));
  if (!outcome)
    report(outcome.error());
  report_journal();
  emit changed();
  return outcome.has_value();
}

void ReviewController::drag(const view_model::MoveLandmark& move) {
  Reviewed* reviewed = editable();
  if (!reviewed)
    return;
  open_journal(*reviewed);
  if (reviewed->document->drag(move))
    emit changed();
}

void ReviewController::commit_drag() {
  Reviewed* reviewed = active();
  if (!reviewed)
    return;
  if (const auto outcome = reviewed->document->commit_drag(); !outcome)
    report(outcome.error());
  report_journal();
  emit changed();
}

void ReviewController::cancel_drag() {
  if (Reviewed* reviewed = active())
    reviewed->document->cancel_drag();
  emit changed();
}

void ReviewController::undo() {
  if (Reviewed* reviewed = editable(); reviewed && reviewed->document->undo()) {
    note_new_edits();
    emit changed();
  }
}

void ReviewController::redo() {
  if (Reviewed* reviewed = editable(); reviewed && reviewed->document->redo()) {
    note_new_edits();
    emit changed();
  }
}

void ReviewController::noted(const Result<void>& result) {
  if (!result)
    emit failed(QString::fromStdString(result.error().text()));
}

void ReviewController::report(const Error& error) {
  if (error.code != ErrorCode::cancelled)
    emit failed(QString::fromStdString(error.text()));
  else
    emit message(tr("Cancelled."));
}

void ReviewController::note_new_edits() {
  Reviewed* reviewed = active();
  if (audit_log_.empty() || !reviewed || reviewed->document->audit().size() <= reviewed->noted_edits)
    return;
  noted(view_model::note_edits(*reviewed->document, reviewed->noted_edits, audit_log_));
  reviewed->noted_edits = reviewed->document->audit().size();
}

void ReviewController::report_journal() {
  note_new_edits();
  const ReviewDocument* active_document = document();
  if (active_document && active_document->last_journal_error())
    emit failed(tr("The change stands, but could not be written to the session's journal: %1")
                    .arg(QString::fromStdString(active_document->last_journal_error()->text())));
}

} // namespace spondyl::viewer

#include "review_controller.h"

#include "post.h"

#include <algorithm>
#include <spondyl/pipeline/recompute.h>
#include <spondyl/view_model/report_export.h>

namespace spondyl::viewer {

using view_model::BackgroundTask;
using view_model::Edit;
using view_model::RecoveredSession;
using view_model::ReviewDocument;

namespace {

// A click that is farther from every body found than this hit none. Engineering choice: half a lumbar body's depth.
constexpr double kSeedReach = 20.0; // mm

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

const VertebraFinding* nearest_to(const std::vector<VertebraFinding>& vertebrae, PatientPoint centre) {
  const VertebraFinding* nearest = nullptr;
  double reach = kSeedReach;
  for (const VertebraFinding& vertebra : vertebrae) {
    const auto* points = vertebra.landmarks ? std::get_if<SixPoints>(&*vertebra.landmarks) : nullptr;
    if (!points)
      continue;
    const PatientPoint middle = midpoint(points->middle_superior, points->middle_inferior);
    if (const double away = distance(middle, centre); away < reach) {
      reach = away;
      nearest = &vertebra;
    }
  }
  return nearest;
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

void ReviewController::start_task(const pipeline::ReviewOptions& options, Finished finished_here) {
  if (!image_ || measuring_)
    return;
  measuring_ = true;
  emit busy_changed();
  measure_task_ = BackgroundTask(
      std::function<Result<Measurement>(const Progress&)>(
          [series = image_->item.series, options, sessions = sessions_](const Progress& task) {
            return measured_series(series, options, sessions, task);
          }),
      std::function<void(Result<Measurement>)>([this, finished_here](Result<Measurement> result) {
        post(this, [this, finished_here, result = std::move(result)] {
          measuring_ = false;
          finished_here(result);
          emit busy_changed();
        });
      }),
      [this](double fraction, std::string_view stage) {
        post(this, [this, fraction, text = QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()))] {
          if (measuring_)
            emit progress(fraction, text);
        });
      });
}

/// On the measuring thread: packing outlines of a large series takes seconds.
Result<ReviewController::Measurement> ReviewController::measured_series(const Series& series,
                                                                        const pipeline::ReviewOptions& options,
                                                                        const std::filesystem::path& sessions,
                                                                        const Progress& task) {
  SPONDYL_TRY(pipeline::SeriesReview review, pipeline::review_series(series, options, task));
  Measurement measurement{std::move(review), nullptr, {}};
  if (!measurement.review.labels)
    return measurement;
  measurement.labels = std::make_shared<const LabelMap>(std::move(*measurement.review.labels));
  measurement.review.labels.reset();
  if (auto staged = view_model::StagedLabels::write(measurement.labels, sessions))
    measurement.staged = std::move(*staged); // else the journal writes them itself, and reports what is wrong
  return measurement;
}

void ReviewController::measure() {
  if (image_ && image_->item.measurable)
    start_task(plugins_, [this, key = image_->item.key](Result<Measurement> result) {
      measure_finished(key, std::move(result));
    });
}

void ReviewController::measure_finished(const std::string& key, Result<Measurement> result) {
  if (!result) {
    report(result.error());
    return;
  }
  take_measurement(reviewed_[key], std::move(*result));
  emit measured();
  emit changed();
}

void ReviewController::take_measurement(Reviewed& reviewed, Measurement measurement) {
  Findings& findings = measurement.review.findings;
  if (!reviewed.document || reviewed.document->history_size() == 0) {
    reviewed.autosave.reset();
    const Series series = reviewed.document ? reviewed.document->series() : image_->item.series;
    reviewed.document = std::make_unique<ReviewDocument>(series, std::move(findings), measurement.labels);
    open_journal(reviewed, measurement.staged);
    return;
  }
  view_model::ReplaceByRerun rerun{std::move(findings.vertebrae), findings.numbering, measurement.labels, {}};
  const auto conflicts = reviewed.document->conflicts(rerun);
  if (!conflicts.empty() && ask_) {
    const auto answer = ask_(conflicts);
    if (!answer)
      return;
    rerun.give_up = *answer;
  }
  open_journal(reviewed, measurement.staged);
  if (const auto outcome = reviewed.document->apply(std::move(rerun)); !outcome)
    report(outcome.error());
  report_journal();
}

void ReviewController::add_seeded(PatientPoint centre, std::optional<VertebraLevel> level) {
  if (!image_ || !ready())
    return;
  pipeline::ReviewOptions options = plugins_;
  options.seeds.in_patient_space.push_back({centre, level});
  start_task(options, [this, key = image_->item.key, centre](const Result<Measurement>& result) {
    seed_finished(key, centre, result);
  });
}

void ReviewController::seed_finished(const std::string& key, PatientPoint centre, const Result<Measurement>& result) {
  if (!result) {
    report(result.error());
    return;
  }
  const VertebraFinding* found = nearest_to(result->review.findings.vertebrae, centre);
  if (!found || !image_ || image_->item.key != key) {
    emit failed(tr("No vertebral body was found there. Click into its middle, or draw its six points by hand."));
    return;
  }
  VertebraFinding seeded = *found;
  seeded.origin = MeasurementOrigin::seeded;
  apply(view_model::AddVertebra{std::move(seeded), false});
}

void ReviewController::cancel() {
  measure_task_.cancel();
}

bool ReviewController::apply(Edit edit) {
  Reviewed* reviewed = active();
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
  Reviewed* reviewed = active();
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
  if (Reviewed* reviewed = active(); reviewed && reviewed->document->undo()) {
    note_new_edits();
    emit changed();
  }
}

void ReviewController::redo() {
  if (Reviewed* reviewed = active(); reviewed && reviewed->document->redo()) {
    note_new_edits();
    emit changed();
  }
}

void ReviewController::save(const std::filesystem::path& file) {
  Reviewed* reviewed = active();
  if (!reviewed)
    return;
  auto ready = view_model::ready_to_save(*reviewed->document, file);
  if (!ready) {
    report(ready.error());
    return;
  }
  saving_ = true;
  using Done = Result<std::monostate>;
  save_task_ =
      BackgroundTask(std::function<Done(const Progress&)>([ready = *ready](const Progress&) -> Done {
                       SPONDYL_CHECK(view_model::write(ready));
                       return std::monostate{};
                     }),
                     std::function<void(Done)>([this, key = image_->item.key, ready = *ready,
                                                position = reviewed->document->position()](const Done& done) {
                       post(this, [this, key, ready, position, done] { save_finished(key, ready, position, done); });
                     }));
}

void ReviewController::save_finished(const std::string& key, const view_model::ReadyToSave& ready, std::size_t position,
                                     const Result<std::monostate>& result) {
  saving_ = false;
  if (!result) {
    report(result.error());
    return;
  }
  if (ReviewDocument* saved_document = document_of(key)) {
    saved_document->mark_saved(position);
    if (!audit_log_.empty())
      noted(view_model::note_edited(*saved_document, audit_log_));
  }
  saved_[key] = ready.file;
  emit saved(QString::fromStdString(ready.file.string()));
}

void ReviewController::sign(const view_model::SignOffOrder& order, const std::filesystem::path& file) {
  Reviewed* reviewed = active();
  if (!reviewed)
    return;
  auto done = view_model::sign_and_save(*reviewed->document, order, file, audit_log_);
  if (!done) {
    report(done.error());
    return;
  }
  const Series series = reviewed->document->series();
  const auto labels = reviewed->document->committed_state().labels;
  reviewed->autosave.reset();
  reviewed->noted_edits = 0;
  reviewed->document = std::make_unique<ReviewDocument>(series, std::move(*done), labels);
  open_journal(*reviewed);
  saved_[image_->item.key] = file;
  emit saved(QString::fromStdString(file.string()));
  emit changed();
}

bool ReviewController::open_findings(Findings findings) {
  Reviewed* reviewed = active();
  if (!reviewed || reviewed->document->history_size() > 0)
    return false;
  const Series series = reviewed->document->series();
  const auto labels = reviewed->document->committed_state().labels;
  reviewed->autosave.reset();
  reviewed->noted_edits = 0;
  reviewed->document = std::make_unique<ReviewDocument>(series, std::move(findings), labels);
  open_journal(*reviewed);
  emit measured();
  emit changed();
  return true;
}

std::vector<std::filesystem::path> ReviewController::noted_beside() const {
  std::vector<std::filesystem::path> files;
  const ReviewDocument* active_document = document();
  if (!active_document)
    return files;
  files.push_back(view_model::session_note(sessions_, active_document->series()));
  if (const auto saved_file = saved_.find(image_->item.key); saved_file != saved_.end())
    files.push_back(saved_file->second);
  return files;
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

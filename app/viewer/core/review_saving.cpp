// Saving, signing, and opening what was signed: files are read and written on a thread of their own.
#include "post.h"
#include "review_controller.h"

#include <spondyl/view_model/report_export.h>

namespace spondyl::viewer {

using view_model::BackgroundTask;
using view_model::ReviewDocument;

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

void ReviewController::sign(const view_model::SignOffOrder& order, const std::filesystem::path& file,
                            std::vector<std::filesystem::path> reports) {
  Reviewed* reviewed = active();
  if (!reviewed || signing_)
    return;
  const auto ready = view_model::ready_to_sign(*reviewed->document, file);
  if (!ready) {
    report(ready.error());
    return;
  }
  begin_signing(tr("signing"));
  sign_task_ = BackgroundTask(
      std::function<Result<Replacement>(const Progress&)>([ready = *ready, order, reports = std::move(reports),
                                                           beside = noted_beside(), log = audit_log_,
                                                           sessions = sessions_](const Progress&) {
        return signed_document(ready, order, reports, beside, log, sessions);
      }),
      std::function<void(Result<Replacement>)>([this, key = image_->item.key, file](Result<Replacement> done) {
        post(this, [this, key, file, done = std::move(done)] { sign_finished(key, file, done); });
      }));
}

/// On the signing thread: looks for the reports that an amendment takes the place of, signs, writes.
Result<ReviewController::Replacement>
ReviewController::signed_document(const view_model::ReadyToSign& ready, view_model::SignOffOrder order,
                                  const std::vector<std::filesystem::path>& reports,
                                  const std::vector<std::filesystem::path>& beside, const std::filesystem::path& log,
                                  const std::filesystem::path& sessions) {
  if (ready.amends)
    order.predecessor_reports = view_model::predecessor_reports(ready.base, reports, beside);
  SPONDYL_TRY(Findings findings, view_model::sign(ready, order, log));
  return Replacement{std::move(findings), staged(ready.save.labels, sessions)};
}

view_model::StagedLabels ReviewController::staged(const std::shared_ptr<const LabelMap>& labels,
                                                  const std::filesystem::path& sessions) {
  if (!labels)
    return {};
  auto written = view_model::StagedLabels::write(labels, sessions);
  return written ? std::move(*written) : view_model::StagedLabels(); // the journal then reports what is wrong
}

void ReviewController::begin_signing(const QString& what) {
  signing_ = true;
  emit busy_changed();
  emit progress(0.0, what);
}

void ReviewController::sign_finished(const std::string& key, const std::filesystem::path& file,
                                     const Result<Replacement>& done) {
  signing_ = false;
  emit busy_changed();
  if (!done) {
    report(done.error());
    return;
  }
  replace_document(key, *done);
  saved_[key] = file;
  emit saved(QString::fromStdString(file.string()));
  emit changed();
}

void ReviewController::replace_document(const std::string& key, const Replacement& replacement) {
  Reviewed& reviewed = reviewed_[key];
  const Series series = reviewed.document->series();
  const auto labels = reviewed.document->committed_state().labels;
  reviewed.autosave.reset();
  reviewed.noted_edits = 0;
  reviewed.document = std::make_unique<ReviewDocument>(series, replacement.findings, labels);
  open_journal(reviewed, replacement.labels);
}

bool ReviewController::open_findings(const Findings& findings) {
  Reviewed* reviewed = active();
  if (!reviewed || signing_ || reviewed->document->history_size() > 0)
    return false;
  begin_signing(tr("opening the report"));
  sign_task_ =
      BackgroundTask(std::function<Result<Replacement>(const Progress&)>(
                         [findings, labels = reviewed->document->committed_state().labels,
                          sessions = sessions_](const Progress&) -> Result<Replacement> {
                           return Replacement{findings, staged(labels, sessions)};
                         }),
                     std::function<void(Result<Replacement>)>([this, key = image_->item.key](Result<Replacement> done) {
                       post(this, [this, key, done = std::move(done)] {
                         signing_ = false;
                         emit busy_changed();
                         replace_document(key, *done);
                         emit measured();
                         emit changed();
                       });
                     }));
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

} // namespace spondyl::viewer

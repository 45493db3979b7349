#pragma once

#include "opened_image.h"

#include <QObject>
#include <map>
#include <spondyl/pipeline/review.h>
#include <spondyl/view_model/autosave.h>
#include <spondyl/view_model/background_task.h>
#include <spondyl/view_model/review_document.h>
#include <spondyl/view_model/sign_off.h>
#include <variant>

namespace spondyl::viewer {

/// The documents of the series that were looked at, and the long calls that fill them. Edits go through here so that
/// the journal is open before the first one.
class ReviewController : public QObject {
  Q_OBJECT
public:
  explicit ReviewController(std::filesystem::path sessions, QObject* parent = nullptr);
  ~ReviewController() override;

  /// The series that edits and measurements are about. Restores its earlier session, in the background.
  void activate(const OpenedImagePtr& image);
  /// Null while it is being prepared, and for series that are not measured.
  [[nodiscard]] view_model::ReviewDocument* document() const;
  [[nodiscard]] view_model::ReviewDocument* document_of(const std::string& series_key) const;
  /// A document of another series in the same frame of reference: its labels hold here, too.
  [[nodiscard]] view_model::ReviewDocument* document_of_frame(const std::string& frame_uid) const;
  /// A session of that series was written elsewhere: a document without anything in it is read anew when it is opened.
  void forget_if_empty(const std::string& series_key);
  [[nodiscard]] const OpenedImagePtr& image() const { return image_; }
  [[nodiscard]] bool ready() const { return document() != nullptr; }
  [[nodiscard]] bool measuring() const { return measuring_; }
  /// While findings are signed or a report is opened nothing can be edited: what is signed is what is shown.
  [[nodiscard]] bool signing() const { return signing_; }

  void measure();
  /// Measures one body semi-automatically from a click into its middle.
  void add_seeded(PatientPoint centre, std::optional<VertebraLevel> level = std::nullopt);
  /// The same on a film, from several clicks at once: body centres, or only the uppermost and the lowermost. On a film
  /// with bodies, what lies between the clicks is added to them.
  void add_seeded_on_film(const std::vector<PixelPoint>& centres);
  void cancel();

  bool apply(view_model::Edit edit); ///< false, and a message, when it was refused
  void drag(const view_model::MoveLandmark& move);
  void commit_drag();
  void cancel_drag();
  void undo();
  void redo();
  /// Writes in the background what is committed now; saved() or failed() follow.
  void save(const std::filesystem::path& file);
  [[nodiscard]] bool saving() const { return saving_; }
  /// Signs what is shown and saves it, in the background; saved() or failed() follow. The signed findings are then the
  /// document, with a history of its own. Among `reports` those are looked for that an amendment takes the place of.
  void sign(const view_model::SignOffOrder& order, const std::filesystem::path& file,
            std::vector<std::filesystem::path> reports = {});
  /// Findings of a stored report become the document, soon; false when the reader's own edits are in the way.
  bool open_findings(const Findings& findings);
  /// What measures: the same plugins as those of the command line. Without them what is built in.
  void set_plugins(std::shared_ptr<plugin_host::PluginHost> host, std::string segmenter, std::string grader) {
    plugins_.plugins = std::move(host);
    plugins_.segmenter = std::move(segmenter);
    plugins_.grader = std::move(grader);
  }
  /// Null where set_plugins() was not called.
  [[nodiscard]] const std::shared_ptr<plugin_host::PluginHost>& plugins() const { return plugins_.plugins; }
  [[nodiscard]] const pipeline::ReviewOptions& plugin_options() const { return plugins_; }
  [[nodiscard]] const std::filesystem::path& audit_log() const { return audit_log_; }
  /// Findings files of the active series beside which written reports are noted: where it was saved, and its session.
  [[nodiscard]] std::vector<std::filesystem::path> noted_beside() const;
  /// Where opening, edits, saving and signing are noted; empty = nowhere, and nothing can be signed.
  void set_audit_log(std::filesystem::path file) { audit_log_ = std::move(file); }

  /// Asked with what a re-run would overwrite; answers which of them may be replaced, or nothing to drop the run.
  using AskBeforeReplacing =
      std::function<std::optional<std::vector<view_model::VertebraKey>>(const std::vector<view_model::RerunConflict>&)>;
  void set_question(AskBeforeReplacing question) { ask_ = std::move(question); }

signals:
  void changed(); ///< of the active document: values, selection-independent
  void document_ready();
  void busy_changed();
  void progress(double fraction, const QString& stage);
  void message(const QString& text);
  void failed(const QString& text);
  void measured();
  void saved(const QString& file);

private:
  struct Reviewed {
    std::unique_ptr<view_model::ReviewDocument> document;
    std::unique_ptr<view_model::Autosave> autosave; ///< destroyed before the document it observes
    std::size_t noted_edits = 0;                    ///< of the document's audit trail, in the audit log
  };
  /// A measurement, its outlines already packed for the journal.
  struct Measurement {
    pipeline::SeriesReview review;
    std::shared_ptr<const LabelMap> labels;
    view_model::StagedLabels staged;
  };
  /// What a document is replaced by, its outlines already packed for the journal.
  struct Replacement {
    Findings findings;
    view_model::StagedLabels labels;
  };
  using Finished = std::function<void(Result<Measurement>)>;
  void prepare_document();
  void document_prepared(const std::string& key, view_model::RecoveredSession session);
  static Result<Measurement> measured_series(const Series& series, const pipeline::ReviewOptions& options,
                                             const std::filesystem::path& sessions, const Progress& task);
  void measure_finished(const std::string& key, Result<Measurement> result);
  void seed_finished(const std::string& key, PatientPoint centre, const Result<Measurement>& result);
  void film_seeds_finished(const std::string& key, const std::vector<PixelPoint>& clicks, Result<Measurement> result);
  [[nodiscard]] pipeline::ReviewOptions measuring_options() const;
  void take_measurement(Reviewed& reviewed, Measurement measurement);
  void start_task(const pipeline::ReviewOptions& options, Finished finished_here);
  void open_journal(Reviewed& reviewed, view_model::StagedLabels staged = {});
  void save_finished(const std::string& key, const view_model::ReadyToSave& ready, std::size_t position,
                     const Result<std::monostate>& result);
  static Result<Replacement> signed_document(const view_model::ReadyToSign& ready, view_model::SignOffOrder order,
                                             const std::vector<std::filesystem::path>& reports,
                                             const std::vector<std::filesystem::path>& beside,
                                             const std::filesystem::path& log, const std::filesystem::path& sessions);
  static view_model::StagedLabels staged(const std::shared_ptr<const LabelMap>& labels,
                                         const std::filesystem::path& sessions);
  void begin_signing(const QString& what);
  void sign_finished(const std::string& key, const std::filesystem::path& file, const Result<Replacement>& done);
  void replace_document(const std::string& key, const Replacement& replacement);
  void noted(const Result<void>& result);
  void report(const Error& error);
  void report_journal();
  void note_new_edits();
  Reviewed* active();
  Reviewed* editable();

  std::filesystem::path sessions_, audit_log_;
  OpenedImagePtr image_;
  std::map<std::string, Reviewed> reviewed_;
  std::map<std::string, std::filesystem::path> saved_; ///< by series key, the last file
  AskBeforeReplacing ask_;
  pipeline::ReviewOptions plugins_; ///< nothing but which plugins measure
  bool measuring_ = false, saving_ = false, signing_ = false;
  int generation_ = 0;
  view_model::BackgroundTask prepare_task_, measure_task_, save_task_, sign_task_;
};

} // namespace spondyl::viewer

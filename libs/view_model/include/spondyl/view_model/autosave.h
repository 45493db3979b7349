#pragma once
// A session survives a kill at any moment: the findings it was opened with are a snapshot, every edit, undo and drag
// is a checksummed line of an append-only journal. Reopening replays the journal. Nothing is written into the input.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/view_model/review_document.h>
#include <string>

namespace spondyl::view_model {

/// $XDG_DATA_HOME/spondyl/sessions, or ~/.local/share/spondyl/sessions.
[[nodiscard]] std::filesystem::path sessions_folder();
/// The folder of one series: `sessions`/<first 16 digits of the SHA-256 of uid and part>. No patient data in the name.
[[nodiscard]] std::filesystem::path session_folder(const std::filesystem::path& sessions, const Series& series);

/// What was found of an earlier session.
struct RecoveredSession {
  std::unique_ptr<ReviewDocument> document;
  std::size_t records = 0;           ///< journal records replayed
  bool torn_tail = false;            ///< the last record was half written and is left out
  bool recovered_drag = false;       ///< an unfinished drag was committed
  std::vector<std::string> warnings; ///< records that could not be applied, in words for the reader
};

enum class Flush {
  each_edit, ///< fsync before apply() returns: survives a power cut
  background ///< written before apply() returns (survives kill -9); a thread flushes to disk within about 0.1 s
};

/// Outlines written ahead by the thread that made them, because packing large ones takes seconds: a session takes the
/// file over instead of writing them again. Removes the file when nobody took it.
class StagedLabels {
public:
  StagedLabels() = default; ///< none
  /// Any thread. Errors: `io`.
  [[nodiscard]] static Result<StagedLabels> write(std::shared_ptr<const LabelMap> labels,
                                                  const std::filesystem::path& sessions);
  /// The file, if it holds these labels; whoever moves it away owns it.
  [[nodiscard]] std::optional<std::filesystem::path> file_of(const LabelMap& labels) const;

private:
  struct File;
  std::shared_ptr<const LabelMap> labels_;
  std::shared_ptr<const File> file_;
};

/// Writes the journal of one document. Files: snapshot.json, labels.nii.gz (when there are any), journal.jsonl, all of
/// mode 0600 in a folder of mode 0700.
class Autosave {
public:
  /// Starts a new session for the document: replaces an earlier one of this series, and observes the document from now
  /// on. The document must outlive the Autosave. Errors: `io`.
  [[nodiscard]] static Result<std::unique_ptr<Autosave>> start(ReviewDocument& document,
                                                               const std::filesystem::path& sessions,
                                                               Flush flush = Flush::background,
                                                               StagedLabels staged = {});
  /// Goes on with the journal of a reopened document. Errors: `io`, `not_found`.
  [[nodiscard]] static Result<std::unique_ptr<Autosave>>
  resume(ReviewDocument& document, const std::filesystem::path& sessions, Flush flush = Flush::background);
  ~Autosave(); ///< flushes, stops observing
  Autosave(const Autosave&) = delete;
  Autosave& operator=(const Autosave&) = delete;

  /// Outlines that a following edit brings and that are written already.
  void expect(StagedLabels staged);
  /// Everything written so far is on the disk when this returns.
  Result<void> flush();
  [[nodiscard]] const std::filesystem::path& folder() const;

private:
  struct Implementation;
  explicit Autosave(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

/// Whether a session of this series is there: a measurement, with or without edits.
[[nodiscard]] bool has_session(const std::filesystem::path& sessions, const Series& series);
/// Restores document, history and audit trail. A torn tail is cut off and said. Errors: `not_found` (no session),
/// `unreadable` (snapshot damaged), `invalid_argument` (of another series).
[[nodiscard]] Result<RecoveredSession> reopen(const Series& series, const std::filesystem::path& sessions,
                                              EditingContext context = {});
/// Forgets the session of a series. Errors: `io`.
[[nodiscard]] Result<void> discard_session(const std::filesystem::path& sessions, const Series& series);

/// What save_findings() writes, taken at one moment: writing it may take place on another thread.
struct ReadyToSave {
  Findings findings;
  std::shared_ptr<const LabelMap> labels;
  std::array<std::uint8_t, 256> published{}; ///< value of each label as the vertebrae are called now
  std::filesystem::path file;
};
/// Commits an open drag. Errors: `invalid_argument` as for save_findings().
[[nodiscard]] Result<ReadyToSave> ready_to_save(ReviewDocument& document, const std::filesystem::path& file);
/// Any thread. Errors: `io`.
[[nodiscard]] Result<void> write(const ReadyToSave& ready);

/// Save as: findings.json at `file`, with labels.nii.gz beside it where outlines are known, written atomically with
/// mode 0600. Marks the document saved. Errors: `io`; `invalid_argument` for a place inside the input (the images'
/// folder).
[[nodiscard]] Result<void> save_findings(ReviewDocument& document, const std::filesystem::path& file);

} // namespace spondyl::view_model

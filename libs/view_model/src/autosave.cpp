#include <spondyl/view_model/autosave.h>

#include "flusher.h"
#include "journal.h"
#include "session_files.h"
#include "session_replay.h"
#include "user_folders.h"

#include <spondyl/base/digest.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;

StoreLabels storing_into(const SessionFiles& files, const StagedLabels& staged = {}) {
  return [files, staged](const LabelMap& labels) { return files.store_labels(labels, staged); };
}

LoadLabels loading_from(const SessionFiles& files) {
  return [files](const std::string& name) { return files.load_labels(name); };
}

} // namespace

fs::path sessions_folder() {
  return user_data_folder() / "sessions";
}

fs::path session_folder(const fs::path& sessions, const Series& series) {
  constexpr std::size_t digits = 16;
  return sessions / sha256_hex(series.info.uid + "/" + std::to_string(series.part)).substr(0, digits);
}

struct Autosave::Implementation {
  Implementation(ReviewDocument& observed, SessionFiles session, JournalWriter journal, Flush when)
      : document(observed), files(std::move(session)), writer(std::move(journal)), flush(when) {
    if (flush == Flush::background)
      flusher.emplace([this] { (void)writer.flush(); }); // the next append reports a disk that is full or gone
    document.set_observer([this](const ReviewDocument::Event& event) { return write(event); });
  }
  ~Implementation() { document.set_observer({}); }

  Result<void> write(const ReviewDocument::Event& event) {
    SPONDYL_TRY(const std::string record, SessionReplay::record(event, storing_into(files, staged)));
    SPONDYL_CHECK(writer.append(record));
    if (event.kind == ReviewDocument::EventKind::drag) // every mouse move; what a power cut may cost is the gesture
      return {};
    if (flush == Flush::each_edit)
      return writer.flush();
    flusher->wake();
    return {};
  }

  ReviewDocument& document;
  SessionFiles files;
  JournalWriter writer;
  Flush flush;
  StagedLabels staged;
  std::optional<Flusher> flusher;
};

Autosave::Autosave(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Autosave::~Autosave() {
  (void)flush();
}

Result<void> Autosave::flush() {
  return implementation_->writer.flush();
}

const fs::path& Autosave::folder() const {
  return implementation_->files.folder();
}

void Autosave::expect(StagedLabels staged) {
  implementation_->staged = std::move(staged);
}

Result<std::unique_ptr<Autosave>> Autosave::start(ReviewDocument& document, const fs::path& sessions, Flush flush,
                                                  StagedLabels staged) {
  SPONDYL_CHECK(discard_session(sessions, document.series()));
  const SessionFiles files(session_folder(sessions, document.series()));
  SPONDYL_CHECK(create_private_folder(files.folder()));
  const Series& series = document.series();
  SPONDYL_CHECK(files.write_snapshot({document.base(), document.base_labels()}, series.info.uid, series.part, staged));
  SPONDYL_TRY(JournalWriter writer, JournalWriter::create(files.journal()));
  SPONDYL_TRY(const auto history, SessionReplay::history(document, storing_into(files, staged)));
  for (const std::string& record : history)
    SPONDYL_CHECK(writer.append(record));
  SPONDYL_CHECK(writer.flush());
  return std::unique_ptr<Autosave>(
      new Autosave(std::make_unique<Implementation>(document, files, std::move(writer), flush)));
}

Result<std::unique_ptr<Autosave>> Autosave::resume(ReviewDocument& document, const fs::path& sessions, Flush flush) {
  const SessionFiles files(session_folder(sessions, document.series()));
  SPONDYL_TRY(const JournalContent content, read_journal(files.journal()));
  SPONDYL_TRY(JournalWriter writer, JournalWriter::go_on(files.journal(), content));
  const std::string unfinished = SessionReplay::record_of_unfinished_drag(content.records);
  if (!unfinished.empty())
    SPONDYL_CHECK(writer.append(unfinished));
  SPONDYL_CHECK(writer.flush());
  return std::unique_ptr<Autosave>(
      new Autosave(std::make_unique<Implementation>(document, files, std::move(writer), flush)));
}

bool has_session(const fs::path& sessions, const Series& series) {
  const SessionFiles files(session_folder(sessions, series));
  std::error_code unreadable;
  return fs::exists(files.snapshot(), unreadable);
}

Result<RecoveredSession> reopen(const Series& series, const fs::path& sessions, EditingContext context) {
  const SessionFiles files(session_folder(sessions, series));
  SPONDYL_TRY(Snapshot snapshot, files.read_snapshot(series.info.uid, series.part));
  RecoveredSession session;
  session.document = std::make_unique<ReviewDocument>(series, std::move(snapshot.findings), std::move(snapshot.labels),
                                                      std::move(context));
  const auto content = read_journal(files.journal());
  if (!content)
    return session; // killed between the snapshot and the first edit
  SessionReplay replay(*session.document, loading_from(files));
  for (const std::string& record : content->records) {
    if (const Result<void> played = replay.play(record); !played)
      session.warnings.push_back(played.error().text());
    ++session.records;
  }
  session.recovered_drag = replay.finish_drag();
  session.torn_tail = content->damaged;
  return session;
}

Result<void> discard_session(const fs::path& sessions, const Series& series) {
  std::error_code problem;
  fs::remove_all(session_folder(sessions, series), problem);
  if (problem)
    return failure(ErrorCode::io,
                   "Cannot remove " + session_folder(sessions, series).string() + ": " + problem.message() + ".");
  return {};
}

} // namespace spondyl::view_model

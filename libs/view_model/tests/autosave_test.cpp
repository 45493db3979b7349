#include "phantom_document.h"

#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <spondyl/findings/findings_json.h>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/autosave.h>
#include <sstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spondyl::view_model {
namespace {

using namespace test;
namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::shared_ptr<const LabelMap> small_labels() {
  LabelMap labels{VolumeGeometry{}, {}};
  labels.geometry.size = {4, 4, 4};
  labels.voxels.assign(64, 20); // L1
  return std::make_shared<const LabelMap>(std::move(labels));
}

class Session : public testing::Test {
protected:
  test_support::TemporaryFolder folder;
  fs::path journal() const { return session_folder(folder.path(), ct_series()) / "journal.jsonl"; }
  RecoveredSession recovered() const {
    auto session = reopen(ct_series(), folder.path(), reader());
    EXPECT_TRUE(session) << session.error().text();
    return std::move(*session);
  }
};

/// One edit of every kind.
void edit_everything(ReviewDocument& document) {
  const VertebraKey l1 = key_of(document, "L1"), l2 = key_of(document, "L2"), l4 = key_of(document, "L4");
  const Landmarks landmarks = *vertebra(document, l4).landmarks;
  EXPECT_TRUE(document.apply(lower_corner(document, l2, 3.1)));
  EXPECT_TRUE(document.apply(DeleteVertebra{l4}));
  EXPECT_TRUE(document.apply(AddVertebra{hand_drawn_vertebra(landmarks, std::nullopt), true}));
  EXPECT_TRUE(document.apply(MarkNotAssessable{l1, "Metal \"screws\"\n\u00e4"}));
  EXPECT_TRUE(document.apply(MarkAssessable{l1}));
  EXPECT_TRUE(document.apply(Relabel{l1, std::nullopt}));
  EXPECT_TRUE(document.apply(CountLevelsFrom{l1, VertebraLevel::parse("T12")}));
  EXPECT_TRUE(document.apply(ShiftLevels{1}));
  EXPECT_TRUE(document.apply(AcceptVertebra{l2, true}));
  EXPECT_TRUE(document.apply(AcceptAll{}));
  const SlicePlane plane = mpr_plane(*document.series().geometry, PlaneKind::sagittal, {1.5, 2, 3});
  EXPECT_TRUE(
      document.apply(SetTool{{{}, ToolKind::ellipse, {PatientPoint{0, 0, 0}, PatientPoint{0, 9, 9}}, plane, "x"}}));
  EXPECT_TRUE(document.apply(SetTool{{{}, ToolKind::annotation, {PatientPoint{0, 0, 0}}, {}, "note"}}));
  EXPECT_TRUE(document.apply(RemoveTool{"tool-2"}));
  EXPECT_TRUE(document.apply(ReplaceByRerun{measured_vertebrae(), {}, small_labels(), {l2}}));
  EXPECT_TRUE(document.undo());
  EXPECT_TRUE(document.undo());
  EXPECT_TRUE(document.redo());
}

/// The states but for the label maps' addresses.
void expect_same(const ReviewState& a, const ReviewState& b) {
  ReviewState without_a = a, without_b = b;
  without_a.labels = without_b.labels = nullptr;
  EXPECT_EQ(without_a, without_b);
  ASSERT_EQ(a.labels == nullptr, b.labels == nullptr);
  EXPECT_TRUE(!a.labels || a.labels->voxels == b.labels->voxels);
}

TEST_F(Session, ReopensWithEveryKindOfEditAndItsHistory) {
  ReviewDocument original = document();
  auto autosave = Autosave::start(original, folder.path());
  ASSERT_TRUE(autosave) << autosave.error().text();
  edit_everything(original);
  EXPECT_FALSE(original.last_journal_error());
  autosave->reset();

  RecoveredSession session = recovered();
  EXPECT_TRUE(session.warnings.empty());
  EXPECT_FALSE(session.torn_tail);
  ReviewDocument& reopened = *session.document;
  expect_same(reopened.state(), original.state());
  EXPECT_EQ(reopened.audit(), original.audit());
  EXPECT_EQ(reopened.can_redo(), original.can_redo());
  ASSERT_TRUE(original.redo());
  ASSERT_TRUE(reopened.redo());
  expect_same(reopened.state(), original.state());
  while (original.undo()) {
    ASSERT_TRUE(reopened.undo());
    expect_same(reopened.state(), original.state());
  }
  EXPECT_FALSE(reopened.undo());
}

TEST_F(Session, ReopensAFilmWithItsCalibration) {
  Series film;
  film.kind = SeriesKind::radiograph;
  film.info.modality = "DX";
  film.info.uid = "1.2.3.5";
  film.pixel_scale.provenance = SpacingProvenance::detector;
  film.pixel_scale.row_spacing = film.pixel_scale.column_spacing = 0.15;
  Findings findings;
  findings.modality = "DX";
  findings.series_instance_uid = "1.2.3.5";
  for (const std::variant<radiograph::KnownLength, radiograph::TypedMagnification>& source :
       {decltype(radiograph::FilmCalibration::source)(radiograph::TypedMagnification{1.25}),
        decltype(radiograph::FilmCalibration::source)(radiograph::KnownLength{{10, 20}, {210.5, 20}, 25.0})}) {
    ReviewDocument before(film, findings, nullptr, reader());
    const auto autosave = Autosave::start(before, folder.path());
    ASSERT_TRUE(autosave) << autosave.error().text();
    ASSERT_TRUE(before.apply(CalibrateFilm{{source, "Reader^Rita", "2026-01-02T00:00:00Z"}}));
    const auto after = reopen(film, folder.path(), reader());
    ASSERT_TRUE(after) << after.error().text();
    EXPECT_EQ(after->document->state(), before.state());
    EXPECT_TRUE(after->document->state().scale);
  }
}

TEST_F(Session, GoesOnAfterReopening) {
  {
    ReviewDocument first = document();
    auto autosave = Autosave::start(first, folder.path(), Flush::each_edit);
    ASSERT_TRUE(autosave);
    ASSERT_TRUE(first.apply(ShiftLevels{1}));
  }
  RecoveredSession session = recovered();
  auto autosave = Autosave::resume(*session.document, folder.path());
  ASSERT_TRUE(autosave) << autosave.error().text();
  ASSERT_TRUE(session.document->apply(AcceptAll{}));
  EXPECT_EQ(recovered().document->state(), session.document->state());
  EXPECT_EQ(recovered().document->history_size(), 2U);
}

TEST_F(Session, StartsWithTheHistoryADocumentAlreadyHas) {
  ReviewDocument edited = document();
  ASSERT_TRUE(edited.apply(ShiftLevels{1}));
  ASSERT_TRUE(edited.apply(AcceptAll{}));
  ASSERT_TRUE(edited.undo());
  ASSERT_TRUE(Autosave::start(edited, folder.path()));
  EXPECT_EQ(recovered().document->state(), edited.state());
  EXPECT_TRUE(recovered().document->can_redo());
}

TEST_F(Session, FilesAreForTheirOwnerOnly) {
  ReviewDocument edited(ct_series(), measured_findings(), small_labels(), reader());
  auto autosave = Autosave::start(edited, folder.path());
  ASSERT_TRUE(autosave);
  int files = 0;
  for (const auto& entry : fs::directory_iterator((*autosave)->folder())) {
    struct stat status {};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 3);
  EXPECT_EQ((*autosave)->folder().string().find(ct_series().info.uid), std::string::npos);
}

TEST_F(Session, ToleratesATornTailAndSaysSo) {
  ReviewDocument edited = document();
  {
    auto autosave = Autosave::start(edited, folder.path());
    ASSERT_TRUE(autosave);
    ASSERT_TRUE(edited.apply(ShiftLevels{1}));
    ASSERT_TRUE(edited.apply(AcceptAll{}));
  }
  const std::string whole = content(journal());
  for (const std::size_t cut : {1U, 20U, 60U}) {
    std::ofstream(journal(), std::ios::binary | std::ios::trunc) << whole.substr(0, whole.size() - cut);
    RecoveredSession session = recovered();
    EXPECT_TRUE(session.torn_tail);
    EXPECT_EQ(session.records, 1U);
    EXPECT_EQ(session.document->history_size(), 1U);
    auto autosave = Autosave::resume(*session.document, folder.path());
    ASSERT_TRUE(autosave);
    ASSERT_TRUE(session.document->apply(AcceptAll{}));
    EXPECT_EQ(recovered().document->history_size(), 2U);
    EXPECT_FALSE(recovered().torn_tail);
  }
}

TEST_F(Session, NoticesAChangedRecord) {
  ReviewDocument edited = document();
  {
    auto autosave = Autosave::start(edited, folder.path());
    ASSERT_TRUE(autosave);
    ASSERT_TRUE(edited.apply(ShiftLevels{1}));
    ASSERT_TRUE(edited.apply(AcceptAll{}));
  }
  std::string text = content(journal());
  const std::size_t steps = text.find("\"steps\":1");
  ASSERT_NE(steps, std::string::npos);
  text[steps + 8] = '2';
  std::ofstream(journal(), std::ios::binary | std::ios::trunc) << text;
  EXPECT_TRUE(recovered().torn_tail);
  EXPECT_EQ(recovered().records, 0U);
}

TEST_F(Session, RefusesASessionOfAnotherSeriesAndADamagedSnapshot) {
  ReviewDocument edited = document();
  ASSERT_TRUE(Autosave::start(edited, folder.path()));
  const fs::path snapshot = journal().parent_path() / "snapshot.json";
  Series other = ct_series();
  other.info.uid = "9.9";
  EXPECT_EQ(reopen(other, folder.path()).error().code, ErrorCode::not_found);
  fs::create_directories(session_folder(folder.path(), other));
  fs::copy_file(snapshot, session_folder(folder.path(), other) / "snapshot.json");
  EXPECT_EQ(reopen(other, folder.path()).error().code, ErrorCode::invalid_argument);
  std::ofstream(snapshot) << "{";
  EXPECT_EQ(reopen(ct_series(), folder.path()).error().code, ErrorCode::unreadable);
}

TEST_F(Session, KeepsAMeasurementThatNobodyEdited) {
  EXPECT_FALSE(has_session(folder.path(), ct_series()));
  ReviewDocument measured = document();
  ASSERT_TRUE(Autosave::start(measured, folder.path()));
  ASSERT_TRUE(has_session(folder.path(), ct_series()));
  EXPECT_EQ(reopen(ct_series(), folder.path())->document->state().vertebrae, measured.state().vertebrae);
  ASSERT_TRUE(discard_session(folder.path(), ct_series()));
  EXPECT_FALSE(has_session(folder.path(), ct_series()));
}

TEST_F(Session, AJournalThatCannotBeWrittenIsReportedAndTheEditStands) {
  ReviewDocument edited = document();
  edited.set_observer(
      [](const ReviewDocument::Event&) -> Result<void> { return failure(ErrorCode::io, "The disk is full."); });
  ASSERT_TRUE(edited.apply(ShiftLevels{1}));
  ASSERT_TRUE(edited.last_journal_error());
  EXPECT_EQ(edited.state().vertebrae[0].display_name(), "L1");
}

/// The child: drags corners for ever and tells the parent of every position it may count on.
[[noreturn]] void drag_until_killed(const fs::path& sessions, int acknowledge) {
  ReviewDocument edited = document();
  auto autosave = Autosave::start(edited, sessions);
  if (!autosave)
    _exit(1);
  const VertebraKey l3 = key_of(edited, "L3");
  const auto start = std::get<SixPoints>(*vertebra(edited, l3).landmarks).anterior_superior;
  for (int i = 1;; ++i) {
    const PatientPoint to = start - PatientVector{0, 0, 0.001 * i};
    if (!edited.drag({l3, 0, to}) || (i % 10 == 0 && !edited.commit_drag()))
      _exit(2);
    if (::write(acknowledge, &i, sizeof i) != sizeof i)
      _exit(3);
  }
}

/// Kills the child after so many acknowledged moves; answers the last one.
int kill_while_dragging(const fs::path& sessions, int after) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    drag_until_killed(sessions, ends[1]);
  }
  close(ends[1]);
  int last = 0;
  while (last < after && read(ends[0], &last, sizeof last) == sizeof last) {
  }
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  while (read(ends[0], &last, sizeof last) == sizeof last) { // what it still acknowledged before it died
  }
  close(ends[0]);
  return last;
}

TEST_F(Session, AKillWhileDraggingLosesNothingAcknowledged) {
  std::mt19937 random(7);
  for (int round = 0; round < 12; ++round) {
    const int last = kill_while_dragging(folder.path(), std::uniform_int_distribution(1, 150)(random));
    RecoveredSession session = recovered();
    EXPECT_TRUE(session.warnings.empty());
    const VertebraKey l3 = key_of(document(), "L3");
    const auto start = std::get<SixPoints>(*vertebra(document(), l3).landmarks).anterior_superior;
    const auto found = std::get<SixPoints>(*vertebra(*session.document, l3).landmarks).anterior_superior;
    const double moved = (start.z - found.z) / 0.001;
    EXPECT_GE(moved, last - 1e-6) << "after " << last << " acknowledged moves";
    EXPECT_LE(moved, last + 1 + 1e-6); // at most the move that was under way
    EXPECT_EQ(session.document->history_size(), static_cast<std::size_t>(std::ceil(moved / 10 - 1e-6)));
    while (session.document->undo()) {
    }
    EXPECT_EQ(session.document->state(), document().state());
  }
}

TEST_F(Session, SavesFindingsThatMeasureTheSameAgain) {
  ReviewDocument edited(ct_series(), measured_findings(), small_labels(), reader());
  ASSERT_TRUE(edited.apply(ShiftLevels{1}));
  const fs::path file = folder / "findings.json";
  ASSERT_TRUE(save_findings(edited, file));
  EXPECT_FALSE(edited.has_unsaved_changes());
  EXPECT_TRUE(fs::exists(folder / "labels.nii.gz"));
  const auto read = findings::parse_findings(content(file));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(pipeline::recompute(ct_series(), read->vertebrae).value(), edited.state().vertebrae);
}

TEST_F(Session, NeverSavesIntoTheInput) {
  Series series = ct_series();
  series.frames.push_back({folder.sub("input") / "1.dcm", "", "", 0});
  ReviewDocument edited(series, measured_findings(), nullptr, reader());
  for (const fs::path& place : {folder.sub("input") / "findings.json", folder.sub("input/deeper") / "findings.json",
                                folder.sub("other") / ".." / "input" / "findings.json"}) {
    const auto saved = save_findings(edited, place);
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(fs::exists(place));
  }
  EXPECT_TRUE(save_findings(edited, folder.sub("output") / "findings.json"));
}

TEST_F(Session, TakesOverOutlinesThatWereWrittenAhead) {
  const auto labels = small_labels();
  {
    auto staged = StagedLabels::write(labels, folder.path());
    ASSERT_TRUE(staged) << staged.error().text();
    const fs::path file = staged->file_of(*labels).value();
    EXPECT_FALSE(staged->file_of(*small_labels())) << "others, though alike";
    ReviewDocument document(ct_series(), measured_findings(), labels, reader());
    const auto autosave = Autosave::start(document, folder.path(), Flush::background, *staged);
    ASSERT_TRUE(autosave) << autosave.error().text();
    EXPECT_FALSE(fs::exists(file)) << "moved, not copied";
  }
  EXPECT_EQ(recovered().document->state().labels->voxels, labels->voxels);
}

TEST_F(Session, OutlinesThatNobodyTookAreRemoved) {
  const auto labels = small_labels();
  fs::path file;
  {
    const auto staged = StagedLabels::write(labels, folder.path());
    file = staged->file_of(*labels).value();
    EXPECT_TRUE(fs::exists(file));
  }
  EXPECT_FALSE(fs::exists(file));
}

} // namespace
} // namespace spondyl::view_model

#include "phantom_document.h"

#include <gtest/gtest.h>

namespace spondyl::view_model {
namespace {

using namespace test;

TEST(ReviewDocument, AMovedCornerRecomputesAsTheCommandLineDoes) {
  ReviewDocument edited = document();
  const VertebraKey l2 = key_of(edited, "L2");
  const MoveLandmark move = lower_corner(edited, l2, 8.0);
  ASSERT_TRUE(edited.apply(move));

  std::vector<VertebraFinding> by_hand = measured_vertebrae();
  std::get<SixPoints>(*by_hand[2].landmarks).anterior_superior = std::get<PatientPoint>(move.to);
  EXPECT_EQ(edited.findings().vertebrae, pipeline::recompute(ct_series(), by_hand).value());
  EXPECT_GE(vertebra(edited, l2).grade->value, 1.0);
  EXPECT_EQ(vertebra(edited, l2).origin, MeasurementOrigin::edited);
}

TEST(ReviewDocument, EditedAndAutomaticValuesAreToldApart) {
  ReviewDocument edited = document();
  ASSERT_TRUE(edited.apply(lower_corner(edited, key_of(edited, "L2"), 2.0)));
  const VertebraReview& review = edited.state().reviews[2];
  EXPECT_TRUE(review.height_edited(HeightName::anterior));
  EXPECT_FALSE(review.height_edited(HeightName::posterior));
  EXPECT_FALSE(edited.state().reviews[1].touched());
}

TEST(ReviewDocument, AWholeDragIsOneUndoStep) {
  ReviewDocument edited = document();
  const ReviewState before = edited.state();
  const VertebraKey l2 = key_of(edited, "L2");
  for (const double down : {1.0, 2.0, 3.0})
    ASSERT_TRUE(edited.drag({l2, 0, std::get<PatientPoint>(lower_corner(document(), l2, down).to)}));
  EXPECT_TRUE(edited.dragging());
  EXPECT_NE(edited.state(), before);
  EXPECT_EQ(edited.committed_state(), before);
  EXPECT_EQ(edited.history_size(), 0U);
  ASSERT_TRUE(edited.commit_drag());
  EXPECT_EQ(edited.history_size(), 1U);
  const ReviewState after = edited.state();
  EXPECT_TRUE(edited.undo());
  EXPECT_EQ(edited.state(), before);
  EXPECT_TRUE(edited.redo());
  EXPECT_EQ(edited.state(), after);
}

TEST(ReviewDocument, ACancelledDragLeavesNothing) {
  ReviewDocument edited = document();
  const ReviewState before = edited.state();
  ASSERT_TRUE(edited.drag(lower_corner(edited, key_of(edited, "L2"), 5.0)));
  edited.cancel_drag();
  EXPECT_EQ(edited.state(), before);
  EXPECT_FALSE(edited.can_undo());
}

TEST(ReviewDocument, UndoGoesBackOverHundredsOfEditsToTheVeryStart) {
  ReviewDocument edited = document();
  const ReviewState start = edited.state();
  const VertebraKey l3 = key_of(edited, "L3");
  std::vector<ReviewState> states;
  for (int i = 0; i < 200; ++i) {
    states.push_back(edited.state());
    ASSERT_TRUE(edited.apply(lower_corner(edited, l3, i % 2 == 0 ? 0.5 : -0.25)));
  }
  for (int i = 199; i >= 0; --i) {
    ASSERT_TRUE(edited.undo());
    ASSERT_EQ(edited.state(), states[static_cast<std::size_t>(i)]) << i;
  }
  EXPECT_FALSE(edited.undo());
  EXPECT_EQ(edited.state(), start);
}

TEST(ReviewDocument, ANewEditAfterUndoForgetsWhatWasUndone) {
  ReviewDocument edited = document();
  ASSERT_TRUE(edited.apply(ShiftLevels{1}));
  ASSERT_TRUE(edited.undo());
  ASSERT_TRUE(edited.apply(AcceptAll{}));
  EXPECT_FALSE(edited.can_redo());
  EXPECT_EQ(edited.undo_name(), "Accept all");
}

TEST(ReviewDocument, AFailedEditChangesNothing) {
  ReviewDocument edited = document();
  const ReviewState before = edited.state();
  EXPECT_FALSE(edited.apply(MoveLandmark{999, 0, PatientPoint{}}));
  EXPECT_FALSE(edited.apply(MoveLandmark{1, 6, PatientPoint{}}));
  EXPECT_FALSE(edited.apply(MoveLandmark{1, 0, PixelPoint{3, 4}}));
  EXPECT_FALSE(edited.apply(MarkNotAssessable{1, "  "}));
  const auto& points = std::get<SixPoints>(*before.vertebrae[0].landmarks);
  EXPECT_FALSE(edited.apply(MoveLandmark{1, 0, points.anterior_inferior})); // a height of zero
  EXPECT_EQ(edited.state(), before);
  EXPECT_EQ(edited.history_size(), 0U);
}

TEST(ReviewDocument, ShiftingMovesEveryLevelAndSaysWhoDidIt) {
  ReviewDocument edited = document();
  ASSERT_TRUE(edited.apply(ShiftLevels{-1}));
  EXPECT_EQ(edited.state().vertebrae.front().display_name(), "T11");
  EXPECT_EQ(edited.state().vertebrae.back().display_name(), "L3");
  EXPECT_EQ(edited.state().numbering.anchor, NumberingAnchor::reader);
}

TEST(ReviewDocument, CountingNamesTheOthersAndRelabelOnlyOne) {
  ReviewDocument edited = document();
  const VertebraKey l1 = key_of(edited, "L1");
  ASSERT_TRUE(edited.apply(Relabel{l1, VertebraLevel::parse("T13")}));
  EXPECT_EQ(vertebra(edited, l1).display_name(), "T13");
  EXPECT_EQ(edited.state().vertebrae[2].display_name(), "L2");
  ASSERT_TRUE(edited.apply(CountLevelsFrom{l1, VertebraLevel::parse("L2")}));
  EXPECT_EQ(edited.state().vertebrae[0].display_name(), "L1");
  EXPECT_EQ(edited.state().vertebrae[2].display_name(), "L3");
}

TEST(ReviewDocument, ADeclaredBodyLosesItsValuesAndGetsThemBack) {
  ReviewDocument edited = document();
  const VertebraKey l1 = key_of(edited, "L1");
  const double height = vertebra(edited, l1).heights.anterior->value;
  ASSERT_TRUE(edited.apply(MarkNotAssessable{l1, "Cement."}));
  EXPECT_FALSE(vertebra(edited, l1).heights.anterior);
  EXPECT_FALSE(vertebra(edited, l1).grade);
  EXPECT_EQ(vertebra(edited, l1).reason, "Cement.");
  ASSERT_TRUE(edited.apply(MarkAssessable{l1}));
  EXPECT_DOUBLE_EQ(vertebra(edited, l1).heights.anterior->value, height);
}

TEST(ReviewDocument, AnAddedBodyIsSortedInWhereItLies) {
  for (const std::size_t place : {0U, 2U, 4U}) {
    ReviewDocument edited = document();
    const VertebraFinding original = edited.state().vertebrae[place];
    ASSERT_TRUE(edited.apply(DeleteVertebra{edited.state().reviews[place].key}));
    ASSERT_EQ(edited.state().vertebrae.size(), 4U);
    const auto outcome = edited.apply(AddVertebra{hand_drawn_vertebra(*original.landmarks, std::nullopt), true});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(edited.state().index_of(outcome->added), place);
    const VertebraFinding& added = edited.state().vertebrae[place];
    EXPECT_EQ(added.level_guess, original.level);
    EXPECT_FALSE(added.level);
    EXPECT_DOUBLE_EQ(added.heights.posterior->value, original.heights.posterior->value);
    for (std::size_t i = 0; i < 5; ++i)
      EXPECT_EQ(edited.state().vertebrae[i].ordinal, static_cast<int>(i) + 1);
  }
}

ReviewDocument film_of_one_body() {
  Series film;
  film.kind = SeriesKind::radiograph;
  film.info.modality = "DX";
  film.info.uid = "1.2.3.5";
  film.pixel_scale.provenance = SpacingProvenance::detector;
  film.pixel_scale.row_spacing = film.pixel_scale.column_spacing = 0.15;
  Findings findings;
  findings.modality = "DX";
  findings.series_instance_uid = "1.2.3.5";
  ReviewDocument document(film, findings, nullptr, reader());
  const SixPixels points{{100, 100}, {100, 260}, {200, 100}, {200, 260}, {300, 100}, {300, 260}};
  EXPECT_TRUE(document.apply(AddVertebra{hand_drawn_vertebra(points, VertebraLevel::parse("L1")), true}));
  return document;
}
const radiograph::FilmCalibration kTyped{radiograph::TypedMagnification{1.2}, "Reader^Rita", "2026-01-02T00:00:00Z"};

TEST(ReviewDocument, ACalibrationGivesEveryHeightItsMillimetresAndSaysWhose) {
  ReviewDocument film = film_of_one_body();
  const auto height = [&] { return *film.state().vertebrae[0].heights.anterior; };
  EXPECT_NEAR(*height().value_mm, 160 * 0.15, 1e-9);
  ASSERT_TRUE(film.apply(CalibrateFilm{kTyped}));
  EXPECT_NEAR(*height().value_mm, 160 * 0.15 / 1.2, 1e-9);
  EXPECT_EQ(height().spacing, SpacingProvenance::estimated);
  EXPECT_EQ(height().value, 160.0) << "pixels stay";
  ASSERT_TRUE(film.findings().calibration);
  EXPECT_EQ(film.findings().calibration->by, "Reader^Rita");
  EXPECT_EQ(film.findings().warnings.size(), 1U) << "how the millimetres came about";
  EXPECT_EQ(film.audit().back().subject, "scale of the film");

  const VertebraKey key = film.state().reviews[0].key;
  ASSERT_TRUE(film.apply(MoveLandmark{key, 0, PixelPoint{100, 90}}));
  EXPECT_NEAR(*height().value_mm, 170 * 0.15 / 1.2, 1e-9) << "what is moved afterwards is in the same scale";
  EXPECT_EQ(height().spacing, SpacingProvenance::estimated);

  // Findings that were saved so are opened with their scale.
  ReviewDocument opened(film.series(), film.findings(), nullptr, reader());
  ASSERT_TRUE(opened.apply(MoveLandmark{opened.state().reviews[0].key, 0, PixelPoint{100, 100}}));
  EXPECT_NEAR(*opened.state().vertebrae[0].heights.anterior->value_mm, 160 * 0.15 / 1.2, 1e-6);
  EXPECT_EQ(opened.state().vertebrae[0].heights.anterior->spacing, SpacingProvenance::estimated);

  film.undo();
  film.undo();
  EXPECT_NEAR(*height().value_mm, 160 * 0.15, 1e-9);
  EXPECT_EQ(height().spacing, SpacingProvenance::detector);
  EXPECT_FALSE(film.findings().calibration);
}

TEST(ReviewDocument, ACalibrationThatCannotBeIsRefused) {
  ReviewDocument film = film_of_one_body();
  auto nameless = kTyped;
  nameless.who.clear();
  EXPECT_FALSE(film.apply(CalibrateFilm{nameless}));
  EXPECT_FALSE(document().apply(CalibrateFilm{kTyped})) << "a CT has its millimetres";
  EXPECT_FALSE(film.state().scale);
}

TEST(ReviewDocument, SixPointsOnAFilmGivePixelsAndRatios) {
  Series film;
  film.kind = SeriesKind::radiograph;
  film.info.modality = "DX";
  Findings findings = measured_findings();
  findings.vertebrae.clear();
  ReviewDocument edited(film, findings, nullptr, reader());
  const SixPixels box{{100, 200}, {100, 280}, {140, 202}, {140, 280}, {180, 200}, {180, 300}};
  ASSERT_TRUE(edited.apply(AddVertebra{hand_drawn_vertebra(box, VertebraLevel::parse("L1")), true}));
  const VertebraFinding& added = edited.state().vertebrae.front();
  EXPECT_DOUBLE_EQ(added.heights.anterior->value, 80.0);
  EXPECT_EQ(added.heights.anterior->unit, LengthUnit::pixel);
  EXPECT_FALSE(added.heights.anterior->value_mm);
  EXPECT_DOUBLE_EQ(*added.ratios.anterior_to_posterior, 0.8);
}

TEST(ReviewDocument, EveryEditIsLoggedFromOldToNew) {
  ReviewDocument edited = document();
  ASSERT_TRUE(edited.apply(lower_corner(edited, key_of(edited, "L2"), 3.0)));
  const auto& audit = edited.audit();
  const auto moved =
      std::find_if(audit.begin(), audit.end(), [](const AuditEntry& e) { return e.subject == "L2 anterior_superior"; });
  ASSERT_NE(moved, audit.end());
  EXPECT_EQ(moved->action, "Move landmark");
  EXPECT_EQ(moved->user, "reader");
  EXPECT_EQ(moved->time, "2026-01-02T03:04:05Z");
  EXPECT_FALSE(moved->version.empty());
  EXPECT_NE(moved->before, moved->after);
  const std::string after = moved->after;
  ASSERT_TRUE(edited.undo());
  const auto& undone = edited.audit();
  const auto back = std::find_if(undone.rbegin(), undone.rend(),
                                 [](const AuditEntry& e) { return e.subject == "L2 anterior_superior"; });
  EXPECT_EQ(back->action, "Undo Move landmark");
  EXPECT_EQ(back->before, after);
}

TEST(ReviewDocument, KnowsWhetherItWasSaved) {
  ReviewDocument edited = document();
  EXPECT_FALSE(edited.has_unsaved_changes());
  ASSERT_TRUE(edited.apply(AcceptAll{}));
  EXPECT_TRUE(edited.has_unsaved_changes());
  edited.mark_saved();
  EXPECT_TRUE(edited.undo());
  EXPECT_TRUE(edited.has_unsaved_changes());
  EXPECT_TRUE(edited.redo());
  EXPECT_FALSE(edited.has_unsaved_changes());
  EXPECT_TRUE(edited.undo());
  ASSERT_TRUE(edited.apply(ShiftLevels{1})); // the saved state is out of reach now
  EXPECT_TRUE(edited.has_unsaved_changes());
}

TEST(ReviewDocument, AnEditDropsTheSignatureAndUndoBringsItBack) {
  Findings signed_findings = measured_findings();
  signed_findings.sign_off = SignOff{};
  signed_findings.angles.resize(1);
  ReviewDocument edited(ct_series(), signed_findings, nullptr, reader());
  EXPECT_EQ(edited.findings(), signed_findings);
  ASSERT_TRUE(edited.apply(lower_corner(edited, key_of(edited, "L2"), 1.0)));
  EXPECT_FALSE(edited.findings().sign_off);
  EXPECT_TRUE(edited.findings().angles.empty());
  ASSERT_TRUE(edited.undo());
  EXPECT_EQ(edited.findings(), signed_findings);
}

TEST(ReviewDocument, ToolsAreKeptByIdentity) {
  ReviewDocument edited = document();
  ToolMeasurement tool{{}, ToolKind::length, {PatientPoint{0, 0, 0}, PatientPoint{0, 0, 10}}};
  const auto first = edited.apply(SetTool{tool});
  ASSERT_TRUE(first);
  tool.id = first->tool_id;
  tool.text = "canal";
  ASSERT_TRUE(edited.apply(SetTool{tool}));
  ASSERT_EQ(edited.state().tools.size(), 1U);
  EXPECT_EQ(edited.state().tools[0].text, "canal");
  EXPECT_FALSE(edited.apply(SetTool{{{}, ToolKind::angle, {PatientPoint{}}}}));
  ASSERT_TRUE(edited.apply(RemoveTool{tool.id}));
  EXPECT_TRUE(edited.state().tools.empty());
  EXPECT_TRUE(edited.undo());
  EXPECT_EQ(edited.state().tools.size(), 1U);
}

class Rerun : public testing::Test {
protected:
  Rerun() {
    fresh.vertebrae = measured_vertebrae();
    for (VertebraFinding& vertebra : fresh.vertebrae)
      for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
        (std::get<SixPoints>(*vertebra.landmarks).*member).y += 0.5; // seen a little differently this time
    fresh.numbering = measured_findings().numbering;
  }
  ReviewDocument edited = document();
  ReplaceByRerun fresh;
};

TEST_F(Rerun, ReplacesEverythingAutomaticAndKeepsIdentities) {
  const auto keys = edited.state().reviews;
  EXPECT_TRUE(edited.conflicts(fresh).empty());
  ASSERT_TRUE(edited.apply(fresh));
  EXPECT_EQ(edited.state().vertebrae[1].landmarks, fresh.vertebrae[1].landmarks);
  for (std::size_t i = 0; i < keys.size(); ++i)
    EXPECT_EQ(edited.state().reviews[i].key, keys[i].key);
}

TEST_F(Rerun, KeepsWhatTheReaderEditedAndAsks) {
  const VertebraKey l2 = key_of(edited, "L2");
  ASSERT_TRUE(edited.apply(lower_corner(edited, l2, 4.0)));
  const VertebraFinding readers = vertebra(edited, l2);
  const auto conflicts = edited.conflicts(fresh);
  ASSERT_EQ(conflicts.size(), 1U);
  EXPECT_EQ(conflicts[0].name, "L2");
  EXPECT_NE(conflicts[0].reader_value, conflicts[0].new_value);
  ASSERT_TRUE(edited.apply(fresh));
  EXPECT_EQ(vertebra(edited, l2).landmarks, readers.landmarks);
  EXPECT_EQ(edited.state().vertebrae[1].landmarks, fresh.vertebrae[1].landmarks);
  EXPECT_EQ(edited.state().vertebrae.size(), 5U);
}

TEST_F(Rerun, TakesTheNewValueWhereTheReaderGaveItsOwnUp) {
  const VertebraKey l2 = key_of(edited, "L2");
  ASSERT_TRUE(edited.apply(lower_corner(edited, l2, 4.0)));
  fresh.give_up = {l2};
  EXPECT_TRUE(edited.conflicts(fresh).empty());
  ASSERT_TRUE(edited.apply(fresh));
  EXPECT_EQ(vertebra(edited, l2).landmarks, fresh.vertebrae[2].landmarks);
  EXPECT_FALSE(edited.state().reviews[2].touched());
}

TEST_F(Rerun, DoesNotBringADeletedBodyBackUnasked) {
  const VertebraKey l4 = key_of(edited, "L4");
  ASSERT_TRUE(edited.apply(DeleteVertebra{l4}));
  ASSERT_EQ(edited.conflicts(fresh).size(), 1U);
  EXPECT_EQ(edited.conflicts(fresh)[0].reader_value, "deleted");
  ASSERT_TRUE(edited.apply(fresh));
  EXPECT_EQ(edited.state().vertebrae.size(), 4U);
  fresh.give_up = {l4};
  ASSERT_TRUE(edited.apply(fresh));
  EXPECT_EQ(edited.state().vertebrae.size(), 5U);
}

TEST_F(Rerun, KeepsTheReadersNumbering) {
  ASSERT_TRUE(edited.apply(ShiftLevels{1}));
  ASSERT_TRUE(edited.apply(DeleteVertebra{edited.state().reviews[4].key}));
  fresh.give_up = {edited.state().deleted[0].key};
  ASSERT_TRUE(edited.apply(fresh));
  EXPECT_EQ(edited.state().vertebrae[0].display_name(), "L1");
  EXPECT_EQ(edited.state().vertebrae[4].display_name(), "L5");
  EXPECT_EQ(edited.state().numbering.anchor, NumberingAnchor::reader);
}

} // namespace
} // namespace spondyl::view_model

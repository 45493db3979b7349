#include "phantom_document.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <spondyl/test_support/temporary_folder.h>
#include <spondyl/view_model/findings_table.h>
#include <spondyl/view_model/key_map.h>
#include <spondyl/view_model/study_browser.h>
#include <sys/stat.h>

namespace spondyl::view_model {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;

Series series_of(const std::string& uid, const std::string& study, const std::string& date, std::size_t images) {
  Series series = ct_series();
  series.info.uid = uid;
  series.study = {study, date, "", "", ""};
  series.patient.id = "p1";
  series.frames.resize(images);
  return series;
}

ScanResult three_studies() {
  ScanResult scan;
  scan.series = {series_of("old.1", "old", "20240101", 50), series_of("old.2", "old", "20240101", 80),
                 series_of("new.1", "new", "20250601", 10), series_of("new.2", "new", "20250601", 120)};
  Series refused = series_of("new.3", "new", "20250601", 900);
  refused.verdict = Verdict::refused;
  refused.reasons = {{"slice spacing varies 2.9-6.1 mm; cannot build a volume", {}}};
  Series stranger = series_of("other.1", "other", "20230101", 30);
  stranger.patient.id = "p2";
  scan.series.push_back(refused);
  scan.series.push_back(stranger);
  return scan;
}

TEST(StudyBrowser, ShowsStudiesNewestFirstWithVerdicts) {
  const StudyBrowser browser(three_studies());
  ASSERT_EQ(browser.studies().size(), 3U);
  EXPECT_EQ(browser.studies()[0].uid, "new");
  const SeriesItem* refused = browser.find("new.3/1");
  ASSERT_NE(refused, nullptr);
  EXPECT_FALSE(refused->viewable);
  EXPECT_THAT(refused->why_not, HasSubstr("varies"));
  EXPECT_THAT(refused->badges, ElementsAre(Badge::uneven_spacing));
  EXPECT_EQ(browser.summary(), "6 series, 5 measurable, 0 files skipped");
}

TEST(StudyBrowser, OpensAMeasurableSeriesAndNeverARefusedOne) {
  const StudyBrowser browser(three_studies());
  EXPECT_EQ(browser.initial_series()->key, "new.2/1");
  EXPECT_EQ(StudyBrowser().initial_series(), nullptr);
}

TEST(StudyBrowser, OpensTheNewestStudyHoweverManyImagesAnOlderOneHas) {
  ScanResult scan;
  scan.series = {series_of("old.1", "old", "20240101", 300), series_of("new.1", "new", "20250601", 10)};
  EXPECT_EQ(StudyBrowser(scan).initial_series()->key, "new.1/1");
}

TEST(StudyBrowser, PagesThroughViewableSeriesOnly) {
  const StudyBrowser browser(three_studies());
  EXPECT_EQ(browser.neighbour("new.1/1", 1)->key, "new.2/1");
  EXPECT_EQ(browser.neighbour("new.2/1", 1)->key, "old.1/1");
  EXPECT_EQ(browser.neighbour("new.1/1", -1), nullptr);
}

TEST(StudyBrowser, FindsASeriesByItsUidWhereItCanBeSeen) {
  const StudyBrowser browser(three_studies());
  EXPECT_EQ(browser.find_by_uid("new.2")->key, "new.2/1");
  EXPECT_EQ(browser.find_by_uid("nobody"), nullptr);
}

TEST(StudyBrowser, BadgesSayWhatIsWrong) {
  Series film = ct_series();
  film.kind = SeriesKind::radiograph;
  film.geometry.reset();
  film.info.lossy_compressed = true;
  film.info.lossy_ratio = "12";
  ScanResult scan;
  scan.series = {film};
  const StudyBrowser browser(scan);
  const SeriesItem& item = browser.studies()[0].series[0];
  EXPECT_THAT(item.badges, ElementsAre(Badge::lossy, Badge::uncalibrated));
  EXPECT_THAT(badge_explanation(Badge::lossy, item.series), HasSubstr("12"));
  EXPECT_EQ(initial_layout(film), LayoutName::radiograph);
  EXPECT_EQ(initial_layout(ct_series()), LayoutName::ct);
}

TEST(Layouts, FillARectangleWithoutOverlap) {
  for (const Layout& layout : layouts()) {
    std::set<std::pair<int, int>> taken;
    int rows = 0, columns = 0, cells = 0;
    for (const LayoutCell& cell : layout.cells)
      for (int row = cell.row; row < cell.row + cell.row_span; ++row)
        for (int column = cell.column; column < cell.column + cell.column_span; ++column) {
          EXPECT_TRUE(taken.insert({row, column}).second) << layout.title;
          rows = std::max(rows, row + 1);
          columns = std::max(columns, column + 1);
          ++cells;
        }
    EXPECT_EQ(cells, rows * columns) << layout.title;
  }
}

TEST(RecentStudies, KeepsTheLastPlacesInAPrivateFile) {
  const test_support::TemporaryFolder folder;
  const auto file = folder / "data" / "recent.json";
  RecentStudies recent(file);
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(recent.add("/studies/" + std::to_string(i)));
  ASSERT_TRUE(recent.add("/studies/15"));
  const RecentStudies again(file);
  ASSERT_EQ(again.paths().size(), RecentStudies::kMost);
  EXPECT_EQ(again.paths()[0], "/studies/15");
  EXPECT_EQ(again.paths()[1], "/studies/19");
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  std::ofstream(file) << "[{";
  EXPECT_TRUE(RecentStudies(file).paths().empty());
}

TEST(FindingsTable, ShowsHeightsWithUncertaintyAndGradeWithProbability) {
  const ReviewDocument reviewed = document();
  const auto rows = findings_table(reviewed.state());
  ASSERT_EQ(rows.size(), 5U);
  const TableRow& l1 = rows[1];
  EXPECT_EQ(l1.cell(Column::level).text, "L1");
  EXPECT_THAT(l1.cell(Column::anterior).text, HasSubstr("\u00b1"));
  EXPECT_THAT(l1.cell(Column::anterior).text, HasSubstr("mm"));
  EXPECT_THAT(l1.cell(Column::grade).text, HasSubstr("wedge"));
  EXPECT_THAT(l1.cell(Column::grade).text, HasSubstr("%"));
  EXPECT_THAT(l1.cell(Column::loss).tooltip, HasSubstr("Ha/Hp"));
  EXPECT_EQ(l1.cell(Column::origin).text, "automatic");
}

TEST(FindingsTable, MarksEditedCellsAndReasons) {
  ReviewDocument edited = document();
  ASSERT_TRUE(edited.apply(lower_corner(edited, key_of(edited, "L2"), 1.0)));
  ASSERT_TRUE(edited.apply(MarkNotAssessable{key_of(edited, "L4"), "Cement."}));
  const auto rows = findings_table(edited.state());
  EXPECT_TRUE(rows[2].cell(Column::anterior).edited);
  EXPECT_FALSE(rows[2].cell(Column::posterior).edited);
  EXPECT_EQ(rows[2].cell(Column::origin).text, "edited");
  EXPECT_TRUE(rows[4].not_assessable);
  EXPECT_THAT(rows[4].cell(Column::status).text, HasSubstr("Cement."));
  EXPECT_EQ(rows[4].cell(Column::anterior).text, "");
}

TEST(FindingsTable, AnUncertainLevelIsAGuess) {
  ReviewDocument edited = document();
  ReviewState state = edited.state();
  state.vertebrae[0].level.reset();
  EXPECT_EQ(findings_table(state)[0].cell(Column::level).text, "#1 (T12?)");
  EXPECT_THAT(numbering_text(state.numbering), HasSubstr("sacrum"));
}

TEST(FindingsTable, ArrowsStopAtTheEnds) {
  const ReviewDocument reviewed = document();
  const ReviewState& state = reviewed.state();
  EXPECT_EQ(neighbour_of(state, state.reviews[0].key, -1), state.reviews[0].key);
  EXPECT_EQ(neighbour_of(state, state.reviews[0].key, 1), state.reviews[1].key);
  EXPECT_FALSE(place_of(state, 999));
}

TEST(KeyMap, DefaultsFollowTheEcosystemWithoutConflict) {
  const KeyMap keys;
  EXPECT_TRUE(keys.conflicts().empty());
  EXPECT_EQ(keys.action_of("Ctrl+Z"), Action::undo);
  EXPECT_EQ(keys.action_of("1"), Action::preset_1);
  EXPECT_EQ(keys.action_of("Space"), Action::reset_view);
  EXPECT_EQ(keys.action_of("Left drag"), Action::drag_window);
  EXPECT_EQ(keys.action_of("Shift+Move"), Action::move_crosshair);
  std::set<std::string_view> names;
  for (const Action action : all_actions())
    EXPECT_TRUE(names.insert(action_name(action)).second);
  EXPECT_EQ(all_actions().back(), Action::drag_freely);
  for (std::size_t i = 0; i < all_actions().size(); ++i)
    EXPECT_EQ(static_cast<std::size_t>(all_actions()[i]), i);
}

TEST(KeyMap, RefusesAKeyThatIsTakenAndNamesItsAction) {
  KeyMap keys;
  const auto refused = keys.bind(Action::invert, {"C"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("Cine"));
  EXPECT_FALSE(keys.bind(Action::invert, {"Ctrl+"}));
  ASSERT_TRUE(keys.bind(Action::cine, {"F5"}));
  ASSERT_TRUE(keys.bind(Action::invert, {"C"}));
  EXPECT_EQ(keys.action_of("C"), Action::invert);
}

TEST(KeyMap, SurvivesTheFileAndReportsConflictsInIt) {
  const test_support::TemporaryFolder folder;
  const auto file = folder / "config" / "keys.json";
  EXPECT_EQ(KeyMap::load(file).value(), KeyMap());
  KeyMap keys;
  ASSERT_TRUE(keys.bind(Action::measure, {"F9"}));
  ASSERT_TRUE(keys.save(file));
  EXPECT_EQ(KeyMap::load(file).value(), keys);
  std::ofstream(file) << R"({"measure": ["I"]})";
  EXPECT_THAT(KeyMap::load(file).value().conflicts(), ElementsAre(HasSubstr("I does both")));
  std::ofstream(file) << R"({"dance": ["I"]})";
  EXPECT_FALSE(KeyMap::load(file));
}

TEST(KeyMap, TheSheetShowsEveryAction) {
  const KeyMap keys;
  const std::string sheet = keys.sheet();
  for (const Action action : all_actions()) {
    EXPECT_THAT(sheet, HasSubstr(std::string(action_title(action))));
    EXPECT_THAT(sheet, HasSubstr(keys.bindings(action).front()));
  }
}

} // namespace
} // namespace spondyl::view_model

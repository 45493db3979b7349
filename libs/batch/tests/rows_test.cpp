#include "rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::batch {
namespace {

using pipeline::Outcome;
using testing::HasSubstr;
using testing::Not;

std::size_t columns_of(const std::string& line) {
  std::size_t columns = 1;
  bool quoted = false;
  for (const char c : line) {
    quoted = c == '"' ? !quoted : quoted;
    columns += c == ',' && !quoted ? 1 : 0;
  }
  return columns;
}

pipeline::SeriesOutcome outcome() {
  pipeline::SeriesOutcome made;
  made.series.study.uid = "1.2.3";
  made.series.study.date = "20200131";
  made.series.info.uid = "1.2.3.4";
  made.series.info.modality = "MR";
  made.outcome = Outcome::not_measured;
  made.reason = "Too few, \"far\" too few slices.";
  return made;
}

TEST(TableRows, HaveTheHeadersColumns) {
  const std::size_t columns = columns_of(table_header());
  EXPECT_EQ(columns_of(table_rows(outcome(), false)), columns);
  EXPECT_EQ(columns_of(table_row({"1.2.3", {}, {}, {}, 0, {}, "failed", "Vanished."})), columns);
  auto measured = outcome();
  measured.outcome = Outcome::measured;
  measured.findings.emplace();
  measured.findings->vertebrae.resize(2);
  const std::string rows = table_rows(measured, false);
  EXPECT_EQ(std::ranges::count(rows, '\n'), 2);
  EXPECT_EQ(columns_of(rows.substr(0, rows.find('\n'))), columns);
}

TEST(TableRows, SayWhyASeriesWasNotMeasured) {
  EXPECT_THAT(table_rows(outcome(), false), HasSubstr("1.2.3,1,,1.2.3.4,20200131,MR,"));
  EXPECT_THAT(table_rows(outcome(), false), HasSubstr("not_measured,\"Too few, \"\"far\"\" too few slices.\""));
}

TEST(TableRows, HideWhoItIsWhenAnonymous) {
  const std::string row = table_rows(outcome(), true);
  EXPECT_THAT(row, Not(HasSubstr("1.2.3")));
  EXPECT_THAT(row, Not(HasSubstr("20200131")));
  EXPECT_THAT(row, HasSubstr("2.25."));
}

TEST(TableRows, NameNoFileAndNoFolder) {
  Series series;
  series.frames.push_back({"/archive/DOE^JANE/1.dcm", "", "", 0});
  EXPECT_EQ(without_paths("Cannot read /archive/DOE^JANE/1.dcm. Cannot write /out/x/report.pdf.", series, "/out/x"),
            "Cannot read [file]. Cannot write report.pdf.");
}

} // namespace
} // namespace spondyl::batch

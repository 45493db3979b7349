#include "example_report.h"

#include <gmock/gmock.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/report/csv.h>
#include <sstream>

namespace spondyl::plugins {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

std::vector<std::string> cells_of(const std::string& line, char separator) {
  std::istringstream stream(line);
  std::vector<std::string> cells;
  for (std::string cell; std::getline(stream, cell, separator);)
    cells.push_back(cell);
  return cells;
}

/// The cell of a row by its column's name.
std::string cell(const std::vector<std::string>& lines, std::size_t row, const std::string& column) {
  const auto names = cells_of(lines.at(0), '\t');
  const auto found = std::find(names.begin(), names.end(), column);
  EXPECT_NE(found, names.end()) << column;
  return cells_of(lines.at(row), '\t').at(static_cast<std::size_t>(found - names.begin()));
}

TEST(TableReport, HasOneRowPerVertebraAndTheSameColumnsInEach) {
  const auto lines = lines_of(Reports().write("tsv"));
  ASSERT_EQ(lines.size(), 4U);
  for (const std::string& line : lines)
    EXPECT_EQ(std::count(line.begin(), line.end(), '\t'), static_cast<long>(report::csv_columns().size()) - 1);
  EXPECT_EQ(cell(lines, 1, "level"), "L1");
  EXPECT_EQ(cell(lines, 1, "anterior_height"), "17.5");
  EXPECT_EQ(cell(lines, 1, "anterior_loss_adjusted"), "0.24");
  EXPECT_EQ(cell(lines, 1, "grade_type"), "wedge");
  EXPECT_EQ(cell(lines, 1, "probability_grade_1"), "0.46");
  EXPECT_EQ(cell(lines, 3, "level"), "");
  EXPECT_EQ(cell(lines, 3, "reason"), "The body is cut by the edge of the volume.");
}

TEST(TableReport, QuotesTextAndMakesFormulasHarmless) {
  const std::string csv = Reports().write("csv");
  EXPECT_THAT(csv, HasSubstr("\"'=Slices are 3.0 mm apart, \"\"uneven\"\".\""));
}

TEST(TableReport, NamesNoPatient) {
  const std::string csv = Reports().write("csv");
  for (const char* trace : {"Yamada", "id-7", "19500102", "A-17"})
    EXPECT_THAT(csv, Not(HasSubstr(trace)));
}

TEST(JsonReport, ReadsBackAsTheSameFindings) {
  const auto read = findings::parse_findings(Reports().write("json"));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(*read, example_findings());
}

} // namespace
} // namespace spondyl::plugins

// The follow-up store as the command line shows it.

#include "program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// The demo study's findings of another day, another series, and another birth date where one is given.
fs::path another_exam(const std::string& date, const std::string& birth_date = {}) {
  auto findings = read_json(measured_findings());
  findings["study"]["date"] = date;
  findings["study"]["uid"] = "1.2.3." + date;
  findings["series_instance_uid"] = "1.2.3.4." + date;
  if (!birth_date.empty())
    findings["patient"]["birth_date"] = birth_date;
  const fs::path file = fresh_folder("exam") / "findings.json";
  std::ofstream(file) << findings.dump();
  return file;
}

class StoreDemo : public testing::Test {
protected:
  ProgramResult run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--store", file.string()});
    return run_spondyl(words);
  }
  void add(const fs::path& findings) const {
    const auto program = run({"store", "add", findings.string()});
    ASSERT_EQ(program.exit_code, 0) << program.errors;
  }
  std::string patient_id() const { return read_json(measured_findings()).at("patient").at("id"); }

  fs::path file = fresh_folder("store") / "follow-up.sqlite";
};

TEST_F(StoreDemo, ListsShowsExportsAndForgets) {
  add(another_exam("20240101"));
  add(another_exam("20250101"));
  const auto list = nlohmann::json::parse(run({"store", "list", "--json"}).output);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list.at(0).at("study_date"), "20240101");
  EXPECT_THAT(run({"store", "show", "2"}).output, HasSubstr("prior: the same person"));
  const fs::path exported = fresh_folder("exported") / "findings.json";
  ASSERT_EQ(run({"store", "export", "1", "-o", exported.string()}).exit_code, 0);
  EXPECT_EQ(read_json(exported), read_json(another_exam("20240101")));
  EXPECT_EQ(run({"store", "forget", "1"}).exit_code, 0);
  EXPECT_EQ(nlohmann::json::parse(run({"store", "list", "--json"}).output).size(), 1U);
  EXPECT_EQ(run({"store", "show", "1"}).exit_code, 2);
}

TEST_F(StoreDemo, ComparesTwoOfItsExams) {
  add(another_exam("20240101"));
  add(another_exam("20250101"));
  const auto program = run({"compare", "1", "1.2.3.4.20250101"});
  EXPECT_EQ(program.exit_code, 0) << program.errors;
  EXPECT_THAT(program.output, HasSubstr("L1 stable "));
}

TEST_F(StoreDemo, ReportsAnExamWithItsLatestPrior) {
  for (const char* date : {"20230101", "20240101", "20250101"})
    add(another_exam(date));
  const fs::path out = fresh_folder("report");
  const auto program =
      run({"report", "3", "--prior", "latest", "--format", "html,csv,json", "-o", out.string(), "--no-images"});
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  const auto comparison = read_json(out / "report.comparison.json");
  EXPECT_EQ(comparison.at("prior_date"), "20240101");
  EXPECT_TRUE(fs::exists(out / "report.changes.csv"));
  const auto none = run({"report", "1", "--prior", "latest", "--format", "csv", "-o", out.string()});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.errors, HasSubstr("no earlier exam"));
}

TEST_F(StoreDemo, DrawsATimelineOfThePatient) {
  add(another_exam("20240101"));
  add(another_exam("20250101"));
  const fs::path plot = fresh_folder("plot") / "timeline.svg";
  const auto program = run({"timeline", patient_id(), "--plot", plot.string()});
  EXPECT_EQ(program.exit_code, 0) << program.errors;
  EXPECT_THAT(program.output, HasSubstr("2025-01-01"));
  EXPECT_TRUE(fs::exists(plot));
  const auto again = run({"timeline", patient_id(), "--plot", plot.string()});
  EXPECT_EQ(again.exit_code, 2) << "a file that is there is not overwritten";
  EXPECT_THAT(again.errors, HasSubstr("is there already"));
  const auto json = nlohmann::json::parse(run({"timeline", patient_id(), "--json"}).output);
  EXPECT_EQ(json.at("studies").size(), 2U);
}

TEST_F(StoreDemo, KeepsTwoPersonsOfOneIdApartUntilAReaderConfirms) {
  add(another_exam("20240101"));
  add(another_exam("20250101", "19010101"));
  EXPECT_THAT(run({"store", "show", "2"}).output, HasSubstr("contradicts: birth date"));
  EXPECT_THAT(run({"timeline", patient_id()}).errors, HasSubstr("2 persons"));
  EXPECT_THAT(run({"compare", "1", "2"}).output, HasSubstr("L1 not_comparable"));
  ASSERT_EQ(run({"store", "confirm", "1", "2", "--reader", "Reader^Rita"}).exit_code, 0);
  EXPECT_THAT(run({"timeline", patient_id()}).errors, Not(HasSubstr("persons")));
  EXPECT_THAT(run({"compare", "1", "2"}).output, HasSubstr("L1 stable"));
}

TEST_F(StoreDemo, AMarkedVertebraIsNotCompared) {
  add(another_exam("20240101"));
  add(another_exam("20250101"));
  ASSERT_EQ(run({"store", "mark", "1", "L1", "kyphoplasty", "--date", "20240601"}).exit_code, 0);
  EXPECT_THAT(run({"compare", "1", "2"}).output, HasSubstr("L1 not_comparable kyphoplasty"));
  EXPECT_EQ(run({"store", "mark", "1", "X9", "kyphoplasty"}).exit_code, 2);
  EXPECT_EQ(run({"store", "mark", "1", "L2", "kyphoplasty", "--remove"}).exit_code, 2) << "never marked";
  ASSERT_EQ(run({"store", "mark", "2", "L1", "kyphoplasty", "--remove"}).exit_code, 0);
  EXPECT_THAT(run({"compare", "1", "2"}).output, HasSubstr("L1 stable"));
}

} // namespace
} // namespace spondyl::end_to_end

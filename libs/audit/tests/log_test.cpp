#include <spondyl/audit/log.h>

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <spondyl/test_support/temporary_folder.h>
#include <sys/stat.h>
#include <thread>

namespace spondyl::audit {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

void write_lines(const fs::path& file, const std::vector<std::string>& lines) {
  std::ofstream stream(file, std::ios::trunc);
  for (const std::string& line : lines)
    stream << line << '\n';
}

class AuditLog : public testing::Test {
protected:
  AuditLog() {
    for (const Action action : {Action::measure, Action::edit, Action::sign, Action::export_report})
      EXPECT_TRUE(append(file, {action, subject_of("1.2.3"), "csv"}));
  }
  /// What verification says after the lines were tampered with.
  std::string problem_after(const std::function<void(std::vector<std::string>&)>& tamper) {
    auto lines = lines_of(file);
    tamper(lines);
    write_lines(file, lines);
    const auto verified = verify(file);
    return verified ? "" : verified.error().message;
  }
  test_support::TemporaryFolder folder;
  fs::path file = folder / "state" / "audit.jsonl";
};

TEST_F(AuditLog, HoldsWhatWasDoneAndVerifies) {
  EXPECT_EQ(verify(file).value_or(0), 4U);
  const auto line = nlohmann::json::parse(lines_of(file).at(2));
  EXPECT_EQ(line.at("action"), "sign");
  EXPECT_EQ(line.at("number"), 3);
  EXPECT_EQ(line.at("subject"), subject_of("1.2.3"));
}

TEST_F(AuditLog, IsReadableByItsOwnerOnly) {
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(AuditLog, NeverHoldsAUid) {
  EXPECT_EQ(subject_of("1.2.3").find("1.2.3"), std::string::npos);
  EXPECT_NE(subject_of("1.2.3"), subject_of("1.2.4"));
}

TEST_F(AuditLog, ShowsAChangedLine) {
  const std::string problem =
      problem_after([](auto& lines) { lines[1].replace(lines[1].find("\"edit\""), 6, "\"open\""); });
  EXPECT_NE(problem.find("Line 2"), std::string::npos) << problem;
}

TEST_F(AuditLog, ShowsALineThatWasTakenOut) {
  const std::string problem = problem_after([](auto& lines) { lines.erase(lines.begin() + 1); });
  EXPECT_NE(problem.find("Line 2"), std::string::npos) << problem;
}

TEST_F(AuditLog, ShowsAMissingEnd) {
  const std::string problem = problem_after([](auto& lines) { lines.pop_back(); });
  EXPECT_NE(problem.find("3 lines, but 4"), std::string::npos) << problem;
}

TEST_F(AuditLog, ShowsExchangedLines) {
  EXPECT_NE(problem_after([](auto& lines) { std::swap(lines[1], lines[2]); }), "");
}

TEST_F(AuditLog, StaysWholeWhenManyWriteAtATime) {
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer)
    writers.emplace_back([this] {
      for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(append(file, {Action::open, {}, {}}));
    });
  for (std::thread& writer : writers)
    writer.join();
  EXPECT_EQ(verify(file).value_or(0), 24U);
}

TEST(AuditLogFile, ThatIsNotThereIsSaidSo) {
  EXPECT_EQ(verify("/nowhere/audit.jsonl").error().code, ErrorCode::not_found);
}

} // namespace
} // namespace spondyl::audit

#include "program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <regex>
#include <sstream>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

ProgramResult report(const std::string& formats, const fs::path& output, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"report", measured_findings().string(), "--format", formats, "-o", output.string()};
  words.insert(words.end(), more.begin(), more.end());
  return run_spondyl(words);
}

std::string beginning(const fs::path& file, std::size_t size) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  return bytes;
}

TEST(ReportDemo, WritesEveryFormat) {
  const fs::path output = fresh_folder("report");
  const auto program = report("json,csv,tsv,html,pdf,fhir,sr,seg,pdf-dicom,sc,kos", output);
  EXPECT_EQ(program.exit_code, 0) << program.errors;
  for (const char* name : {"report.json", "report.csv", "report.tsv", "report.html", "report.pdf", "report.fhir.json"})
    EXPECT_GT(fs::file_size(output / name), 100U) << name;
  for (const char* name : {"report.sr.dcm", "report.seg.dcm", "report.pdf.dcm", "report.sc.dcm", "report.kos.dcm"})
    EXPECT_EQ(beginning(output / name, 132).substr(128), "DICM") << name;
}

TEST(ReportDemo, WithoutPixelsOnlySegmentationAndPictureFail) {
  const fs::path output = fresh_folder("report"), nothing = fresh_folder("no-images");
  const auto program = report("csv,pdf,sr,seg,sc,html", output, {"--images", nothing.string()});
  EXPECT_EQ(program.exit_code, 1);
  EXPECT_THAT(program.errors, HasSubstr("seg: "));
  EXPECT_THAT(program.errors, HasSubstr("sc: "));
  EXPECT_THAT(program.errors, HasSubstr(nothing.string()));
  for (const char* name : {"report.csv", "report.pdf", "report.sr.dcm", "report.html"})
    EXPECT_TRUE(fs::exists(output / name)) << name;
  EXPECT_FALSE(fs::exists(output / "report.seg.dcm"));
}

/// What a browser shows of a page: its body without the tags.
std::string words_of(const std::string& page) {
  std::string words;
  bool in_tag = false;
  for (std::size_t at = page.find("<body>"); at < page.size(); ++at) {
    if (page[at] == '<' || page[at] == '>') {
      in_tag = page[at] == '<';
      words += '\n';
    } else if (!in_tag) {
      words += page[at];
    }
  }
  return words;
}

TEST(ReportDemo, InGermanHasNoEnglishSentence) {
  const fs::path output = fresh_folder("report");
  ASSERT_EQ(report("html", output, {"--language", "de"}).exit_code, 0);
  std::ifstream stream(output / "report.html");
  const std::string words = words_of({std::istreambuf_iterator<char>(stream), {}});
  EXPECT_THAT(words, HasSubstr("Form der nicht frakturierten Nachbarn"));
  static const std::regex english(R"(\b(the|of|is|are|and|with|from|not|were|body|height|level)\b)");
  std::istringstream lines(words);
  for (std::string line; std::getline(lines, line);)
    EXPECT_FALSE(std::regex_search(line, english)) << line;
}

TEST(ReportDemo, NamesTheFormatsThereAreWhenOneIsUnknown) {
  const auto program = report("odt", fresh_folder("report"));
  EXPECT_EQ(program.exit_code, 2);
  EXPECT_THAT(program.errors, HasSubstr("pdf"));
}

TEST(ReportDemo, MeasureWritesFormatsBesideItsFindings) {
  const fs::path results = fresh_folder("results");
  const auto program =
      run_spondyl({"measure", demo_study().string(), "-o", results.string(), "--format", "csv,sr", "--quiet"});
  EXPECT_EQ(program.exit_code, 0) << program.errors;
  const fs::path folder = findings_files(results).at(0).parent_path();
  EXPECT_TRUE(fs::exists(folder / "report.csv"));
  EXPECT_TRUE(fs::exists(folder / "report.sr.dcm"));
}

TEST(ReportDemo, SignedFindingsCannotBeAlteredSilently) {
  const fs::path copy = fresh_folder("signed") / "findings.json";
  fs::copy_file(measured_findings(), copy);
  ASSERT_EQ(run_spondyl({"sign", copy.string(), "--reader", "Reader^Rita"}).exit_code, 0);
  EXPECT_EQ(run_spondyl({"report", copy.string(), "--format", "csv", "-o", fresh_folder("report").string()}).exit_code,
            0);
  auto findings = read_json(copy);
  findings["vertebrae"][0]["heights"]["anterior"]["value"] = 99.0;
  std::ofstream(copy) << findings.dump(1);
  const auto program = run_spondyl({"report", copy.string(), "--format", "csv", "-o", fresh_folder("report").string()});
  EXPECT_EQ(program.exit_code, 2);
  EXPECT_THAT(program.errors, HasSubstr("altered after they were signed"));
  EXPECT_EQ(run_spondyl({"audit", "verify"}).exit_code, 0);
}

TEST(ReportDemo, ListsThePlugins) {
  const auto program = run_spondyl({"plugins", "list", "--json"});
  EXPECT_EQ(program.exit_code, 0);
  for (const auto& plugin : nlohmann::json::parse(program.output))
    EXPECT_EQ(plugin.at("accepted"), true) << plugin.dump();
}

TEST(Send, SaysWhatCannotBeReached) {
  const fs::path output = fresh_folder("report");
  ASSERT_EQ(report("sr", output).exit_code, 0);
  // Port 1 of loopback: nobody listens there.
  const auto program = run_spondyl({"send", output.string(), "--to", "127.0.0.1:1"});
  EXPECT_EQ(program.exit_code, 1);
  EXPECT_THAT(program.output, HasSubstr("not"));
  EXPECT_EQ(run_spondyl({"send", output.string(), "--to", "nowhere"}).exit_code, 2);
}

} // namespace
} // namespace spondyl::end_to_end

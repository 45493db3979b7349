#include "example_report.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <regex>
#include <spondyl/drawing/page.h>
#include <spondyl/sign_off/sign_off.h>

namespace spondyl::plugins {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// The text of a PDF as poppler reads it; empty where poppler is not installed.
std::string text_of_pdf(const fs::path& file) {
  const std::string command = "pdftotext -layout '" + file.string() + "' - 2>/dev/null";
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; pipe && (count = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
    text.append(buffer.data(), count);
  return text;
}

bool poppler_is_there() {
  return std::system("command -v pdftotext pdftoppm > /dev/null 2>&1") == 0;
}

Result<drawing::Picture> grey_picture() {
  return drawing::Picture{60, 40, std::vector<std::uint8_t>(60 * 40 * 3, 128)};
}

TEST(HtmlReport, SaysFractureReasonsAndLimits) {
  const std::string page = Reports().write("html");
  for (const char* words :
       {"Vertebral fracture of L1: wedge, mild (Genant grade 1; probability of grade 1 or more: 89",
        "The measurement cannot tell grade 1 from grade 2.", "L1: consider Schmorl node.", "17.5\u00A0±\u00A00.6",
        "The body is cut by the edge of the volume.", "The age of a fracture is not inferred from height",
        "Levels counted from the sacrum.", "Research use only - not for diagnosis", "DRAFT - not reviewed",
        "Assessment for osteoporosis", "Yamada, Tarou (山田 太郎)", "the images were not available"})
    EXPECT_THAT(page, HasSubstr(words));
}

TEST(HtmlReport, EscapesWhatComesFromTheFindings) {
  const std::string page = Reports().write("html");
  EXPECT_THAT(page, HasSubstr("normal shape of L1 &lt;table&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<table>\">")));
}

TEST(HtmlReport, HoldsThePictureItself) {
  Reports reports;
  reports.order.sources.overview = grey_picture;
  const std::string page = reports.write("html");
  EXPECT_THAT(page, HasSubstr("<img src=\"data:image/png;base64,iVBORw0KGgo"));
  EXPECT_THAT(page, Not(HasSubstr("the images were not available")));
}

TEST(HtmlReport, TakesTheReadersOwnRecommendation) {
  Reports reports;
  reports.order.recommendation = "See <me> again.";
  const std::string page = reports.write("html");
  EXPECT_THAT(page, HasSubstr("See &lt;me&gt; again."));
  EXPECT_THAT(page, Not(HasSubstr("Assessment for osteoporosis")));
}

TEST(HtmlReport, SpeaksGerman) {
  Reports reports;
  reports.order.language = "de";
  const std::string page = reports.write("html");
  for (const char* words : {"Wirbelkörperfraktur L1: Keilform, leicht", "17,5\u00A0±\u00A00,6", "01.01.2026",
                            "Nur für Forschungszwecke", "Nicht beurteilbar"})
    EXPECT_THAT(page, HasSubstr(words));
  EXPECT_THAT(page, Not(HasSubstr("Vertebral fracture")));
}

TEST(Texts, HaveTheSameKeysInEveryLanguageAndAllThatTemplatesName) {
  const auto read = [](const std::string& name) {
    std::ifstream stream(fs::path(SPONDYL_PLUGIN_FOLDER) / name);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  const auto english = nlohmann::json::parse(read("texts/en.json")),
             german = nlohmann::json::parse(read("texts/de.json"));
  for (const auto& [key, text] : english.items())
    EXPECT_TRUE(german.contains(key)) << key;
  static const std::regex named(R"(\{t\.([a-z_]+)\})");
  for (const char* file : {"templates/report.html.mustache", "templates/report.page.mustache"}) {
    const std::string page = read(file);
    ASSERT_FALSE(page.empty());
    for (std::sregex_iterator name(page.begin(), page.end(), named), end; name != end; ++name)
      EXPECT_TRUE(english.contains((*name)[1].str())) << (*name)[1];
  }
}

TEST(HtmlReport, LeavesNoKeyWithoutAText) {
  for (const char* language : {"en", "de"}) {
    Reports reports;
    reports.order.language = language;
    EXPECT_FALSE(std::regex_search(reports.write("html"), std::regex(R"(\?[a-z_]+\?)"))) << language;
  }
}

TEST(HtmlReport, NamesALanguageThatIsNotThere) {
  Reports reports;
  reports.order.language = "xx";
  EXPECT_THAT(reports.problem("html"), HasSubstr("texts/xx.json"));
}

TEST(HtmlReport, TakesASitesOwnTemplate) {
  test_support::TemporaryFolder site;
  fs::create_directories(site / "templates");
  std::ofstream(site / "templates/report.html.mustache") << "{{patient.id}}:{{#vertebrae}}{{level}};{{/vertebrae}}";
  Reports reports;
  reports.order.template_folder = site.path();
  EXPECT_EQ(reports.write("html"), "id-7:L1;L2;#3;");
}

TEST(HtmlReport, NamesWhatIsWrongWithATemplate) {
  test_support::TemporaryFolder site;
  fs::create_directories(site / "templates");
  std::ofstream(site / "templates/report.html.mustache") << "{{#patient}}never closed";
  Reports reports;
  reports.order.template_folder = site.path();
  EXPECT_THAT(reports.problem("html"), HasSubstr("The report template is broken"));
}

TEST(HtmlReport, NamesNobodyInAnonymousFindings) {
  Findings findings = example_findings();
  findings.patient.reset();
  const std::string page = Reports(findings).write("html");
  EXPECT_THAT(page, HasSubstr("Anonymous findings"));
  EXPECT_THAT(page, Not(HasSubstr("Yamada")));
}

TEST(HtmlReport, NamesTheReaderWhoSigned) {
  const auto done = sign_off::sign(example_findings(), {"Reader^Rita", "Clinic"}, "2026-01-03T00:00:00Z");
  ASSERT_TRUE(done);
  const std::string page = Reports(*done).write("html");
  EXPECT_THAT(page, HasSubstr("Signed by Reader, Rita (Clinic), 2026-01-03"));
  EXPECT_THAT(page, Not(HasSubstr("DRAFT")));
}

TEST(PdfReport, HoldsTheWholePage) {
  if (!poppler_is_there())
    GTEST_SKIP() << "poppler-utils is not installed";
  Reports reports;
  reports.order.sources.overview = grey_picture;
  ASSERT_EQ(reports.write("pdf").substr(0, 5), "%PDF-");
  const std::string text = text_of_pdf(reports.folder() / "report.pdf");
  for (const char* words : {"Vertebral fracture of L1", "17.5", "Not assessable", "Page 1 of", "Technique and limits",
                            "Research use only - not for diagnosis"})
    EXPECT_THAT(text, HasSubstr(words));
  EXPECT_THAT(text, Not(HasSubstr("| L2"))) << "a row fell out of its table";
}

TEST(PdfReport, DrawsJapaneseNames) {
  if (!poppler_is_there() || std::system("fc-list :lang=ja | grep -q .") != 0)
    GTEST_SKIP() << "poppler-utils or a Japanese font (fonts-ipafont-gothic) is not installed";
  Reports reports;
  ASSERT_FALSE(reports.write("pdf").empty());
  // Boxes in place of missing glyphs would come back as hexadecimal digits.
  EXPECT_THAT(text_of_pdf(reports.folder() / "report.pdf"), HasSubstr("山田 太郎"));
}

TEST(PdfReport, RunsOverSeveralPagesAndRepeatsTheHead) {
  if (!poppler_is_there())
    GTEST_SKIP() << "poppler-utils is not installed";
  Findings findings = example_findings();
  for (int i = 4; i < 80; ++i) {
    findings.vertebrae.push_back(findings.vertebrae[1]);
    findings.vertebrae.back().ordinal = i;
  }
  Reports reports(findings);
  ASSERT_FALSE(reports.write("pdf").empty());
  const std::string text = text_of_pdf(reports.folder() / "report.pdf");
  std::size_t heads = 0;
  for (std::size_t at = text.find("Hm/Hp"); at != std::string::npos; at = text.find("Hm/Hp", at + 1))
    ++heads;
  EXPECT_GE(heads, 2U);
  EXPECT_THAT(text, HasSubstr("Page 2 of"));
}

TEST(PdfReport, IsDrawnByPoppler) {
  if (!poppler_is_there())
    GTEST_SKIP() << "poppler-utils is not installed";
  Reports reports;
  ASSERT_FALSE(reports.write("pdf").empty());
  const fs::path pdf = reports.folder() / "report.pdf", picture = reports.folder() / "page";
  ASSERT_EQ(
      std::system(
          ("pdftoppm -r 40 -png -f 1 -l 1 -singlefile '" + pdf.string() + "' '" + picture.string() + "'").c_str()),
      0);
  const auto page = drawing::read_png(picture.string() + ".png");
  ASSERT_TRUE(page);
  long dark = 0;
  for (int y = 0; y < page->height; ++y)
    for (int x = 0; x < page->width; ++x)
      dark += page->at(x, y)[0] < 128 ? 1 : 0;
  EXPECT_GT(dark, page->width) << "the page is empty";
  EXPECT_LT(dark, static_cast<long>(page->width) * page->height / 4) << "the page is black";
}

} // namespace
} // namespace spondyl::plugins

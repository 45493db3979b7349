// Every row of the table of X-ray scales as a DICOM file, through the real binary: findings.json, PDF and structured
// report must name the same origin of the millimetres.

#include "program.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/dicom_write/write.h>
#include <spondyl/film_phantom/film_phantom.h>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using dicom::RadiographSpacingTags;
using dicom::SpacingPair;

struct ScaleRow {
  const char* name;
  std::optional<double> pixel, imager, scanned;
  const char* type = "";
  std::optional<double> magnification, to_detector, to_patient;
  const char* expected; ///< as findings.json says it
  const char* words;    ///< as a report's page says it
};

const ScaleRow kRows[] = {
    {"fiducial", 0.5, {}, {}, "FIDUCIAL", {}, {}, {}, "calibrated", "Millimetres calibrated on the film."},
    {"geometry", 0.5, {}, {}, "GEOMETRY", {}, {}, {}, "geometry", "Millimetres by an assumed magnification."},
    {"factor", {}, 0.6, {}, "", 1.2, {}, {}, "estimated", "Millimetres estimated from the projection geometry."},
    {"distances", {}, 0.6, {}, "", {}, 1800.0, 1500.0, "estimated", "estimated from the projection geometry."},
    {"imager", {}, 0.6, {}, "", {}, {}, {}, "detector", "Millimetres at the detector"},
    {"corrected", 0.5, 0.6, {}, "", {}, {}, {}, "corrected_unknown_cause", "Millimetres corrected for an unstated"},
    {"repeated", 0.6, 0.6, {}, "", {}, {}, {}, "uncalibrated", "Millimetres are uncalibrated."},
    {"pixel", 0.5, {}, {}, "", {}, {}, {}, "uncalibrated", "Millimetres are uncalibrated."},
    {"scanned", {}, {}, 0.4, "", {}, {}, {}, "film", "Millimetres of the scanned film."},
    {"nothing", {}, {}, {}, "", {}, {}, {}, "none", "No millimetres can be had"}};

std::optional<SpacingPair> pair(const std::optional<double>& spacing) {
  return spacing ? std::optional(SpacingPair{*spacing, *spacing}) : std::nullopt;
}

film_phantom::FilmPhantom phantom() {
  film_phantom::FilmOptions options;
  options.pixels_per_mm = 1.0;
  return film_phantom::draw_film(options);
}

/// A folder with the phantom as a film with these tags, and clicks on its bodies.
fs::path write_study(const ScaleRow& row) {
  const auto drawn = phantom();
  const fs::path folder = fresh_folder(std::string("scale-") + row.name);
  fs::create_directories(folder / "film");
  dicom_write::WriteOptions options;
  options.pixels.is_signed = false;
  options.patient.id = "PHANTOM";
  options.series.patient_orientation = "P\\F";
  options.spacing_tags = {pair(row.pixel),   pair(row.imager), pair(row.scanned), row.type, "",
                          row.magnification, row.to_detector,  row.to_patient};
  const auto written = dicom_write::write_radiograph(drawn.film, folder / "film" / "film.dcm", options);
  EXPECT_TRUE(written) << written.error().text();
  nlohmann::json seeds{{"vertebrae", nlohmann::json::array()}};
  for (const PixelPoint centre : drawn.centres)
    seeds["vertebrae"].push_back({{"level", nullptr}, {"centre", {{"pixel", {centre.column, centre.row}}}}});
  std::ofstream(folder / "seeds.json") << seeds.dump();
  return folder;
}

std::string text_of_pdf(const fs::path& file) {
  const std::string command = "pdftotext '" + file.string() + "' - 2>/dev/null | tr -s '\\n' ' '";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; pipe && (count = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
    text.append(buffer.data(), count);
  return text;
}

class FilmScale : public testing::TestWithParam<ScaleRow> {};

TEST_P(FilmScale, IsTheSameInFindingsPdfAndStructuredReport) {
  const ScaleRow& row = GetParam();
  const fs::path folder = write_study(row);
  const ProgramResult run = run_spondyl({"measure", (folder / "film").string(), "-o", (folder / "out").string(),
                                         "--seeds", (folder / "seeds.json").string(), "--format", "pdf,sr", "--quiet"});
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const fs::path findings = findings_files(folder / "out").at(0);
  const auto document = read_json(findings);
  for (const auto& vertebra : document.at("vertebrae")) {
    const auto& height = vertebra.at("heights").at("anterior");
    EXPECT_EQ(height.at("spacing"), row.expected);
    EXPECT_EQ(height.contains("value_mm"), std::string(row.expected) != "none");
  }
  const auto report = dicom_sr::read_report(findings.parent_path() / "report.sr.dcm");
  ASSERT_TRUE(report && report->findings) << "the structured report is our own";
  for (const VertebraFinding& vertebra : report->findings->vertebrae)
    EXPECT_EQ(to_string(vertebra.heights.anterior->spacing), row.expected);
  if (std::system("command -v pdftotext > /dev/null 2>&1") != 0)
    GTEST_SKIP() << "poppler-utils is not installed: the PDF was not read";
  const std::string pages = text_of_pdf(findings.parent_path() / "report.pdf");
  EXPECT_NE(pages.find(row.words), std::string::npos) << pages.substr(0, 3000);
}

INSTANTIATE_TEST_SUITE_P(Table, FilmScale, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(TypedMagnification, IsWrittenWithWhoGaveIt) {
  const fs::path folder = write_study(kRows[4]);
  const ProgramResult run =
      run_spondyl({"measure", (folder / "film").string(), "-o", (folder / "out").string(), "--seeds",
                   (folder / "seeds.json").string(), "--magnification", "1.25", "--calibrated-by", "A. Reader"});
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const auto document = read_json(findings_files(folder / "out").at(0));
  EXPECT_EQ(document.at("calibration").at("magnification"), 1.25);
  EXPECT_EQ(document.at("calibration").at("by"), "A. Reader");
  EXPECT_FALSE(document.at("calibration").at("at").get<std::string>().empty());
  EXPECT_EQ(document.at("vertebrae").at(0).at("heights").at("anterior").at("spacing"), "estimated");
}

TEST(TypedMagnification, NeedsTheNameOfWhoGivesIt) {
  const fs::path folder = write_study(kRows[4]);
  const ProgramResult run =
      run_spondyl({"measure", (folder / "film").string(), "-o", (folder / "out").string(), "--magnification", "1.25"});
  EXPECT_EQ(run.exit_code, 2);
}

} // namespace
} // namespace spondyl::end_to_end

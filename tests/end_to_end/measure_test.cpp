#include "program.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <spondyl/demo/demo_study.h>
#include <sys/stat.h>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// The demo study measured once; the tests look at different sides of the same results.
struct Measured {
  fs::path folder = fresh_folder("results");
  ProgramResult program = run_spondyl({"measure", demo_study().string(), "-o", folder.string()});
  Json manifest = read_json(folder / "manifest.json");
};

const Measured& measured() {
  static const Measured once;
  return once;
}

Json demo_findings() {
  return read_json(findings_files(measured().folder).at(0));
}

/// The vertebra of that name; an empty object, on which every look-up fails with a message, where there is none.
const Json* vertebra_at(const Json& findings, const std::string& level) {
  static const Json none = Json::object();
  for (const Json& vertebra : findings.at("vertebrae"))
    if (vertebra.at("level") == level)
      return &vertebra;
  return &none;
}

double height(const Json& vertebra, const std::string& name) {
  return vertebra.at("heights").at(name).at("value").get<double>();
}

TEST(MeasureDemo, EndsWithZeroAndATableThatNamesL1) {
  EXPECT_EQ(measured().program.exit_code, 0) << measured().program.errors;
  EXPECT_NE(measured().program.output.find("L1 "), std::string::npos) << measured().program.output;
  EXPECT_TRUE(measured().program.errors.empty()) << measured().program.errors;
}

TEST(MeasureDemo, HeightsEqualThePhantomsWithinOneMillimetre) {
  const Json findings = demo_findings();
  for (const demo::KnownHeights& truth : demo::known_heights()) {
    const Json* vertebra = vertebra_at(findings, truth.level.name());
    ASSERT_EQ(vertebra->value("status", "absent"), "measured") << truth.level.name();
    EXPECT_NEAR(height(*vertebra, "anterior"), truth.anterior, 1.0) << truth.level.name() << " mm";
    EXPECT_NEAR(height(*vertebra, "middle"), truth.middle, 1.0) << truth.level.name() << " mm";
    EXPECT_NEAR(height(*vertebra, "posterior"), truth.posterior, 1.0) << truth.level.name() << " mm";
  }
}

TEST(MeasureDemo, TheCompressedBodyIsGradedAndItsNeighboursAreNot) {
  const Json findings = demo_findings();
  EXPECT_GE(vertebra_at(findings, "L1")->at("grade").at("value").get<double>(), 1.0);
  for (const char* level : {"T12", "L2", "L3"})
    EXPECT_LT(vertebra_at(findings, level)->at("grade").at("value").get<double>(), 1.0) << level;
}

TEST(MeasureDemo, EveryHeightIsTheDistanceBetweenItsStoredLandmarks) {
  for (const Json& vertebra : demo_findings().at("vertebrae")) {
    if (vertebra.at("status") != "measured")
      continue;
    for (const std::string name : {"anterior", "middle", "posterior"}) {
      const Json& top = vertebra.at("landmarks").at(name + "_superior").at("patient_mm");
      const Json& bottom = vertebra.at("landmarks").at(name + "_inferior").at("patient_mm");
      double square = 0.0;
      for (int axis = 0; axis < 3; ++axis)
        square += std::pow(top[axis].get<double>() - bottom[axis].get<double>(), 2);
      EXPECT_NEAR(height(vertebra, name), std::sqrt(square), 1e-9) << name << " mm";
    }
  }
}

TEST(MeasureDemo, WritesLabelsOverviewAndAManifestThatNamesThem) {
  const Json& series = measured().manifest.at("series").at(0);
  EXPECT_EQ(series.at("outcome"), "measured");
  for (const Json& file : series.at("written").at("files"))
    EXPECT_TRUE(
        fs::exists(measured().folder / series.at("written").at("folder").get<std::string>() / file.get<std::string>()))
        << file;
  EXPECT_EQ(series.at("written").at("files"), Json({"labels.nii.gz", "overview.png", "findings.json"}));
}

TEST(MeasureDemo, PatientDataStaysInThePrivateFile) {
  const fs::path file = findings_files(measured().folder).at(0);
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const Json patient = read_json(file).at("patient");
  const std::string everything = measured().program.output + measured().program.errors + measured().manifest.dump() +
                                 fs::relative(file, measured().folder).string();
  for (const char* key : {"id", "name", "birth_date"}) {
    ASSERT_FALSE(patient.at(key).get<std::string>().empty());
    EXPECT_EQ(everything.find(patient.at(key).get<std::string>()), std::string::npos) << key;
  }
}

TEST(MeasureDemo, TheInputIsNotAltered) {
  const fs::path copy = fresh_folder("copy");
  fs::copy(demo_study(), copy, fs::copy_options::recursive);
  const auto before = fingerprint(copy);
  EXPECT_EQ(run_spondyl({"measure", copy.string(), "-o", fresh_folder("results").string(), "--quiet"}).exit_code, 0);
  EXPECT_EQ(fingerprint(copy), before);
}

TEST(MeasureDemo, OwnLandmarksFedBackReproduceTheVertebraeExactly) {
  const fs::path first = findings_files(measured().folder).at(0);
  const fs::path again = fresh_folder("results");
  const auto program =
      run_spondyl({"measure", demo_study().string(), "-o", again.string(), "--landmarks", first.string(), "--quiet"});
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  ASSERT_EQ(findings_files(again).size(), 1U);
  const Json second = read_json(findings_files(again).at(0));
  EXPECT_EQ(second.at("vertebrae"), demo_findings().at("vertebrae"));
  EXPECT_EQ(second.at("labelling"), demo_findings().at("labelling"));
}

TEST(MeasureDemo, AMovedCornerChangesItsHeightAndIsMarkedEdited) {
  Json edited = demo_findings();
  Json& vertebra = edited.at("vertebrae").at(2);
  Json& corner = vertebra.at("landmarks").at("anterior_superior").at("patient_mm");
  corner[2] = corner[2].get<double>() - 3.0;
  const fs::path file = fresh_folder("edited") / "findings.json";
  std::ofstream(file) << edited;
  const fs::path again = fresh_folder("results");
  ASSERT_EQ(
      run_spondyl({"measure", demo_study().string(), "-o", again.string(), "--landmarks", file.string()}).exit_code, 0);
  const Json result = read_json(findings_files(again).at(0)).at("vertebrae").at(2);
  EXPECT_EQ(result.at("origin"), "edited");
  EXPECT_LT(height(result, "anterior"), height(vertebra, "anterior") - 2.0) << "mm";
  EXPECT_DOUBLE_EQ(height(result, "posterior"), height(vertebra, "posterior"));
}

TEST(MeasureDemo, ANamedLevelShiftsAllNumbers) {
  const Json findings = demo_findings();
  const Json& corner = vertebra_at(findings, "L2")->at("landmarks").at("middle_superior").at("patient_mm");
  const std::string place = "L1=<" + corner[0].dump() + "," + corner[1].dump() + "," + corner[2].dump() + ">";
  const fs::path again = fresh_folder("results");
  ASSERT_EQ(run_spondyl({"measure", demo_study().string(), "-o", again.string(), "--level", place}).exit_code, 0);
  const Json shifted = read_json(findings_files(again).at(0));
  EXPECT_EQ(shifted.at("labelling").at("anchor"), "reader");
  EXPECT_DOUBLE_EQ(height(*vertebra_at(shifted, "L1"), "middle"), height(*vertebra_at(findings, "L2"), "middle"));
  EXPECT_DOUBLE_EQ(height(*vertebra_at(shifted, "T12"), "middle"), height(*vertebra_at(findings, "L1"), "middle"));
}

TEST(MeasureDemo, SeedsGiveSeededBodies) {
  Json seeds = {{"vertebrae", Json::array()}};
  const Json findings = demo_findings();
  for (const char* level : {"L1", "L2"}) {
    const Json& points = vertebra_at(findings, level)->at("landmarks");
    Json centre = Json::array();
    for (int axis = 0; axis < 3; ++axis)
      centre.push_back((points.at("middle_superior").at("patient_mm")[axis].get<double>() +
                        points.at("middle_inferior").at("patient_mm")[axis].get<double>()) /
                       2.0);
    seeds["vertebrae"].push_back({{"level", level}, {"centre", {{"patient_mm", centre}}}});
  }
  const fs::path file = fresh_folder("seeds") / "seeds.json";
  std::ofstream(file) << seeds;
  const fs::path again = fresh_folder("results");
  ASSERT_EQ(run_spondyl({"measure", demo_study().string(), "-o", again.string(), "--seeds", file.string()}).exit_code,
            0);
  const Json seeded = read_json(findings_files(again).at(0));
  const Json* first = vertebra_at(seeded, "L1");
  EXPECT_EQ(first->value("origin", "absent"), "seeded");
  EXPECT_NEAR(height(*first, "anterior"), height(*vertebra_at(findings, "L1"), "anterior"), 1.0) << "mm";
}

TEST(MeasureDemo, JsonOnStandardOutputIsTheManifest) {
  const fs::path again = fresh_folder("results");
  const auto program = run_spondyl({"measure", demo_study().string(), "-o", again.string(), "--json"});
  EXPECT_EQ(Json::parse(program.output), read_json(again / "manifest.json"));
}

} // namespace
} // namespace spondyl::end_to_end

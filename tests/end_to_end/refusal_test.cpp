#include "program.h"

#include <fstream>
#include <gtest/gtest.h>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

TEST(Refusals, UnusableArgumentsEndWithTwoAndSayWhatToDo) {
  const fs::path results = fresh_folder("results");
  const std::string study = demo_study().string(), out = results.string();
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{}, "subcommand"},
      {{"measure"}, "required"},
      {{"measure", study}, "--output"},
      {{"measure", "/no/such/place", "-o", out}, "/no/such/place"},
      {{"measure", study, "-o", out, "--level", "L9=<1,2,3>"}, "L1=<x,y,z>"},
      {{"measure", study, "-o", out, "--level", "L1=<1,2>"}, "L1=<x,y,z>"},
      {{"measure", study, "-o", out, "--seeds", "/no/seeds.json"}, "/no/seeds.json"},
      {{"measure", study, "-o", out, "--format", "papyrus"}, "papyrus"},
      {{"measure", study, "-o", out, "--series", "1.2.3"}, "1.2.3"},
      {{"measure", study, "-o", study + "/inside"}, "lies inside the input"},
  };
  for (const auto& [arguments, expected] : cases) {
    const auto program = run_spondyl(arguments);
    EXPECT_EQ(program.exit_code, 2) << expected;
    EXPECT_NE(program.errors.find(expected), std::string::npos) << program.errors;
  }
  EXPECT_FALSE(fs::exists(demo_study() / "inside"));
  EXPECT_FALSE(fs::exists(results / "manifest.json"));
}

TEST(Refusals, BrokenSeedAndLandmarkFilesAreNamed) {
  const fs::path file = fresh_folder("broken") / "broken.json";
  std::ofstream(file) << "{\"vertebrae\": [{\"centre\": 7}]}";
  for (const char* option : {"--seeds", "--landmarks"}) {
    const auto program =
        run_spondyl({"measure", demo_study().string(), "-o", fresh_folder("results").string(), option, file.string()});
    EXPECT_EQ(program.exit_code, 2) << option;
    EXPECT_NE(program.errors.find("broken.json"), std::string::npos) << program.errors;
  }
}

TEST(Refusals, NoDicomEndsWithTwoAndLeavesAManifestWithReasons) {
  const fs::path input = fresh_folder("garbage"), results = fresh_folder("results");
  std::ofstream(input / "notes.txt") << "not an image";
  std::ofstream(input / "empty.dcm");
  const auto program = run_spondyl({"measure", input.string(), "-o", results.string()});
  EXPECT_EQ(program.exit_code, 2);
  EXPECT_NE(program.errors.find("no DICOM file"), std::string::npos) << program.errors;
  const Json manifest = read_json(results / "manifest.json");
  EXPECT_EQ(manifest.at("skipped").size(), 2U);
  for (const Json& skipped : manifest.at("skipped"))
    EXPECT_FALSE(skipped.at("reason").get<std::string>().empty());
}

TEST(Refusals, GarbageBesideAStudyIsSkippedAndTheStudyIsMeasured) {
  const fs::path input = fresh_folder("mixed"), results = fresh_folder("results");
  fs::copy(demo_study(), input, fs::copy_options::recursive);
  std::ofstream(input / "notes.txt") << "not an image";
  EXPECT_EQ(run_spondyl({"measure", input.string(), "-o", results.string(), "--quiet"}).exit_code, 0);
  EXPECT_EQ(findings_files(results).size(), 1U);
}

TEST(Refusals, AnUnwritableOutputIsAnErrorThatNamesIt) {
  const fs::path file = fresh_folder("blocked") / "a-file";
  std::ofstream(file) << "in the way";
  const auto program = run_spondyl({"measure", demo_study().string(), "-o", (file / "results").string()});
  EXPECT_NE(program.exit_code, 0);
  EXPECT_NE(program.errors.find("a-file"), std::string::npos) << program.errors;
}

TEST(Refusals, VersionIsPrinted) {
  const auto program = run_spondyl({"--version"});
  EXPECT_EQ(program.exit_code, 0);
  EXPECT_EQ(program.output.rfind("spondyl ", 0), 0U) << program.output;
}

} // namespace
} // namespace spondyl::end_to_end

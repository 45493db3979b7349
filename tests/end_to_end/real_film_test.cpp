#include "program.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::pair<const char*, const char*> kCorners[] = {{"AS", "anterior_superior"},
                                                            {"AI", "anterior_inferior"},
                                                            {"PS", "posterior_superior"},
                                                            {"PI", "posterior_inferior"}};

double at(const Json& point, std::size_t axis) {
  return point.at(axis).get<double>();
}

/// True centres as clicks, in the file's order.
fs::path write_clicks(const Json& truth, const fs::path& folder) {
  Json seeds{{"vertebrae", Json::array()}};
  for (const Json& body : truth.at("vertebrae")) {
    double column = 0.0, row = 0.0;
    for (const auto& [corner, name] : kCorners) {
      column += at(body.at("landmarks_px").at(corner), 0) / 4.0;
      row += at(body.at("landmarks_px").at(corner), 1) / 4.0;
    }
    seeds["vertebrae"].push_back({{"level", body.at("level")}, {"centre", {{"pixel", {column, row}}}}});
  }
  std::ofstream(folder / "seeds.json") << seeds.dump();
  return folder / "seeds.json";
}

/// Distance of one found corner from the read one, as a share of the body's depth.
double corner_error(const Json& truth, const Json& landmarks, const char* corner, const char* name) {
  const Json& points = truth.at("landmarks_px");
  const double depth =
      std::hypot(at(points.at("AS"), 0) - at(points.at("PS"), 0), at(points.at("AS"), 1) - at(points.at("PS"), 1));
  const Json& found = landmarks.at(name).at("pixel");
  return std::hypot(at(found, 0) - at(points.at(corner), 0), at(found, 1) - at(points.at(corner), 1)) / depth;
}

TEST(RealFilm, ClicksGiveCornersNearThoseOfAReaderOnEveryBody) {
  const fs::path cases = fs::path(SPONDYL_DATA_DIR) / "xray";
  if (!fs::exists(cases))
    GTEST_SKIP() << "real films are not here: " << cases;
  double error = 0.0;
  int corners = 0;
  for (const auto& entry : fs::directory_iterator(cases)) {
    const Json truth = read_json(entry.path() / "truth.json");
    const fs::path results = fresh_folder("film-" + entry.path().filename().string()),
                   clicks = fresh_folder("clicks-" + entry.path().filename().string());
    const ProgramResult run = run_spondyl({"measure", (entry.path() / "dicom").string(), "-o", results.string(),
                                           "--seeds", write_clicks(truth, clicks).string()});
    ASSERT_EQ(run.exit_code, 0) << run.errors;
    const Json findings = read_json(findings_files(results).at(0));
    ASSERT_EQ(findings.at("vertebrae").size(), truth.at("vertebrae").size());
    for (std::size_t k = 0; k < truth.at("vertebrae").size(); ++k)
      for (const auto& [corner, name] : kCorners) {
        const Json& vertebra = findings.at("vertebrae").at(k);
        ASSERT_EQ(vertebra.at("status"), "measured");
        error += corner_error(truth.at("vertebrae").at(k), vertebra.at("landmarks"), corner, name);
        ++corners;
      }
  }
  EXPECT_LT(error / corners, 0.05) << "mean share of the body's depth over " << corners << " corners";
}

} // namespace
} // namespace spondyl::end_to_end

#include "film_experiment.h"

#include "statistics.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <spondyl/dicom_write/write.h>

namespace spondyl::accuracy {
namespace {

using Errors = std::vector<const FilmBodyError*>;

std::vector<double> values(const Errors& errors, const std::function<double(const FilmBodyError&)>& value) {
  std::vector<double> out;
  for (const FilmBodyError* error : errors)
    out.push_back(value(*error));
  return out;
}

std::string number(const char* format, double value) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

/// n | mean and mean absolute error of each height | corners | ratio
std::string row(const std::string& name, const Errors& errors) {
  std::string text = "| " + name + " | " + std::to_string(errors.size());
  for (std::size_t h = 0; h < 3; ++h) {
    const auto mm = values(errors, [&](const FilmBodyError& e) { return e.millimetres[h]; });
    const auto share = values(errors, [&](const FilmBodyError& e) { return 100.0 * e.share[h]; });
    text += " | " + number("%+.2f", mean(mm)) + " / " + number("%.2f", mean(absolute(mm))) + " mm, " +
            number("%.1f", mean(absolute(share))) + " %";
  }
  return text + " | " + number("%.1f", 100.0 * mean(values(errors, [](const FilmBodyError& e) { return e.corners; }))) +
         " | " + number("%.3f", mean(absolute(values(errors, [](const FilmBodyError& e) { return e.ratio; })))) +
         " |\n";
}

std::string grouped(const Errors& all, const std::function<std::string(const FilmBodyError&)>& key, bool by_level) {
  std::map<std::string, Errors> groups;
  for (const FilmBodyError* error : all)
    groups[key(*error)].push_back(error);
  std::vector<std::string> names;
  for (const auto& [name, errors] : groups)
    names.push_back(name);
  const auto rank = [](const std::string& name) {
    const auto level = VertebraLevel::parse(name);
    return level ? level->rank() : 0;
  };
  if (by_level)
    std::ranges::stable_sort(names, {}, rank);
  std::string text;
  for (const std::string& name : names)
    text += row(name, groups.at(name));
  return text;
}

} // namespace

std::string film_table(const std::vector<FilmTrial>& trials) {
  Errors all;
  std::size_t bodies = 0, false_bodies = 0;
  double slowest = 0.0;
  for (const FilmTrial& trial : trials) {
    bodies += trial.bodies;
    false_bodies += trial.false_bodies;
    slowest = std::max(slowest, trial.seconds);
    for (const FilmBodyError& error : trial.found)
      all.push_back(&error);
  }
  std::string text = std::to_string(all.size()) + " of " + std::to_string(bodies) + " bodies, " +
                     std::to_string(false_bodies) + " false on " + std::to_string(trials.size()) +
                     " films; slowest film " + number("%.2f", slowest) + " s\n\n" +
                     "| | n | anterior: mean / absolute error | middle | posterior | corners, % of depth | "
                     "anterior / posterior |\n|---|---|---|---|---|---|---|\n";
  text += grouped(
      all, [](const FilmBodyError& e) { return e.level; }, true);
  text += grouped(
      all, [](const FilmBodyError& e) { return e.exposure; }, false);
  return text + row("all", all);
}

Result<void> write_simulated(const SimulatedCase& film, const std::filesystem::path& folder) {
  using Json = nlohmann::json;
  std::error_code error;
  std::filesystem::create_directories(folder / "dicom", error);
  Json vertebrae = Json::array();
  for (std::size_t k = 0; k < film.simulated.bodies.size(); ++k) {
    Json landmarks;
    const SixPixels& points = film.simulated.bodies[k];
    const std::array<std::pair<const char*, PixelPoint>, 6> named = {{{"AS", points.anterior_superior},
                                                                      {"AI", points.anterior_inferior},
                                                                      {"MS", points.middle_superior},
                                                                      {"MI", points.middle_inferior},
                                                                      {"PS", points.posterior_superior},
                                                                      {"PI", points.posterior_inferior}}};
    for (const auto& [name, point] : named)
      landmarks[name] = {point.column, point.row};
    vertebrae.push_back({{"level", film.reference.bodies[k].level},
                         {"landmarks_px", landmarks},
                         {"heights_px",
                          {{"anterior", points.anterior_height()},
                           {"middle", points.middle_height()},
                           {"posterior", points.posterior_height()}}}});
  }
  std::ofstream stream(folder / "truth.json");
  stream << Json{{"case", folder.filename().string()}, {"modality", "DX"}, {"vertebrae", vertebrae}}.dump(1) << '\n';
  if (!stream)
    return failure(ErrorCode::io, "Cannot write " + (folder / "truth.json").string() + ".");
  dicom_write::WriteOptions options;
  options.pixels.is_signed = false;
  options.pixels.rescale = {1.0 / 2000.0, -1.0};
  options.patient.id = "SIMULATED";
  options.series.patient_orientation = "P\\F";
  return dicom_write::write_radiograph(film.simulated.film, folder / "dicom" / "film.dcm", options);
}

} // namespace spondyl::accuracy

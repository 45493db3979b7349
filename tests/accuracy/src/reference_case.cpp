#include "reference_case.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <spondyl/dicom/load.h>
#include <spondyl/dicom/scan.h>
#include <spondyl/imaging/nifti.h>

namespace spondyl::accuracy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::array<std::pair<const char*, PatientPoint SixPoints::*>, 6> kPointNames = {{
    {"AS", &SixPoints::anterior_superior},
    {"AI", &SixPoints::anterior_inferior},
    {"MS", &SixPoints::middle_superior},
    {"MI", &SixPoints::middle_inferior},
    {"PS", &SixPoints::posterior_superior},
    {"PI", &SixPoints::posterior_inferior},
}};

Modality modality_of(const std::string& code) {
  if (code == "CT")
    return Modality::ct;
  return code == "MR" ? Modality::mr : Modality::other;
}

ReferenceBody body_of(const Json& json) {
  ReferenceBody body;
  body.level = json.value("level", "");
  for (const auto& [name, member] : kPointNames) {
    const Json& point = json.at("landmarks_lps_mm").at(name);
    body.points.*member = {point.at(0).get<double>(), point.at(1).get<double>(), point.at(2).get<double>()};
  }
  for (const HeightName height : kHeightNames)
    if (const auto found = json.at("heights_mm").find(to_string(height)); found != json.at("heights_mm").end())
      body.heights[height] = found->get<double>();
  return body;
}

ReferenceCase case_of(const Json& json, const fs::path& folder) {
  ReferenceCase reference;
  reference.name = json.value("case", folder.filename().string());
  reference.modality = modality_of(json.value("modality", ""));
  reference.images = (folder / json.value("input", "dicom")).lexically_normal();
  if (fs::exists(folder / "labels.nii.gz"))
    reference.labels = folder / "labels.nii.gz";
  reference.whole_vertebra_mask = json.value("whole_vertebra_mask", false);
  if (reference.modality == Modality::other)
    return reference;
  for (const Json& body : json.at("vertebrae"))
    reference.bodies.push_back(body_of(body));
  std::ranges::stable_sort(reference.bodies, std::greater{},
                           [](const ReferenceBody& b) { return centre_of(b.points).z; });
  return reference;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::size_t centres_inside(const VolumeGeometry& geometry, const ReferenceCase& reference) {
  return static_cast<std::size_t>(std::ranges::count_if(reference.bodies, [&](const ReferenceBody& body) {
    return geometry.contains(geometry.to_index(centre_of(body.points)));
  }));
}

/// Axial stacks may hold the centres as well: the finer plane wins, as it does for a reader.
const Series* best_series(const ScanResult& scan, const ReferenceCase& reference) {
  const Series* best = nullptr;
  std::size_t most = 0;
  for (const Series& series : scan.series) {
    if (series.kind != SeriesKind::volume || series.verdict == Verdict::refused || !series.geometry)
      continue;
    const std::size_t inside = centres_inside(*series.geometry, reference);
    if (inside > most) {
      most = inside;
      best = &series;
    }
  }
  return best;
}

} // namespace

PatientPoint centre_of(const SixPoints& points) {
  return midpoint(midpoint(points.anterior_superior, points.posterior_inferior),
                  midpoint(points.anterior_inferior, points.posterior_superior));
}

double depth_of(const SixPoints& points) {
  return 0.5 * (distance(points.anterior_superior, points.posterior_superior) +
                distance(points.anterior_inferior, points.posterior_inferior));
}

Result<ReferenceCase> read_reference_case(const fs::path& folder) {
  const fs::path file = folder / "truth.json";
  try {
    std::ifstream stream(file);
    return case_of(Json::parse(stream), folder);
  } catch (const Json::exception& error) {
    return failure(ErrorCode::unreadable, "Cannot read " + file.string() + ": " + error.what() + ".",
                   "A reference case holds truth.json with six landmarks per vertebra.");
  }
}

Result<void> write_truth(const ReferenceCase& reference, const std::string& made_by, const fs::path& file) {
  Json vertebrae = Json::array();
  for (const ReferenceBody& body : reference.bodies) {
    Json landmarks, heights;
    for (const auto& [name, member] : kPointNames) {
      const PatientPoint point = body.points.*member;
      landmarks[name] = {point.x, point.y, point.z};
    }
    for (const auto& [height, value] : body.heights)
      heights[std::string(to_string(height))] = value;
    vertebrae.push_back({{"level", body.level}, {"landmarks_lps_mm", landmarks}, {"heights_mm", heights}});
  }
  const Json truth = {{"case", reference.name},
                      {"modality", reference.modality == Modality::ct ? "CT" : "MR"},
                      {"input", reference.images.string()},
                      {"whole_vertebra_mask", reference.whole_vertebra_mask},
                      {"note", made_by},
                      {"vertebrae", vertebrae}};
  std::ofstream stream(file);
  if (!(stream << truth.dump(1) << '\n'))
    return failure(ErrorCode::io, "Cannot write " + file.string() + ".");
  return {};
}

Result<std::vector<ReferenceCase>> find_reference_cases(const fs::path& data) {
  std::vector<ReferenceCase> cases;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(data, fs::directory_options::follow_directory_symlink, error), end;
       !error && entry != end; entry.increment(error)) {
    if (entry->path().filename() != "truth.json")
      continue;
    SPONDYL_TRY(ReferenceCase found, read_reference_case(entry->path().parent_path()));
    if (found.modality != Modality::other && !found.bodies.empty())
      cases.push_back(std::move(found));
  }
  if (error)
    return failure(ErrorCode::not_found, "Cannot read the folder " + data.string() + ": " + error.message() + ".",
                   "Give a folder of reference cases, each with a truth.json.");
  std::ranges::sort(cases, {}, &ReferenceCase::name);
  return cases;
}

Result<LoadedScan> load_scan(const ReferenceCase& reference) {
  const auto start = std::chrono::steady_clock::now();
  if (fs::is_regular_file(reference.images)) {
    SPONDYL_TRY(Volume volume, imaging::read_nifti_volume(reference.images, reference.modality));
    return LoadedScan{std::move(volume), std::nullopt, 0.0, seconds_since(start)};
  }
  SPONDYL_TRY(const ScanResult scan, dicom::scan({reference.images}));
  const double scanned = seconds_since(start);
  const Series* series = best_series(scan, reference);
  if (series == nullptr)
    return failure(ErrorCode::not_found,
                   "No series in " + reference.images.string() + " holds the reference's bodies.");
  SPONDYL_TRY(dicom::LoadedVolume loaded, dicom::load_volume(*series));
  return LoadedScan{std::move(loaded.volume), series->info.slice_thickness, scanned, seconds_since(start) - scanned};
}

} // namespace spondyl::accuracy

#include "segmentation_json.h"

#include "grid.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

namespace spondyl::plugin_host {
namespace {

using Json = nlohmann::json;
using segmentation::SegmentedBody;
using segmentation::SegmentedSpine;

struct Problem {
  std::string text;
};

template <typename Vector> Vector vector_of(const Json& value) {
  const auto numbers = value.get<std::array<double, 3>>();
  if (value.size() != numbers.size() || !std::ranges::all_of(numbers, [](double n) { return std::isfinite(n); }))
    throw Problem{"a point is a list of three finite numbers"};
  return {numbers[0], numbers[1], numbers[2]};
}

SixPoints six_points(const Json& value) {
  SixPoints points;
  for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
    points.*member = vector_of<PatientPoint>(value.at(std::string(name)));
  return points;
}

BodyFrame frame_of(const Json& value) {
  return {vector_of<PatientPoint>(value.at("centre")), vector_of<PatientVector>(value.at("superior")),
          vector_of<PatientVector>(value.at("anterior")), vector_of<PatientVector>(value.at("left"))};
}

std::optional<VertebraLevel> level_of(const Json& value) {
  if (!value.contains("level_guess"))
    return std::nullopt;
  const auto level = VertebraLevel::parse(value.at("level_guess").get<std::string>());
  if (!level)
    throw Problem{"a \"level_guess\" is no level from C1 to S1"};
  return level;
}

double share_of(const Json& value, const char* key) {
  const double share = value.value(key, 0.0);
  if (!(share >= 0.0 && share <= 1.0))
    throw Problem{std::string("\"") + key + "\" lies outside 0..1"};
  return share;
}

SegmentedBody body_of(const Json& value) {
  SegmentedBody body;
  body.frame = frame_of(value.at("frame"));
  for (const Json& plane : value.value("slab", Json::array()))
    body.slab.push_back(six_points(plane));
  const int label = value.at("label").get<int>();
  if (label < 1 || label > 255)
    throw Problem{"a \"label\" lies outside 1..255"};
  body.label = static_cast<std::uint8_t>(label);
  body.reason = value.value("reason", "");
  body.status = body.reason.empty() ? segmentation::BodyStatus::measured : segmentation::BodyStatus::not_assessable;
  if (body.status == segmentation::BodyStatus::measured && body.slab.empty())
    throw Problem{"a body has neither a \"slab\" nor a \"reason\" for being not assessable"};
  body.confidence = share_of(value, "confidence");
  body.seeded = value.value("seeded", false);
  body.level_guess = level_of(value);
  body.level_confidence = share_of(value, "level_confidence");
  body.warnings = value.value("warnings", std::vector<std::string>{});
  return body;
}

segmentation::Labelling labelling_of(const Json& value) {
  segmentation::Labelling labelling;
  const std::string anchor = value.value("anchor", "none");
  constexpr std::array anchors = {NumberingAnchor::none, NumberingAnchor::sacrum, NumberingAnchor::last_rib,
                                  NumberingAnchor::c2, NumberingAnchor::reader};
  const auto* known = std::ranges::find_if(anchors, [&](NumberingAnchor a) { return to_string(a) == anchor; });
  if (known == anchors.end())
    throw Problem{"the anchor \"" + anchor + "\" is not known"};
  labelling.anchor = *known;
  labelling.confidence = share_of(value, "confidence");
  labelling.note = value.value("note", "");
  return labelling;
}

LabelMap label_map(const spondyl_labels& labels) {
  const VolumeGeometry geometry = from_abi(labels.geometry);
  const bool sound = geometry.size.columns > 0 && geometry.size.rows > 0 && geometry.size.slices > 0 &&
                     geometry.column_spacing > 0 && geometry.row_spacing > 0 && geometry.slice_spacing > 0 &&
                     labels.voxels != nullptr;
  if (!sound)
    throw Problem{"the label map has no voxels or no spacing"};
  return {geometry, {labels.voxels, labels.voxels + geometry.size.voxels()}};
}

void check_labels(const SegmentedSpine& spine) {
  std::set<std::uint8_t> labels;
  for (const SegmentedBody& body : spine.bodies)
    if (!labels.insert(body.label).second)
      throw Problem{"two bodies have the same \"label\""};
  for (const std::uint8_t voxel : spine.labels.voxels)
    if (voxel != 0 && !labels.contains(voxel))
      throw Problem{"the label map holds a value that no body has"};
}

SegmentedSpine spine_of(const Json& document, const spondyl_labels& labels) {
  SegmentedSpine spine;
  for (const Json& body : document.at("bodies"))
    spine.bodies.push_back(body_of(body));
  spine.labelling = labelling_of(document.value("labelling", Json::object()));
  spine.warnings = document.value("warnings", std::vector<std::string>{});
  spine.labels = label_map(labels);
  check_labels(spine);
  return spine;
}

} // namespace

std::string seeds_json(const std::vector<Seed>& seeds) {
  Json list = Json::array();
  for (const Seed& seed : seeds) {
    Json entry = {{"centre", {seed.centre.x, seed.centre.y, seed.centre.z}}};
    if (seed.level)
      entry["level"] = seed.level->name();
    list.push_back(std::move(entry));
  }
  return Json{{"seeds", std::move(list)}}.dump();
}

Result<SegmentedSpine> segmented_spine(std::string_view bodies_json, const spondyl_labels& labels) {
  try {
    return spine_of(Json::parse(bodies_json), labels);
  } catch (const Problem& problem) {
    return failure(ErrorCode::internal, "The segmenter's answer breaks the rules: " + problem.text + ".");
  } catch (const Json::exception& error) {
    return failure(ErrorCode::internal, std::string("The segmenter's answer cannot be read: ") + error.what());
  }
}

} // namespace spondyl::plugin_host

#include "edit_json.h"

#include <array>
#include <nlohmann/json.hpp>
#include <spondyl/findings/findings_json.h>

namespace spondyl::view_model {
namespace {

using Json = nlohmann::json;

Json point_json(const ImagePoint& point) {
  if (const auto* pixel = std::get_if<PixelPoint>(&point))
    return {{"pixel", {pixel->column, pixel->row}}};
  const auto& p = std::get<PatientPoint>(point);
  return {{"patient_mm", {p.x, p.y, p.z}}};
}

ImagePoint point_of(const Json& json) {
  if (json.contains("pixel"))
    return PixelPoint{json["pixel"].at(0), json["pixel"].at(1)};
  const Json& p = json.at("patient_mm");
  return PatientPoint{p.at(0), p.at(1), p.at(2)};
}

Json vector_json(PatientVector v) {
  return {v.x, v.y, v.z};
}

PatientVector vector_of(const Json& json) {
  return {json.at(0), json.at(1), json.at(2)};
}

Json plane_json(const SlicePlane& plane) {
  return {
      {"kind", static_cast<int>(plane.kind)}, {"origin", point_json(plane.origin)}, {"right", vector_json(plane.right)},
      {"down", vector_json(plane.down)},      {"spacing", plane.spacing},           {"step", plane.step}};
}

SlicePlane plane_of(const Json& json) {
  return {static_cast<PlaneKind>(json.at("kind").get<int>()),
          std::get<PatientPoint>(point_of(json.at("origin"))),
          vector_of(json.at("right")),
          vector_of(json.at("down")),
          json.at("spacing"),
          json.at("step")};
}

Json tool_json(const ToolMeasurement& tool) {
  Json json = {{"id", tool.id}, {"kind", static_cast<int>(tool.kind)}, {"text", tool.text}, {"points", Json::array()}};
  for (const ImagePoint& point : tool.points)
    json["points"].push_back(point_json(point));
  if (tool.plane)
    json["plane"] = plane_json(*tool.plane);
  return json;
}

ToolMeasurement tool_of(const Json& json) {
  ToolMeasurement tool{json.at("id"), static_cast<ToolKind>(json.at("kind").get<int>()), {}, {}, json.at("text")};
  for (const Json& point : json.at("points"))
    tool.points.push_back(point_of(point));
  if (json.contains("plane"))
    tool.plane = plane_of(json["plane"]);
  return tool;
}

/// Vertebrae and numbering travel as a findings.json, which keeps all of their values.
Json vertebrae_json(std::vector<VertebraFinding> vertebrae, const Numbering& numbering = {}) {
  Findings carrier;
  carrier.vertebrae = std::move(vertebrae);
  carrier.numbering = numbering;
  carrier.series_instance_uid = "0";
  carrier.modality = "OT";
  return findings::to_json(carrier);
}

Findings carried(const Json& json) {
  auto findings = findings::parse_findings(json.get<std::string>(), "The journal");
  if (!findings)
    throw std::runtime_error(findings.error().message);
  return std::move(*findings);
}

std::optional<VertebraLevel> level_of(const Json& json) {
  return json.contains("level") ? VertebraLevel::parse(json["level"].get<std::string>()) : std::nullopt;
}

Json calibration_json(const radiograph::FilmCalibration& calibration) {
  Json json = {{"by", calibration.who}, {"at", calibration.when}};
  if (const auto* length = std::get_if<radiograph::KnownLength>(&calibration.source)) {
    json["length_mm"] = length->millimetres;
    json["from"] = {length->from.column, length->from.row};
    json["to"] = {length->to.column, length->to.row};
  } else {
    json["magnification"] = std::get<radiograph::TypedMagnification>(calibration.source).value;
  }
  return json;
}

/// The calibration file of the command line.
Edit calibration_of(const Json& json) {
  auto calibration = radiograph::parse_calibration(json["calibration"].dump(), "The journal");
  if (!calibration)
    throw std::runtime_error(calibration.error().message);
  return CalibrateFilm{std::move(*calibration)};
}

struct Write {
  Json operator()(const MoveLandmark& edit) const {
    return {{"vertebra", edit.vertebra}, {"landmark", edit.landmark}, {"to", point_json(edit.to)}};
  }
  Json operator()(const AddVertebra& edit) const {
    return {{"vertebrae", vertebrae_json({edit.vertebra})}, {"hand_drawn", edit.hand_drawn}};
  }
  Json operator()(const DeleteVertebra& edit) const { return {{"vertebra", edit.vertebra}}; }
  Json operator()(const MarkNotAssessable& edit) const {
    return {{"vertebra", edit.vertebra}, {"reason", edit.reason}};
  }
  Json operator()(const MarkAssessable& edit) const { return {{"vertebra", edit.vertebra}}; }
  Json operator()(const Relabel& edit) const { return with_level(edit.vertebra, edit.level); }
  Json operator()(const CountLevelsFrom& edit) const { return with_level(edit.vertebra, edit.level); }
  Json operator()(const ShiftLevels& edit) const { return {{"steps", edit.steps}}; }
  Json operator()(const AcceptVertebra& edit) const {
    return {{"vertebra", edit.vertebra}, {"accepted", edit.accepted}};
  }
  Json operator()(const AcceptAll&) const { return Json::object(); }
  Json operator()(const SetTool& edit) const { return {{"tool", tool_json(edit.tool)}}; }
  Json operator()(const RemoveTool& edit) const { return {{"id", edit.id}}; }
  Json operator()(const ReplaceByRerun& edit) const {
    return {{"vertebrae", vertebrae_json(edit.vertebrae, edit.numbering)}, {"give_up", edit.give_up}};
  }
  Json operator()(const CalibrateFilm& edit) const { return {{"calibration", calibration_json(edit.calibration)}}; }
  static Json with_level(VertebraKey vertebra, std::optional<VertebraLevel> level) {
    Json json = {{"vertebra", vertebra}};
    if (level)
      json["level"] = level->name();
    return json;
  }
};

Edit add_vertebra_of(const Json& json) {
  return AddVertebra{carried(json.at("vertebrae")).vertebrae.at(0), json.at("hand_drawn")};
}

Edit rerun_of(const Json& json, const LoadLabels& load) {
  Findings findings = carried(json.at("vertebrae"));
  return ReplaceByRerun{std::move(findings.vertebrae), std::move(findings.numbering),
                        json.contains("labels") ? load(json["labels"].get<std::string>()) : nullptr,
                        json.at("give_up").get<std::vector<VertebraKey>>()};
}

using Reader = Edit (*)(const Json&, const LoadLabels&);
/// In the order of the variant's alternatives.
constexpr std::array<std::pair<const char*, Reader>, std::variant_size_v<Edit>> kKinds = {{
    {"move_landmark",
     [](const Json& j, const LoadLabels&) -> Edit {
       return MoveLandmark{j.at("vertebra"), j.at("landmark"), point_of(j.at("to"))};
     }},
    {"add_vertebra", [](const Json& j, const LoadLabels&) -> Edit { return add_vertebra_of(j); }},
    {"delete_vertebra", [](const Json& j, const LoadLabels&) -> Edit { return DeleteVertebra{j.at("vertebra")}; }},
    {"mark_not_assessable",
     [](const Json& j, const LoadLabels&) -> Edit {
       return MarkNotAssessable{j.at("vertebra"), j.at("reason")};
     }},
    {"mark_assessable", [](const Json& j, const LoadLabels&) -> Edit { return MarkAssessable{j.at("vertebra")}; }},
    {"relabel",
     [](const Json& j, const LoadLabels&) -> Edit {
       return Relabel{j.at("vertebra"), level_of(j)};
     }},
    {"count_levels_from",
     [](const Json& j, const LoadLabels&) -> Edit {
       return CountLevelsFrom{j.at("vertebra"), level_of(j)};
     }},
    {"shift_levels", [](const Json& j, const LoadLabels&) -> Edit { return ShiftLevels{j.at("steps")}; }},
    {"accept_vertebra",
     [](const Json& j, const LoadLabels&) -> Edit {
       return AcceptVertebra{j.at("vertebra"), j.at("accepted")};
     }},
    {"accept_all", [](const Json&, const LoadLabels&) -> Edit { return AcceptAll{}; }},
    {"set_tool", [](const Json& j, const LoadLabels&) -> Edit { return SetTool{tool_of(j.at("tool"))}; }},
    {"remove_tool", [](const Json& j, const LoadLabels&) -> Edit { return RemoveTool{j.at("id")}; }},
    {"replace_by_rerun", rerun_of},
    {"calibrate_film", [](const Json& j, const LoadLabels&) -> Edit { return calibration_of(j); }},
}};

} // namespace

Result<Json> to_json(const Edit& edit, const StoreLabels& store) {
  Json json = std::visit(Write{}, edit);
  json["kind"] = kKinds[edit.index()].first;
  if (const auto* rerun = std::get_if<ReplaceByRerun>(&edit); rerun != nullptr && rerun->labels) {
    SPONDYL_TRY(const std::string name, store(*rerun->labels));
    json["labels"] = name;
  }
  return json;
}

Result<Edit> edit_of(const Json& json, const LoadLabels& load) {
  try {
    for (const auto& [name, read] : kKinds)
      if (json.at("kind") == name)
        return read(json, load);
    return failure(ErrorCode::unreadable, "The journal holds an edit of an unknown kind.");
  } catch (const std::exception& problem) {
    return failure(ErrorCode::unreadable,
                   std::string("The journal holds an edit that cannot be read: ") + problem.what() + ".");
  }
}

} // namespace spondyl::view_model

#include <algorithm>
#include <nlohmann/json.hpp>
#include <spondyl/dicom_seg/segmentation.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/pipeline/stored_findings.h>

namespace spondyl::pipeline {
namespace {

using Json = nlohmann::ordered_json;
using dicom_modules::Code;

Json json_of(const Code& code) {
  return {{"code", code.value}, {"scheme", code.scheme}, {"meaning", code.meaning}};
}

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty())
    object[key] = text;
}

void put(Json& object, const char* key, const std::optional<Code>& code) {
  if (code)
    object[key] = json_of(*code);
}

void put_level(Json& object, const std::optional<VertebraLevel>& level) {
  if (level)
    object["level"] = level->name();
}

template <typename List, typename Describe>
void put_list(Json& object, const char* key, const List& list, Describe describe) {
  if (list.empty())
    return;
  object[key] = Json::array();
  for (const auto& entry : list)
    object[key].push_back(describe(entry));
}

Json json_of(const dicom_sr::ReportedMeasurement& measurement) {
  Json json = {{"name", json_of(measurement.concept_name)}};
  put_list(json, "modifiers", measurement.modifiers, [](const Code& code) { return json_of(code); });
  if (measurement.value)
    json["value"] = *measurement.value;
  json["unit"] = json_of(measurement.unit);
  put(json, "qualifier", measurement.qualifier);
  return json;
}

Json json_of(const dicom_sr::ReportedShape& shape) {
  Json json = {{"type", shape.graphic_type}};
  put_list(json, "patient_mm", shape.points, [](const PatientPoint& p) { return Json::array({p.x, p.y, p.z}); });
  put_list(json, "pixels", shape.pixels, [](const PixelPoint& p) { return Json::array({p.column, p.row}); });
  put(json, "frame_of_reference_uid", shape.frame_of_reference_uid);
  put(json, "image", shape.referenced_sop_instance_uid);
  return json;
}

Json json_of(const dicom_sr::MeasurementGroup& group) {
  Json json = Json::object();
  put(json, "tracking_identifier", group.tracking_identifier);
  put(json, "tracking_uid", group.tracking_uid);
  put_level(json, group.level);
  put(json, "finding", group.finding);
  put(json, "finding_site", group.finding_site);
  put_list(json, "measurements", group.measurements, [](const auto& entry) { return json_of(entry); });
  put_list(json, "evaluations", group.evaluations, [](const auto& entry) {
    return Json{{"name", json_of(entry.first)}, {"value", json_of(entry.second)}};
  });
  put_list(json, "texts", group.texts, [](const auto& entry) {
    return Json{{"name", json_of(entry.first)}, {"text", entry.second}};
  });
  put_list(json, "shapes", group.shapes, [](const auto& entry) { return json_of(entry); });
  put_list(json, "segments", group.referenced_segments, [](const std::string& segment) { return Json(segment); });
  return json;
}

Json document(const char* kind, const dicom_modules::InstanceIdentity& identity) {
  return {{"schema", "spondyl.understood/1"}, {"kind", kind}, {"sop_instance_uid", identity.sop_instance_uid}};
}

Json json_of(const dicom_sr::Report& report) {
  Json json = document("structured_report", report.identity);
  json["title"] = json_of(report.title);
  json["complete"] = report.complete;
  json["verified"] = report.verified;
  json["images"] = report.referenced_instances.size();
  json["groups"] = Json::array();
  for (const dicom_sr::MeasurementGroup& group : report.groups)
    json["groups"].push_back(json_of(group));
  json["notes"] = report.notes;
  return json;
}

Json json_of(const dicom_seg::Segment& segment, const LabelMap& labels) {
  Json json = {{"number", segment.number}};
  put(json, "label", segment.label);
  put(json, "tracking_identifier", segment.tracking_identifier);
  put(json, "tracking_uid", segment.tracking_uid);
  put_level(json, segment.level);
  json["category"] = json_of(segment.category);
  json["type"] = json_of(segment.type);
  put(json, "algorithm_type", segment.algorithm_type);
  put(json, "algorithm_name", segment.algorithm_name);
  json["voxels"] = segment.label_value == 0 ? 0 : std::ranges::count(labels.voxels, segment.label_value);
  return json;
}

Json json_of(const dicom_seg::Segmentation& segmentation) {
  Json json = document("segmentation", segmentation.identity);
  put(json, "frame_of_reference_uid", segmentation.frame_of_reference_uid);
  put(json, "series_instance_uid", segmentation.referenced_series_uid);
  json["images"] = segmentation.referenced_instances.size();
  json["segments"] = Json::array();
  for (const dicom_seg::Segment& segment : segmentation.segments)
    json["segments"].push_back(json_of(segment, segmentation.labels));
  json["notes"] = segmentation.notes;
  return json;
}

std::string text_of(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

Result<std::string> understood_json(const std::filesystem::path& file) {
  auto report = dicom_sr::read_report(file);
  if (report)
    return text_of(json_of(*report));
  if (report.error().code != ErrorCode::unsupported)
    return tl::make_unexpected(report.error());
  SPONDYL_TRY(const auto segmentation, dicom_seg::read_segmentation(file));
  return text_of(json_of(segmentation));
}

} // namespace spondyl::pipeline

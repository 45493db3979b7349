#include <spondyl/comparison/comparison.h>

#include "json_names.h"

#include <nlohmann/json.hpp>

namespace spondyl::comparison {
namespace {

using Json = nlohmann::ordered_json;

template <typename Value> void put(Json& object, const char* key, const std::optional<Value>& value) {
  if (value)
    object[key] = *value;
}

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty())
    object[key] = text;
}

Json json_of(const HeightChange& height) {
  Json object = {{"height", to_string(height.height)},
                 {"unit", to_string(height.unit)},
                 {"prior", height.prior},
                 {"current", height.current}};
  put(object, "change_mm", height.change_mm);
  put(object, "change_mm_error", height.change_mm_error);
  object["change"] = height.change;
  object["change_error"] = height.change_error;
  object["minimal_detectable_change"] = height.minimal_detectable;
  object["beyond_error"] = height.beyond_error();
  put(object, "annual_rate", height.annual_rate);
  put(object, "annual_rate_error", height.annual_rate_error);
  return object;
}

Json json_of(const VertebraChange& change) {
  Json object = {{"name", change.name}};
  object["level"] = change.level ? Json(change.level->name()) : Json(nullptr);
  put(object, "prior_ordinal", change.prior_ordinal);
  put(object, "current_ordinal", change.current_ordinal);
  object["verdict"] = to_string(change.verdict);
  put(object, "reason", change.reason);
  object["heights"] = Json::array();
  for (const HeightChange& height : change.heights)
    object["heights"].push_back(json_of(height));
  object["incident_fracture"] = {{"by_height", to_string(change.incident.by_height)},
                                 {"by_grade", to_string(change.incident.by_grade)},
                                 {"review", change.incident.review}};
  put(object, "prior_grade", change.prior_grade);
  put(object, "current_grade", change.current_grade);
  if (!change.warnings.empty())
    object["warnings"] = change.warnings;
  return object;
}

Json json_of(const ComparedStudy& study) {
  Json object = Json::object();
  put(object, "modality", study.modality);
  put(object, "study_uid", study.study_uid);
  put(object, "series_instance_uid", study.series_uid);
  for (const ReportReference& report : study.reports)
    object["reports"].push_back({{"sop_class_uid", report.sop_class_uid},
                                 {"series_instance_uid", report.series_instance_uid},
                                 {"sop_instance_uid", report.sop_instance_uid}});
  return object;
}

Json json_of(const Comparison& comparison) {
  Json document = {{"schema", kSchema}};
  document["same_person"] = {{"verdict", to_string(comparison.identity.same)},
                             {"agreements", comparison.identity.agreements},
                             {"contradictions", comparison.identity.contradictions}};
  document["prior"] = json_of(comparison.prior);
  put(document, "prior_date", comparison.prior_date);
  put(document, "current_date", comparison.current_date);
  put(document, "days", comparison.days);
  document["basis"] = to_string(comparison.basis);
  put(document, "basis_reason", comparison.basis_reason);
  document["matched_by_image"] = comparison.matched_by_image;
  document["numbering_differs"] = comparison.numbering_differs;
  document["notes"] = comparison.notes;
  document["vertebrae"] = Json::array();
  for (const VertebraChange& change : comparison.vertebrae)
    document["vertebrae"].push_back(json_of(change));
  if (comparison.deformity_index)
    document["spinal_deformity_index"] = {{"prior", comparison.deformity_index->prior},
                                          {"current", comparison.deformity_index->current},
                                          {"levels", comparison.deformity_index->levels}};
  return document;
}

} // namespace

std::string to_json(const Comparison& comparison) {
  return json_of(comparison).dump(1);
}

std::string with_comparison(const std::string& findings_json, const Comparison& comparison) {
  Json document = Json::parse(findings_json);
  document[kMember] = json_of(comparison);
  return document.dump(1);
}

} // namespace spondyl::comparison

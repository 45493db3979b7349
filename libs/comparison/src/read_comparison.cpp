#include <spondyl/comparison/comparison.h>

#include "json_names.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace spondyl::comparison {
namespace {

using Json = nlohmann::json;

/// One of `values`, recognised by to_string().
template <typename Value, std::size_t count> Value one_of(const Json& word, const std::array<Value, count>& values) {
  for (const Value value : values)
    if (to_string(value) == word.get_ref<const std::string&>())
      return value;
  throw std::invalid_argument("\"" + word.get<std::string>() + "\" is not known");
}

template <typename Value> void get(const Json& object, const char* key, std::optional<Value>& value) {
  if (const auto found = object.find(key); found != object.end())
    value = found->get<Value>();
}

void get(const Json& object, const char* key, std::string& text) {
  if (const auto found = object.find(key); found != object.end())
    text = found->get<std::string>();
}

void get(const Json& object, const char* key, std::vector<std::string>& texts) {
  if (const auto found = object.find(key); found != object.end())
    texts = found->get<std::vector<std::string>>();
}

ComparedStudy study_of(const Json& object) {
  ComparedStudy study;
  get(object, "modality", study.modality);
  get(object, "study_uid", study.study_uid);
  get(object, "series_instance_uid", study.series_uid);
  for (const Json& report : object.value("reports", Json::array()))
    study.reports.push_back(
        {report.at("sop_class_uid"), report.at("series_instance_uid"), report.at("sop_instance_uid")});
  return study;
}

Identity identity_in(const Json& object) {
  Identity identity;
  identity.same = one_of(object.at("verdict"), kSamePersons);
  get(object, "agreements", identity.agreements);
  get(object, "contradictions", identity.contradictions);
  return identity;
}

HeightChange height_of(const Json& object) {
  HeightChange height;
  height.height = one_of(object.at("height"), kHeightNames);
  height.unit = one_of(object.at("unit"), std::array{LengthUnit::millimetre, LengthUnit::pixel});
  height.prior = object.at("prior");
  height.current = object.at("current");
  get(object, "change_mm", height.change_mm);
  get(object, "change_mm_error", height.change_mm_error);
  height.change = object.at("change");
  height.change_error = object.at("change_error");
  height.minimal_detectable = object.at("minimal_detectable_change");
  get(object, "annual_rate", height.annual_rate);
  get(object, "annual_rate_error", height.annual_rate_error);
  return height;
}

VertebraChange vertebra_of(const Json& object) {
  VertebraChange change;
  change.name = object.at("name");
  if (!object.at("level").is_null())
    change.level = VertebraLevel::parse(object.at("level").get<std::string>());
  get(object, "prior_ordinal", change.prior_ordinal);
  get(object, "current_ordinal", change.current_ordinal);
  change.verdict = one_of(object.at("verdict"), kChangeVerdicts);
  get(object, "reason", change.reason);
  for (const Json& height : object.at("heights"))
    change.heights.push_back(height_of(height));
  const Json& incident = object.at("incident_fracture");
  change.incident = {one_of(incident.at("by_height"), kIncidentFractures),
                     one_of(incident.at("by_grade"), kIncidentFractures), incident.at("review")};
  get(object, "prior_grade", change.prior_grade);
  get(object, "current_grade", change.current_grade);
  get(object, "warnings", change.warnings);
  return change;
}

Comparison comparison_of(const Json& document) {
  Comparison comparison;
  comparison.prior = study_of(document.value("prior", Json::object()));
  comparison.identity = identity_in(document.at("same_person"));
  get(document, "prior_date", comparison.prior_date);
  get(document, "current_date", comparison.current_date);
  get(document, "days", comparison.days);
  comparison.basis = one_of(document.at("basis"), kBases);
  get(document, "basis_reason", comparison.basis_reason);
  comparison.matched_by_image = document.at("matched_by_image");
  comparison.numbering_differs = document.at("numbering_differs");
  get(document, "notes", comparison.notes);
  for (const Json& vertebra : document.at("vertebrae"))
    comparison.vertebrae.push_back(vertebra_of(vertebra));
  if (const auto index = document.find("spinal_deformity_index"); index != document.end())
    comparison.deformity_index = IndexChange{index->at("prior"), index->at("current"), index->at("levels")};
  return comparison;
}

tl::unexpected<Error> unreadable(const std::exception& cause) {
  return failure(ErrorCode::unreadable, std::string("The comparison cannot be read: ") + cause.what() + ".");
}

Result<Comparison> read(const Json& document) {
  if (document.at("schema") != kSchema)
    return failure(ErrorCode::unsupported, std::string("The comparison is not of schema ") + kSchema + ".");
  return comparison_of(document);
}

} // namespace

Result<Comparison> parse_comparison(std::string_view json) {
  try {
    return read(Json::parse(json));
  } catch (const std::exception& cause) {
    return unreadable(cause);
  }
}

Result<std::optional<Comparison>> comparison_within(std::string_view findings_json) {
  try {
    const Json document = Json::parse(findings_json);
    const auto found = document.find(kMember);
    if (found == document.end())
      return std::nullopt;
    SPONDYL_TRY(Comparison comparison, read(*found));
    return comparison;
  } catch (const std::exception& cause) {
    return unreadable(cause);
  }
}

} // namespace spondyl::comparison

#include "sign_off_json.h"

#include "read_vertebra.h"

namespace spondyl::findings {
namespace {

Json json_of(const SignOffStep& step) {
  Json object = Json::object();
  object["state"] = to_string(step.state);
  put(object, "reader", step.reader);
  put(object, "organization", step.organization);
  put(object, "time", step.time);
  return object;
}

SignOffStep read_step(const JsonReader& object) {
  return {object.get("state").one_of(kSignOffStates), read_optional_text(object, "reader"),
          read_optional_text(object, "organization"), read_optional_text(object, "time")};
}

Json json_of(const ReportReference& report) {
  Json object = Json::object();
  object["sop_class_uid"] = report.sop_class_uid;
  object["series_instance_uid"] = report.series_instance_uid;
  object["sop_instance_uid"] = report.sop_instance_uid;
  return object;
}

ReportReference read_report(const JsonReader& object) {
  return {object.get("sop_class_uid").text(), object.get("series_instance_uid").text(),
          object.get("sop_instance_uid").text()};
}

} // namespace

Json json_of(const SignOff& sign_off) {
  Json object = Json::object();
  object["state"] = to_string(sign_off.state());
  object["steps"] = Json::array();
  for (const SignOffStep& step : sign_off.steps)
    object["steps"].push_back(json_of(step));
  object["revision"] = sign_off.revision;
  put(object, "predecessor", sign_off.predecessor);
  for (const ReportReference& report : sign_off.predecessor_reports)
    object["predecessor_reports"].push_back(json_of(report));
  put(object, "amendment_reason", sign_off.amendment_reason);
  put(object, "digest", sign_off.digest);
  return object;
}

SignOff read_sign_off(const JsonReader& object) {
  SignOff sign_off;
  for (const JsonReader& step : object.get("steps").items())
    sign_off.steps.push_back(read_step(step));
  sign_off.revision = object.get("revision").whole_number();
  sign_off.predecessor = read_optional_text(object, "predecessor");
  sign_off.amendment_reason = read_optional_text(object, "amendment_reason");
  sign_off.digest = read_optional_text(object, "digest");
  if (const auto reports = object.find("predecessor_reports"))
    for (const JsonReader& report : reports->items())
      sign_off.predecessor_reports.push_back(read_report(report));
  if (const JsonReader state = object.get("state"); state.one_of(kSignOffStates) != sign_off.state())
    state.fail("is not the state of the last of its \"steps\"");
  return sign_off;
}

} // namespace spondyl::findings

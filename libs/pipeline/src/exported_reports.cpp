#include <spondyl/pipeline/exported_reports.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <spondyl/dicom_modules/source_study.h>
#include <spondyl/findings/private_file.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "spondyl.reports/1";
constexpr std::string_view kStructuredReports = "1.2.840.10008.5.1.4.1.1.88."; // PS3.4 B.5, but key objects
constexpr std::string_view kKeyObjects = "1.2.840.10008.5.1.4.1.1.88.59";

fs::path note_of(fs::path findings_file) {
  return findings_file.replace_extension(".reports.json");
}

bool is_signed(const Findings& findings) {
  return findings.sign_off && findings.sign_off->state() == SignOffState::signed_off;
}

/// The whole note; an empty one where there is none or it cannot be understood.
Json read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  Json note = Json::parse(stream, nullptr, /*allow_exceptions=*/false);
  const bool usable = note.is_object() && note.value("schema", Json()) == kSchema && note.contains("reports") &&
                      note["reports"].is_array();
  return usable ? note : Json{{"schema", kSchema}, {"reports", Json::array()}};
}

std::string text_of(const Json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

} // namespace

Result<void> note_exported(const Findings& findings, const fs::path& findings_file, const fs::path& report_file) {
  if (!is_signed(findings) || findings_file.extension() != ".json" || report_file.extension() != ".dcm")
    return {};
  SPONDYL_TRY(const auto identity, dicom_modules::read_identity(report_file));
  if (!identity.sop_class_uid.starts_with(kStructuredReports) || identity.sop_class_uid == kKeyObjects)
    return {};
  Json note = read(note_of(findings_file));
  const Json report = {{"findings", findings.sign_off->digest},
                       {"sop_class_uid", identity.sop_class_uid},
                       {"series_instance_uid", identity.series_instance_uid},
                       {"sop_instance_uid", identity.sop_instance_uid}};
  if (std::ranges::find(note["reports"], report) != note["reports"].end())
    return {};
  note["reports"].push_back(report);
  return findings::write_private_file(note_of(findings_file), note.dump(1) + "\n");
}

std::vector<ReportReference> exported_reports(const Findings& findings, const fs::path& findings_file) {
  std::vector<ReportReference> reports;
  if (!is_signed(findings))
    return reports;
  const Json note = read(note_of(findings_file));
  for (const Json& report : note["reports"])
    if (text_of(report, "findings") == findings.sign_off->digest && !text_of(report, "sop_instance_uid").empty())
      reports.push_back({text_of(report, "sop_class_uid"), text_of(report, "series_instance_uid"),
                         text_of(report, "sop_instance_uid")});
  return reports;
}

} // namespace spondyl::pipeline

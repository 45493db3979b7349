#include <spondyl/pipeline/stored_findings.h>

#include <fstream>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/pipeline/exported_reports.h>
#include <spondyl/sign_off/sign_off.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;

/// A findings.json begins with a brace; no DICOM file does, with or without a preamble of zeros.
bool begins_like_json(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  char first = 0;
  return (stream >> std::ws >> first) && first == '{';
}

Result<StoredFindings> read_from_report(const fs::path& file) {
  SPONDYL_TRY(dicom_sr::Report report, dicom_sr::read_report(file));
  if (!report.findings)
    return failure(ErrorCode::unsupported, file.string() + " is a structured report of another system.",
                   "What was understood of it: spondyl report " + file.string() + " --format json -o FOLDER.");
  StoredFindings stored{
      std::move(*report.findings),
      true,
      std::move(report.notes),
      {{report.identity.sop_class_uid, report.identity.series_instance_uid, report.identity.sop_instance_uid}}};
  if (auto verified = sign_off::verify(stored.findings, findings::to_json(stored.findings)); !verified) {
    Error error = verified.error();
    error.message = file.string() + ": " + error.message;
    return tl::make_unexpected(std::move(error));
  }
  return stored;
}

} // namespace

Result<StoredFindings> read_stored_findings(const fs::path& file) {
  std::error_code ignored;
  if (fs::is_regular_file(file, ignored) && !begins_like_json(file))
    return read_from_report(file);
  SPONDYL_TRY(Findings findings, sign_off::read_verified(file));
  auto reports = exported_reports(findings, file);
  return StoredFindings{std::move(findings), false, {}, std::move(reports)};
}

} // namespace spondyl::pipeline

#include <spondyl/pipeline/run.h>

#include <nlohmann/json.hpp>
#include <spondyl/base/version.h>
#include <spondyl/findings/anonymize.h>

namespace spondyl::pipeline {
namespace {

using Json = nlohmann::ordered_json;

Json file_names(const std::vector<std::filesystem::path>& files) {
  Json names = Json::array();
  for (const auto& file : files)
    names.push_back(file.string());
  return names;
}

Json reasons_json(const Series& series, bool anonymous) {
  Json reasons = Json::array();
  for (const VerdictReason& reason : series.reasons) {
    Json entry = {{"text", reason.text}};
    if (!reason.files.empty() && !anonymous)
      entry["files"] = file_names(reason.files);
    reasons.push_back(entry);
  }
  return reasons;
}

Json series_json(const SeriesOutcome& outcome, bool anonymous) {
  const Series& series = outcome.series;
  const auto uid = [anonymous](const std::string& own) { return anonymous ? findings::replacement_uid(own) : own; };
  Json entry = {{"study_instance_uid", uid(series.study.uid)},
                {"series_instance_uid", uid(series.info.uid)},
                {"modality", series.info.modality},
                {"kind", to_string(series.kind)},
                {"part", series.part},
                {"parts", series.parts},
                {"images", series.frames.size()},
                {"verdict", to_string(series.verdict)},
                {"reasons", reasons_json(series, anonymous)},
                {"outcome", to_string(outcome.outcome)}};
  if (!series.part_reason.empty())
    entry["part_reason"] = series.part_reason;
  if (!outcome.reason.empty())
    entry["outcome_reason"] = outcome.reason;
  if (outcome.outcome == Outcome::measured || outcome.outcome == Outcome::failed)
    entry["timing"] = {{"seconds", outcome.seconds}};
  if (outcome.peak_memory_bytes > 0)
    entry["peak_memory_bytes"] = outcome.peak_memory_bytes;
  if (!outcome.folder.empty())
    entry["written"] = {{"folder", outcome.folder}, {"files", outcome.files}};
  return entry;
}

} // namespace

std::string manifest_entry_json(const SeriesOutcome& outcome, bool anonymous) {
  return series_json(outcome, anonymous).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string manifest_json(const RunReport& report) {
  Json manifest = {{"schema", "spondyl.manifest/1"},  {"software", {{"name", kProgramName}, {"version", kVersion}}},
                   {"files_seen", report.files_seen}, {"dicom_files", report.dicom_files},
                   {"cancelled", report.cancelled},   {"series", Json::array()},
                   {"skipped", Json::array()}};
  for (const SeriesOutcome& outcome : report.series)
    manifest["series"].push_back(series_json(outcome, false));
  for (const SkippedFile& skipped : report.skipped)
    manifest["skipped"].push_back({{"file", skipped.file.string()}, {"reason", skipped.reason}});
  // Bytes that are no UTF-8 (file names may be anything) are replaced, never a reason to lose the manifest.
  return manifest.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace spondyl::pipeline

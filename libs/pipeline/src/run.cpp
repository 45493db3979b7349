#include <spondyl/pipeline/run.h>

#include "memory_watch.h"
#include "write_reports.h"
#include <spondyl/pipeline/output_folder.h>

#include <algorithm>
#include <chrono>
#include <spondyl/base/digest.h>
#include <spondyl/dicom/scan.h>
#include <spondyl/findings/anonymize.h>
#include <spondyl/findings/private_file.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr double kScanShare = 0.1; // of the progress of a run; engineering choice

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string refusal_text(const Series& series) {
  std::string text;
  for (const VerdictReason& reason : series.reasons)
    text += (text.empty() ? "" : " ") + reason.text;
  return text;
}

/// Errors that say "this cannot be measured" are answers; all others are failures.
Outcome outcome_of(ErrorCode code) {
  return code == ErrorCode::not_measurable || code == ErrorCode::unsupported ? Outcome::not_measured : Outcome::failed;
}

/// Any name that belongs to this series alone.
std::string first_file_name(const Series& series) {
  if (!series.frames.empty())
    return series.frames.front().sop_instance_uid + series.frames.front().file.string();
  for (const VerdictReason& reason : series.reasons)
    if (!reason.files.empty())
      return reason.files.front().string();
  return {};
}

Series with_replaced_uids(Series series) {
  series.study.uid = findings::replacement_uid(series.study.uid);
  series.info.uid = findings::replacement_uid(series.info.uid);
  return series;
}

/// What anonymous output may hold of a review. Text burned into the pixels would show in every picture made of them.
SeriesReview anonymous_review(SeriesReview review, const Series& series) {
  review.findings = findings::anonymized(std::move(review.findings));
  if (series.info.burned_in_annotation)
    review.image = std::monostate{};
  return review;
}

Result<void> review_and_write(SeriesOutcome& outcome, const RunOptions& options, const Progress& progress) {
  SPONDYL_TRY(SeriesReview review, review_series(outcome.series, options.review, progress));
  if (options.anonymous)
    review = anonymous_review(std::move(review), outcome.series);
  outcome.folder = results_folder_name(options.anonymous ? with_replaced_uids(outcome.series) : outcome.series);
  SPONDYL_TRY(outcome.files, write_review(review, options.output / outcome.folder));
  outcome.findings = review.findings;
  SPONDYL_TRY(const WrittenReports reports, write_reports(review, options, options.output / outcome.folder));
  outcome.files.insert(outcome.files.end(), reports.files.begin(), reports.files.end());
  for (const std::string& note : reports.not_applicable)
    outcome.reason += (outcome.reason.empty() ? "" : " ") + note;
  return {};
}

bool is_selected(const Series& series, const RunOptions& options) {
  return !options.series_uid || series.info.uid == *options.series_uid;
}

void process(SeriesOutcome& outcome, const RunOptions& options, const Progress& progress) {
  if (!is_selected(outcome.series, options)) {
    outcome.outcome = Outcome::not_selected;
    outcome.reason = "Another series was asked for.";
    return;
  }
  if (outcome.series.verdict == Verdict::refused) {
    outcome.reason = refusal_text(outcome.series);
    return;
  }
  const auto start = std::chrono::steady_clock::now();
  const MemoryWatch memory;
  const Result<void> done = review_and_write(outcome, options, progress);
  outcome.seconds = seconds_since(start);
  outcome.peak_memory_bytes = memory.peak_bytes();
  outcome.outcome = done ? Outcome::measured : outcome_of(done.error().code);
  if (!done) {
    outcome.reason = done.error().text();
    outcome.error = done.error().code;
  }
}

/// Landmarks without a series UID, and clicks in pixels, mean one series: with several they would be guesses.
Result<void> check_reader_input(const RunOptions& options, std::size_t candidates) {
  if (candidates <= 1)
    return {};
  if (options.review.landmarks && !options.review.landmarks->series_instance_uid)
    return failure(ErrorCode::invalid_argument, "The landmarks name no series, and the input holds several.",
                   "Choose one with --series.");
  if (!options.review.seeds.on_image.empty())
    return failure(ErrorCode::invalid_argument,
                   "Seeds in pixels belong to one image, and the input holds several series.",
                   "Choose one with --series.");
  return {};
}

Result<void> check_choice(const RunOptions& options, const ScanResult& scan) {
  std::size_t selected = 0, usable = 0;
  for (const Series& series : scan.series)
    if (is_selected(series, options)) {
      ++selected;
      usable += series.verdict == Verdict::refused ? 0 : 1;
    }
  if (selected == 0 && scan.dicom_files > 0 && options.series_uid)
    return failure(ErrorCode::invalid_argument, "No series of the input has the UID " + *options.series_uid + ".",
                   "Run without --series to see what is there; manifest.json lists the UIDs.");
  return check_reader_input(options, usable);
}

Result<void> write_manifest(const RunReport& report, const fs::path& output) {
  return findings::write_private_file(output / "manifest.json", manifest_json(report) + "\n");
}

} // namespace

bool RunReport::any_failed() const {
  return std::any_of(series.begin(), series.end(),
                     [](const SeriesOutcome& outcome) { return outcome.outcome == Outcome::failed; });
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
  case Outcome::measured:
    return "measured";
  case Outcome::not_measured:
    return "not_measured";
  case Outcome::not_selected:
    return "not_selected";
  case Outcome::failed:
    return "failed";
  }
  return "failed";
}

std::string series_identity(const Series& series) {
  std::string uid = series.info.uid;
  if (uid.empty())
    uid = first_file_name(series);
  std::string identity = series.study.uid;
  // What a scan tells series apart by.
  for (const std::string& part : {series.study.date, series.info.number, uid, series.info.modality})
    identity += '/' + part;
  return sha256_hex(identity + '/' + std::to_string(series.part));
}

std::string results_folder_name(const Series& series) {
  constexpr std::size_t kDigits = 12; // 48 bits: no two series of an archive meet
  const std::string modality = series.info.modality.empty() ? "series" : series.info.modality;
  std::string name = modality + "-" + series_identity(series).substr(0, kDigits);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return std::isalnum(c) != 0 ? static_cast<char>(std::tolower(c)) : '-'; });
  return name;
}

SeriesOutcome measure_series(Series series, const RunOptions& options, const Progress& progress) {
  SeriesOutcome outcome;
  outcome.series = std::move(series);
  process(outcome, options, progress);
  return outcome;
}

Result<RunReport> run(const RunOptions& options, const Progress& progress,
                      const std::function<void(const SeriesOutcome&)>& on_series) {
  SPONDYL_CHECK(check_output_outside_inputs(options.inputs, options.output));
  SPONDYL_TRY(ScanResult scan, dicom::scan(options.inputs, {}, progress.part(0.0, kScanShare)));
  SPONDYL_CHECK(check_choice(options, scan));
  SPONDYL_CHECK(create_output_folder(options.output));

  RunReport report{{}, std::move(scan.skipped), scan.files_seen, scan.dicom_files, false};
  const double share = (1.0 - kScanShare) / static_cast<double>(std::max<std::size_t>(1, scan.series.size()));
  for (std::size_t i = 0; i < scan.series.size() && !progress.cancelled(); ++i) {
    const double from = kScanShare + share * static_cast<double>(i);
    SeriesOutcome outcome = measure_series(std::move(scan.series[i]), options, progress.part(from, from + share));
    if (on_series)
      on_series(outcome);
    report.series.push_back(std::move(outcome));
  }
  report.cancelled = progress.cancelled();
  SPONDYL_CHECK(write_manifest(report, options.output));
  return report;
}

} // namespace spondyl::pipeline

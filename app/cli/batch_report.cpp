#include "batch_report.h"

#include "terminal_progress.h"

#include <cmath>
#include <cstdio>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace spondyl::cli {
namespace {

using Json = nlohmann::ordered_json;
using batch::EventKind;

constexpr double kSecondsBetweenDrawings = 0.2;

const char* name_of(EventKind kind) {
  switch (kind) {
  case EventKind::indexing:
    return "indexing";
  case EventKind::indexed:
    return "indexed";
  case EventKind::series:
    return "series";
  case EventKind::retry:
    return "retry";
  case EventKind::study:
    return "study";
  }
  return "series";
}

Json counts(const batch::BatchSummary& summary) {
  return {{"studies", summary.studies},           {"studies_done", summary.studies_done},
          {"measured", summary.measured},         {"not_measured", summary.not_measured},
          {"not_selected", summary.not_selected}, {"failed", summary.failed}};
}

/// "2 h 05 min", "12 min", "40 s".
std::string duration_text(double seconds) {
  const long whole = std::lround(seconds);
  std::ostringstream text;
  if (whole >= 3600)
    text << whole / 3600 << " h " << std::setw(2) << std::setfill('0') << whole % 3600 / 60 << " min";
  else if (whole >= 60)
    text << whole / 60 << " min";
  else
    text << whole << " s";
  return text.str();
}

std::string series_line(const batch::Event& event) {
  std::ostringstream line;
  line << event.outcome;
  if (!event.folder.empty())
    line << ' ' << event.folder << ", " << event.vertebrae << " vertebrae, " << std::fixed << std::setprecision(1)
         << event.seconds << " s";
  else if (!event.modality.empty())
    line << ' ' << event.modality << " series";
  if (!event.reason.empty())
    line << ": " << event.reason;
  return line.str();
}

} // namespace

std::string event_json(const batch::Event& event) {
  Json json = {{"event", name_of(event.kind)}};
  if (event.kind == EventKind::indexing) {
    json["files"] = event.so_far.files_seen;
    return json.dump();
  }
  if (event.kind == EventKind::series || event.kind == EventKind::retry) {
    for (const auto& [name, text] : {std::pair{"series_instance_uid", event.series_uid},
                                     {"modality", event.modality},
                                     {"outcome", event.outcome},
                                     {"folder", event.folder},
                                     {"reason", event.reason}})
      if (!text.empty())
        json[name] = text;
    json["vertebrae"] = event.vertebrae;
    json["seconds"] = event.seconds;
  }
  json.update(counts(event.so_far));
  json["seconds_running"] = event.seconds_running;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string progress_text(const batch::Event& event) {
  std::ostringstream text;
  text << event.so_far.studies_done << " of " << event.so_far.studies << " studies";
  if (event.studies_this_run > 0 && event.seconds_running > 0.0) {
    const double per_study = event.seconds_running / static_cast<double>(event.studies_this_run);
    const auto left = static_cast<double>(event.so_far.studies - event.so_far.studies_done);
    text << ", " << std::fixed << std::setprecision(1)
         << 60.0 * static_cast<double>(event.series_this_run) / event.seconds_running << " series/min, "
         << duration_text(per_study * left) << " left";
  }
  if (event.so_far.failed > 0)
    text << ", " << event.so_far.failed << " failed";
  return text.str();
}

std::string summary_text(const batch::BatchSummary& summary) {
  std::ostringstream text;
  text << summary.studies_done << " of " << summary.studies << " studies: " << summary.measured << " series measured, "
       << summary.not_measured << " not measured, ";
  if (summary.not_selected > 0)
    text << summary.not_selected << " not selected, ";
  text << summary.failed << " failed.";
  if (!summary.stop_reason.empty())
    text << ' ' << summary.stop_reason;
  return text.str();
}

void BatchReporter::tell(const batch::Event& event) {
  if (how_ == BatchReporting::events) {
    std::cout << event_json(event) << std::endl; // a reader in a pipe sees it at once
    return;
  }
  const bool of_series = event.kind == EventKind::series || event.kind == EventKind::retry;
  if (how_ == BatchReporting::lines) {
    if (of_series)
      std::cout << series_line(event) << '\n';
    else if (event.kind == EventKind::study || event.kind == EventKind::indexed)
      std::cout << progress_text(event) << std::endl;
  }
  if (how_ != BatchReporting::terminal)
    return;
  if (of_series && (event.kind == EventKind::retry || event.outcome == "failed")) {
    TerminalProgress::clear_line();
    std::cerr << "spondyl: " << series_line(event) << '\n';
  }
  if (event.kind != EventKind::indexing && event.seconds_running - last_drawn_ < kSecondsBetweenDrawings)
    return;
  last_drawn_ = event.seconds_running;
  const std::string text = event.kind == EventKind::indexing
                               ? "looked at " + std::to_string(event.so_far.files_seen) + " files"
                               : progress_text(event);
  std::fprintf(stderr, "\r\033[K%s", text.c_str());
  std::fflush(stderr);
}

void BatchReporter::finish(const batch::BatchSummary& summary, const std::string& output) {
  TerminalProgress::clear_line();
  if (how_ == BatchReporting::events) {
    Json json = {{"event", "finished"}, {"complete", summary.complete}};
    json.update(counts(summary));
    if (!summary.stop_reason.empty())
      json["reason"] = summary.stop_reason;
    std::cout << json.dump() << std::endl;
  } else if (how_ != BatchReporting::quiet) {
    std::cout << summary_text(summary) << "\nResults: " << output << '\n';
  }
}

} // namespace spondyl::cli

#include "orders.h"

#include <algorithm>
#include <spondyl/base/digest.h>
#include <spondyl/base/read_text.h>
#include <spondyl/base/version.h>
#include <spondyl/morphometry/reference_tables.h>
#include <spondyl/morphometry/schemes.h>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

Json strings(const std::vector<fs::path>& paths) {
  Json list = Json::array();
  for (const fs::path& path : paths)
    list.push_back(path.string());
  return list;
}

Json task_json(const BatchTask& task) {
  return {{"inputs", strings(task.inputs)},
          {"selection", task.selection},
          {"anonymous", task.anonymous},
          {"formats", task.formats},
          {"language", task.language},
          {"template_folder", task.template_folder.string()},
          {"plugin_folders", strings(task.plugin_folders)},
          {"segmenter", task.segmenter},
          {"grader", task.grader},
          {"schemes", task.schemes},
          {"reference_table", task.reference_table.string()}};
}

BatchTask task_of(const Json& json) {
  BatchTask task;
  task.selection = json.at("selection");
  task.anonymous = json.at("anonymous");
  task.formats = json.at("formats").get<std::vector<std::string>>();
  task.language = json.at("language");
  task.template_folder = json.at("template_folder").get<std::string>();
  for (const std::string folder : json.at("plugin_folders"))
    task.plugin_folders.emplace_back(folder);
  task.segmenter = json.at("segmenter");
  task.grader = json.at("grader");
  task.schemes = json.at("schemes").get<std::vector<std::string>>();
  task.reference_table = json.at("reference_table").get<std::string>();
  return task;
}

Result<void> add_reference_table(const fs::path& file, pipeline::ReviewOptions& review) {
  if (file.empty())
    return {};
  SPONDYL_TRY(const std::string text, read_text(file));
  SPONDYL_TRY(review.reference_tables, morphometry::ReferenceTables::with_user_tables(text, file.string()));
  return {};
}

/// Reports are made of anonymous findings alone and go into a study of replaced UIDs. Segmentations and pictures stand
/// on the images themselves: their frames would name the original instances and repeat the headers.
bool may_be_anonymous(const plugin_host::ReportFormat& format) {
  constexpr std::array kReports = {"sr", "pdf-dicom", "kos"};
  return !format.ending.ends_with(".dcm") || std::ranges::find(kReports, format.name) != kReports.end();
}

Result<void> check_formats(const BatchTask& task, plugin_host::PluginHost& host) {
  for (const std::string& format : task.formats) {
    const auto writer = host.writer_for(format);
    if (!writer)
      return tl::make_unexpected(writer.error());
    if (task.anonymous && !may_be_anonymous(writer->format))
      return failure(ErrorCode::invalid_argument,
                     "--format " + format + " writes a DICOM object of the images themselves.",
                     "With --anonymous choose among json, csv, tsv, html, pdf, fhir, sr, pdf-dicom and kos.");
  }
  return {};
}

} // namespace

Json to_json(const Orders& orders) {
  return {{"task", task_json(orders.task)},
          {"output", orders.output.string()},
          {"memory_limit_bytes", orders.memory_limit_bytes}};
}

Orders orders_of(const Json& json) {
  return {task_of(json.at("task")), json.at("output").get<std::string>(), json.at("memory_limit_bytes")};
}

std::string task_note(const BatchTask& task) {
  return task_json(task).dump(-1, ' ', true, Json::error_handler_t::replace);
}

BatchTask task_of_note(const std::string& note) {
  const Json json = Json::parse(note, nullptr, false);
  return json.is_object() ? task_of(json) : BatchTask{};
}

std::string task_identity(const BatchTask& task) {
  Json identity = task_json(task);
  identity["version"] = kVersion;
  return sha256_hex(identity.dump(-1, ' ', true, Json::error_handler_t::replace));
}

Result<pipeline::RunOptions> run_options(const BatchTask& task) {
  plugin_host::SearchFolders folders = plugin_host::default_search_folders();
  folders.additional = task.plugin_folders;
  const auto host = std::make_shared<plugin_host::PluginHost>(folders);
  SPONDYL_CHECK(check_formats(task, *host));
  SPONDYL_CHECK(morphometry::check_schemes(task.schemes));
  SPONDYL_TRY([[maybe_unused]] const auto* segmenter, host->find(plugin_host::Role::segmenter, task.segmenter));
  SPONDYL_TRY([[maybe_unused]] const auto* grader, host->find(plugin_host::Role::grader, task.grader));
  pipeline::RunOptions options;
  SPONDYL_CHECK(add_reference_table(task.reference_table, options.review));
  options.review.plugins = host;
  options.review.segmenter = task.segmenter;
  options.review.grader = task.grader;
  options.review.schemes = task.schemes;
  options.formats = task.formats;
  options.language = task.language;
  options.template_folder = task.template_folder;
  options.anonymous = task.anonymous;
  return options;
}

} // namespace spondyl::batch

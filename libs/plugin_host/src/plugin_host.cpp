#include <spondyl/plugin_host/plugin_host.h>

#include "builtin.h"
#include "judge.h"
#include "library.h"

#include <algorithm>
#include <cstdlib>

namespace spondyl::plugin_host {
namespace {

namespace fs = std::filesystem;

/// An absolute folder named by an environment variable, else empty.
fs::path folder_from_environment(const char* variable) {
  const char* value = std::getenv(variable);
  const fs::path folder = value == nullptr ? "" : value;
  return folder.is_absolute() ? folder : fs::path{};
}

fs::path user_data_folder() {
  if (const fs::path data = folder_from_environment("XDG_DATA_HOME"); !data.empty())
    return data;
  const fs::path home = folder_from_environment("HOME");
  return home.empty() ? fs::path{} : home / ".local" / "share";
}

fs::path program_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path{} : program.parent_path();
}

} // namespace

SearchFolders default_search_folders() {
  SearchFolders folders;
  if (const fs::path program = program_folder(); !program.empty())
    folders.installed = (program / ".." / "lib" / "spondyl" / "plugins").lexically_normal();
  if (const fs::path data = user_data_folder(); !data.empty())
    folders.user = data / "spondyl" / "plugins";
  return folders;
}

PluginHost::PluginHost(const SearchFolders& folders) {
  add(built_in_segmenter());
  add(built_in_grader());
  for (const fs::path& folder : {folders.installed, folders.user})
    if (!folder.empty())
      judge_folder(folder);
  for (const fs::path& folder : folders.additional)
    judge_folder(fs::absolute(folder)); // dlopen() searches the system for names without a slash
}

void PluginHost::judge_folder(const fs::path& folder) {
  for (PluginEntry& entry : judge_files(folder))
    add(std::move(entry));
}

void PluginHost::add(PluginEntry entry) {
  if (entry.refusal.empty())
    for (const PluginEntry& other : entries_)
      if (other.refusal.empty() && other.manifest->id == entry.manifest->id)
        entry.refusal = "its id \"" + entry.manifest->id + "\" is taken by " +
                        (other.file.empty() ? "a part that is built in" : other.file.string());
  entries_.push_back(std::move(entry));
}

void PluginHost::try_all() {
  for (PluginEntry& entry : entries_)
    if (entry.refusal.empty())
      (void)load(entry); // the reason is noted in the entry
}

std::string PluginHost::known_formats() const {
  std::vector<std::string> names;
  for (const PluginEntry& entry : entries_)
    if (entry.refusal.empty() && entry.manifest->role == Role::report_writer)
      for (const ReportFormat& format : entry.manifest->formats)
        names.push_back(format.name);
  std::ranges::sort(names);
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "" : ", ") + name;
  return list.empty() ? "none" : list;
}

Result<PluginHost::Writer> PluginHost::writer_for(const std::string& format) {
  for (PluginEntry& entry : entries_)
    if (entry.refusal.empty() && entry.manifest->role == Role::report_writer)
      for (const ReportFormat& candidate : entry.manifest->formats)
        if (candidate.name == format)
          return Writer{&entry, candidate};
  return failure(ErrorCode::unsupported, "No report plugin writes the format '" + format + "'.",
                 "Available: " + known_formats() + ". `spondyl plugins list` names what was refused and why.");
}

Result<PluginEntry*> PluginHost::find(Role role, const std::string& id) {
  std::string known;
  for (PluginEntry& entry : entries_) {
    if (!entry.manifest || entry.manifest->role != role)
      continue;
    if (entry.manifest->id == id && entry.refusal.empty())
      return &entry;
    if (entry.manifest->id == id)
      return failure(ErrorCode::unsupported,
                     "The plugin " + entry.file.string() + " is refused: " + entry.refusal + ".");
    known += (known.empty() ? "" : ", ") + entry.manifest->id;
  }
  return failure(ErrorCode::not_found, "There is no " + std::string(to_string(role)) + " plugin '" + id + "'.",
                 "Known: " + known + ".");
}

Result<const spondyl_plugin*> PluginHost::load(PluginEntry& entry) {
  if (entry.plugin != nullptr)
    return entry.plugin;
  if (entry.refusal.empty()) {
    Result<const spondyl_plugin*> opened = nullptr;
    const Result<void> probed = probe_library(entry.file, *entry.manifest);
    opened = probed ? open_library(entry.file, *entry.manifest) : tl::make_unexpected(probed.error());
    if (opened)
      return entry.plugin = *opened;
    entry.refusal = opened.error().text();
  }
  return failure(ErrorCode::unsupported, "The plugin " + entry.file.string() + " is refused: " + entry.refusal + ".");
}

} // namespace spondyl::plugin_host

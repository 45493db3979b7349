#include "judge.h"

#include <algorithm>
#include <fstream>
#include <spondyl/base/digest.h>
#include <spondyl/plugin_sdk/plugin_abi.h>
#include <sstream>

namespace spondyl::plugin_host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLibraryEnding = ".so", kManifestEnding = ".plugin.json";
constexpr std::uintmax_t kLargestManifest = 1 << 20; // engineering choice: manifests are hundreds of bytes

bool ends_with(const fs::path& file, std::string_view ending) {
  return file.filename().string().ends_with(ending);
}

fs::path with_ending(const fs::path& file, std::string_view old_ending, std::string_view new_ending) {
  std::string name = file.filename().string();
  name.resize(name.size() - old_ending.size());
  return file.parent_path() / (name + std::string(new_ending));
}

std::vector<fs::path> sorted_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    files.push_back(entry->path());
  std::ranges::sort(files);
  return files;
}

Result<Manifest> read_manifest(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error))
    return failure(ErrorCode::not_found, "it has no manifest (" + file.filename().string() + ") beside it");
  if (fs::file_size(file, error) > kLargestManifest)
    return failure(ErrorCode::unreadable, "its manifest is larger than 1 MiB");
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (!(text << stream.rdbuf()))
    return failure(ErrorCode::unreadable, "its manifest cannot be read");
  return parse_manifest(text.str(), file.filename().string());
}

bool is_elf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  char magic[4] = {};
  return stream.read(magic, sizeof magic) && std::string_view(magic, sizeof magic) == "\x7f"
                                                                                      "ELF";
}

/// Empty when the code may be loaded.
std::string objection(const fs::path& library, const Manifest& manifest) {
  if (manifest.abi != SPONDYL_PLUGIN_ABI)
    return "it was built for plugin ABI " + std::to_string(manifest.abi) + ", this version has " +
           std::to_string(SPONDYL_PLUGIN_ABI);
  if (!is_elf(library))
    return "it is not a shared object";
  if (manifest.sha256.empty())
    return {};
  const auto digest = sha256_of_file(library);
  if (!digest)
    return digest.error().message;
  return *digest == manifest.sha256 ? "" : "its digest is not the one its manifest states";
}

PluginEntry judge_library(const fs::path& library) {
  PluginEntry entry;
  entry.file = library;
  entry.origin = library.parent_path().string();
  auto manifest = read_manifest(with_ending(library, kLibraryEnding, kManifestEnding));
  if (!manifest) {
    entry.refusal = manifest.error().text();
    return entry;
  }
  entry.refusal = objection(library, *manifest);
  entry.manifest = std::move(*manifest);
  return entry;
}

PluginEntry lonely_manifest(const fs::path& library) {
  PluginEntry entry;
  entry.file = library;
  entry.origin = library.parent_path().string();
  entry.refusal = "there is a manifest but no " + library.filename().string();
  return entry;
}

} // namespace

std::vector<PluginEntry> judge_files(const fs::path& folder) {
  std::vector<PluginEntry> entries;
  std::error_code ignored;
  for (const fs::path& file : sorted_files(folder)) {
    if (ends_with(file, kLibraryEnding))
      entries.push_back(judge_library(file));
    if (ends_with(file, kManifestEnding))
      if (const fs::path library = with_ending(file, kManifestEnding, kLibraryEnding); !fs::exists(library, ignored))
        entries.push_back(lonely_manifest(library));
  }
  return entries;
}

} // namespace spondyl::plugin_host

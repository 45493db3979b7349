#include "dicomdir.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <spondyl/dicom_file/read_values.h>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;

bool same_but_for_case(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

fs::path find_component(const fs::path& folder, const std::string& name) {
  std::error_code error;
  if (fs::exists(folder / name, error))
    return folder / name;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (same_but_for_case(it->path().filename().string(), name))
      return it->path();
  return folder / name;
}

bool is_harmless(const std::string& component) {
  return !component.empty() && component != "." && component != ".." && component.find('/') == std::string::npos;
}

} // namespace

std::vector<fs::path> referenced_files(DcmItem& directory, const fs::path& folder) {
  std::set<fs::path> files;
  DcmSequenceOfItems* records = nullptr;
  if (directory.findAndGetSequence(DCM_DirectoryRecordSequence, records).bad() || records == nullptr)
    return {};
  DcmObject* object = nullptr;
  while ((object = records->nextInContainer(object)) != nullptr) {
    auto* record = dynamic_cast<DcmItem*>(object);
    const std::string id = record == nullptr ? std::string() : text(*record, DCM_ReferencedFileID);
    const std::vector<std::string> components = split_values(id);
    if (id.empty() || !std::all_of(components.begin(), components.end(), is_harmless))
      continue;
    fs::path path = folder;
    for (const std::string& component : components)
      path = find_component(path, component);
    files.insert(path);
  }
  return {files.begin(), files.end()};
}

} // namespace spondyl::dicom

#include "input_list.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace spondyl::batch {
namespace {

namespace fs = std::filesystem;

bool is_list(const fs::path& input) {
  std::error_code error;
  const fs::path ending = input.extension();
  return (ending == ".txt" || ending == ".list") && fs::is_regular_file(input, error);
}

Result<void> add_list(const fs::path& list, std::vector<fs::path>& expanded) {
  std::ifstream stream(list);
  if (!stream)
    return failure(ErrorCode::unreadable, "Cannot read the list " + list.string() + ".", "Check its permissions.");
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (!line.empty() && line.back() == '\r')
      line.pop_back();
    if (line.empty() || line.front() == '#')
      continue;
    const fs::path named = list.parent_path() / line; // an absolute line stays as it is
    if (std::error_code error; !fs::exists(named, error))
      return failure(ErrorCode::not_found,
                     "Line " + std::to_string(number) + " of " + list.string() + " names " + named.string() +
                         ", which does not exist.",
                     "Lists name one file or folder per line; check that the medium is mounted.");
    expanded.push_back(named);
  }
  return {};
}

} // namespace

Result<std::vector<fs::path>> expand_lists(const std::vector<fs::path>& inputs) {
  std::vector<fs::path> expanded;
  for (const fs::path& input : inputs) {
    if (std::error_code error; !fs::exists(input, error))
      return failure(ErrorCode::not_found, "The input " + input.string() + " does not exist.",
                     "Check the path and that its medium is mounted.");
    if (is_list(input)) {
      SPONDYL_CHECK(add_list(input, expanded));
    } else {
      expanded.push_back(input);
    }
  }
  if (expanded.empty())
    return failure(ErrorCode::invalid_argument, "The input names no file or folder.",
                   "Name files, folders, DICOMDIRs or lists of them.");
  for (fs::path& path : expanded)
    path = fs::absolute(path).lexically_normal();
  std::ranges::sort(expanded);
  expanded.erase(std::unique(expanded.begin(), expanded.end()), expanded.end());
  return expanded;
}

} // namespace spondyl::batch

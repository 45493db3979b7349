#include "user_folders.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <spondyl/findings/private_file.h>
#include <spondyl/view_model/study_browser.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

} // namespace

fs::path RecentStudies::default_file() {
  return user_data_folder() / "recent.json";
}

RecentStudies::RecentStudies(fs::path file) : file_(std::move(file)) {
  const auto text = read_text(file_);
  const Json json = text ? Json::parse(*text, nullptr, false) : Json();
  if (!json.is_array())
    return;
  for (const Json& path : json)
    if (path.is_string() && paths_.size() < kMost)
      paths_.emplace_back(path.get<std::string>());
}

Result<void> RecentStudies::add(const fs::path& path) {
  const fs::path absolute = fs::absolute(path).lexically_normal();
  std::erase(paths_, absolute);
  paths_.insert(paths_.begin(), absolute);
  paths_.resize(std::min(paths_.size(), kMost));
  return write();
}

Result<void> RecentStudies::clear() {
  paths_.clear();
  return write();
}

Result<void> RecentStudies::write() const {
  SPONDYL_CHECK(create_private_folder(file_.parent_path()));
  Json json = Json::array();
  for (const fs::path& path : paths_)
    json.push_back(path.string());
  return findings::write_private_file(file_, json.dump(1, ' ', false, Json::error_handler_t::replace));
}

} // namespace spondyl::view_model

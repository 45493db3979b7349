#include "schema.h"
#include "store_data.h"

#include <cstdlib>

namespace spondyl::store {
namespace {

namespace fs = std::filesystem;

Result<void> create_folder(const fs::path& folder) {
  std::error_code problem;
  if (folder.empty() || fs::is_directory(folder, problem))
    return {};
  fs::create_directories(folder, problem);
  if (!problem)
    fs::permissions(folder, fs::perms::owner_all, problem);
  if (problem)
    return failure(ErrorCode::io, "Cannot create the folder " + folder.string() + ": " + problem.message() + ".",
                   "Choose another file with --store.");
  return {};
}

} // namespace

fs::path default_file() {
  const auto absolute = [](const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && fs::path(value).is_absolute() ? fs::path(value) : fs::path();
  };
  if (const fs::path data = absolute("XDG_DATA_HOME"); !data.empty()) // XDG base directory specification
    return data / "spondyl" / "follow-up.sqlite";
  const fs::path home = absolute("HOME");
  return home.empty() ? fs::path() : home / ".local/share/spondyl/follow-up.sqlite";
}

Store::Store(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const fs::path& file) {
  if (file.empty())
    return failure(ErrorCode::invalid_argument, "There is no place for the follow-up store.", "Name one with --store.");
  SPONDYL_CHECK(create_folder(file.parent_path()));
  SPONDYL_TRY(auto database, database::open(file, schema()));
  auto data = std::unique_ptr<Data>(new Data{file, std::move(database)});
  return data->guarded([&]() -> Result<Store> {
    data->database.exec("PRAGMA secure_delete = ON"); // what is forgotten does not stay in free pages
    return Store(std::move(data));
  });
}

} // namespace spondyl::store

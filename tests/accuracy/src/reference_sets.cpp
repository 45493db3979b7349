#include "reference_sets.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <spondyl/base/digest.h>

namespace spondyl::accuracy {

bool stands_for(const std::string& entry, const std::string& name) {
  constexpr std::size_t digits = 16;
  return entry == name || (entry.size() == digits && entry == sha256_hex(name).substr(0, digits));
}

Result<ReferenceSets> ReferenceSets::read(const std::filesystem::path& file) {
  ReferenceSets sets;
  try {
    std::ifstream stream(file);
    const auto json = nlohmann::json::parse(stream);
    for (const auto& set : json.at("sets"))
      sets.sets_.push_back({set.at("prefix"), set.at("name"), set.at("reference_error_mm"), set.at("healthy")});
    sets.persons_ = json.at("same_person").get<std::vector<std::vector<std::string>>>();
    sets.ct_and_mr_ = json.at("ct_and_mr").get<std::vector<std::pair<std::string, std::string>>>();
  } catch (const nlohmann::json::exception& error) {
    return failure(ErrorCode::unreadable, "Cannot read " + file.string() + ": " + error.what() + ".");
  }
  return sets;
}

ReferenceSet ReferenceSets::set_of(const std::string& case_name) const {
  for (std::size_t length = case_name.size(); length > 0; --length)
    for (const ReferenceSet& set : sets_)
      if (stands_for(set.prefix, case_name.substr(0, length)))
        return set;
  return {"", "other", 0.5, false};
}

std::string ReferenceSets::person_of(const std::string& case_name) const {
  for (const auto& person : persons_)
    if (std::ranges::any_of(person, [&](const std::string& entry) { return stands_for(entry, case_name); }))
      return person.front();
  return case_name;
}

} // namespace spondyl::accuracy

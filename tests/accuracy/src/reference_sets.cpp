#include "reference_sets.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace spondyl::accuracy {

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
  ReferenceSet best{"", "other", 0.5, false};
  for (const ReferenceSet& set : sets_)
    if (case_name.starts_with(set.prefix) && set.prefix.size() > best.prefix.size())
      best = set;
  return best;
}

std::string ReferenceSets::person_of(const std::string& case_name) const {
  for (const auto& person : persons_)
    if (std::ranges::find(person, case_name) != person.end())
      return person.front();
  return case_name;
}

} // namespace spondyl::accuracy

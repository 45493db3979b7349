#include <spondyl/comparison/identity.h>

#include <algorithm>
#include <cctype>

namespace spondyl::comparison {
namespace {

/// Family and given name of the alphabetic group, upper case: what PS3.5 6.2 lets two systems write differently is left
/// out.
std::string comparable_name(const std::string& name) {
  std::string group = name.substr(0, name.find('='));
  const std::size_t first = group.find('^');
  const std::size_t second = first == std::string::npos ? first : group.find('^', first + 1);
  group = group.substr(0, second);
  std::ranges::transform(group, group.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  while (!group.empty() && (group.back() == ' ' || group.back() == '^'))
    group.pop_back();
  return group;
}

/// Whether both say it and agree; std::nullopt where one says nothing.
std::optional<bool> agree(const std::string& prior, const std::string& current) {
  if (prior.empty() || current.empty())
    return std::nullopt;
  return prior == current;
}

struct Tally {
  Identity identity;
  int strong = 0; ///< of id, name and birth date

  bool add(const char* what, std::optional<bool> agrees, bool is_strong) {
    if (!agrees)
      return false;
    (*agrees ? identity.agreements : identity.contradictions).emplace_back(what);
    strong += static_cast<int>(*agrees && is_strong);
    return *agrees;
  }
};

} // namespace

std::string_view to_string(SamePerson same) {
  switch (same) {
  case SamePerson::same:
    return "same";
  case SamePerson::probable:
    return "probable";
  case SamePerson::unknown:
    return "unknown";
  case SamePerson::contradicted:
    break;
  }
  return "contradicted";
}

Identity identity_of(const std::optional<PatientInfo>& prior, const std::optional<PatientInfo>& current) {
  if (!prior || !current)
    return {};
  Tally tally;
  const auto issuers = agree(prior->issuer, current->issuer);
  const auto ids = agree(prior->id, current->id);
  // Another hospital's id for the same person differs, and one number of two hospitals says nothing.
  const bool id = issuers.value_or(true) ? tally.add("patient id", ids, true) : false;
  if (!issuers.value_or(true) && ids.value_or(false))
    tally.add("issuer of patient id", false, false);
  else if (issuers.value_or(false))
    tally.add("issuer of patient id", true, false);
  const bool name = tally.add("name", agree(comparable_name(prior->name), comparable_name(current->name)), true);
  const bool birth = tally.add("birth date", agree(prior->birth_date, current->birth_date), true);
  tally.add("sex", agree(prior->sex, current->sex), false);
  if (!tally.identity.contradictions.empty())
    tally.identity.same = SamePerson::contradicted;
  else if (id && name && birth)
    tally.identity.same = SamePerson::same;
  else if (tally.strong >= 2)
    tally.identity.same = SamePerson::probable;
  return tally.identity;
}

} // namespace spondyl::comparison

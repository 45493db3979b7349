#pragma once
// Whether two findings are of one person. Never decided on the patient id alone.

#include <array>
#include <optional>
#include <spondyl/model/series.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::comparison {

enum class SamePerson {
  same,        ///< id, name and birth date agree, and neither issuer nor sex contradicts
  probable,    ///< nothing contradicts, and two of id, name and birth date agree: a reader confirms
  unknown,     ///< nothing contradicts, too little is said to tell
  contradicted ///< at least one of id (of one issuer), issuer, name, birth date, sex differs
};
inline constexpr std::array<SamePerson, 4> kSamePersons = {SamePerson::same, SamePerson::probable, SamePerson::unknown,
                                                           SamePerson::contradicted};
[[nodiscard]] std::string_view to_string(SamePerson same);

struct Identity {
  SamePerson same = SamePerson::unknown;
  std::vector<std::string> agreements, contradictions; ///< "patient id", "birth date", ...; never the values
};

/// Ids of different issuers are not compared with each other. Names are compared by family and given name of their
/// first component group, without regard to case.
[[nodiscard]] Identity identity_of(const std::optional<PatientInfo>& prior, const std::optional<PatientInfo>& current);

} // namespace spondyl::comparison

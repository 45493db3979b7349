#include <spondyl/dicom_modules/codes.h>

#include <algorithm>
#include <array>
#include <spondyl/base/uid.h>

namespace spondyl::dicom_modules {
namespace {

struct LevelCodes {
  const char* level;
  const char* vertebra; ///< SCT, or 99SPONDYL where `vertebra_is_private`
  const char* body;     ///< SCT; null = no code of its own
  bool vertebra_is_private = false;
};

// PS3.16 CID 7603 "Vertebra" and the bodies of SNOMED CT. S1 is not in the context group; T13 and L6 have no code.
constexpr std::array<LevelCodes, VertebraLevel::last_rank> kLevels = {{
    {"C1", "14806007", nullptr},      {"C2", "39976000", nullptr},    {"C3", "113205007", "91116008"},
    {"C4", "5329002", "14705001"},    {"C5", "36978003", "67479001"}, {"C6", "36054005", "88298007"},
    {"C7", "87391001", "16126006"},   {"T1", "64864005", "56094003"}, {"T2", "53733008", "50060007"},
    {"T3", "1626008", "73138009"},    {"T4", "73071006", "86197001"}, {"T5", "56401006", "6105006"},
    {"T6", "45296009", "32430008"},   {"T7", "62487009", "71737002"}, {"T8", "11068009", "77435000"},
    {"T9", "82687006", "33766003"},   {"T10", "7610001", "48405002"}, {"T11", "12989004", "52120002"},
    {"T12", "23215003", "280849005"}, {"T13", "T13", nullptr, true},  {"L1", "66794005", "61032001"},
    {"L2", "14293000", "53983007"},   {"L3", "36470004", "55492004"}, {"L4", "11994002", "71996003"},
    {"L5", "49668003", "21799000"},   {"L6", "L6", nullptr, true},    {"S1", "65985001", nullptr},
}};

const LevelCodes& codes_of(VertebraLevel level) {
  return kLevels[static_cast<std::size_t>(level.rank() - VertebraLevel::first_rank)];
}

} // namespace

Code vertebra_code(std::optional<VertebraLevel> level) {
  if (!level)
    return {"vertebra", kPrivateScheme, "Vertebra of unknown number"};
  const LevelCodes& codes = codes_of(*level);
  return {codes.vertebra, codes.vertebra_is_private ? kPrivateScheme : "SCT", level->name() + " vertebra"};
}

Code vertebral_body_code(std::optional<VertebraLevel> level) {
  if (level && codes_of(*level).body != nullptr)
    return {codes_of(*level).body, "SCT", "Body of " + level->name() + " vertebra"};
  return {"3572006", "SCT", "Body of vertebra"};
}

Code disc_code(std::optional<VertebraLevel> upper) {
  struct Disc {
    const char* upper;
    const char* value;
    const char* meaning;
  };
  static constexpr Disc discs[] = {
      {"T12", "76206002", "T12-L1 intervertebral disc"}, {"L1", "80064006", "L1-L2 intervertebral disc"},
      {"L2", "67459009", "L2-L3 intervertebral disc"},   {"L3", "62551000", "L3-L4 intervertebral disc"},
      {"L4", "84020006", "L4-L5 intervertebral disc"},   {"L5", "715056000", "L5-S1 intervertebral disc"}};
  for (const Disc& disc : discs)
    if (upper && upper->name() == disc.upper)
      return {disc.value, "SCT", disc.meaning};
  return {"disc", kPrivateScheme, "Intervertebral disc"};
}

std::optional<VertebraLevel> level_of_code(const Code& code) {
  const bool is_private = code.scheme == kPrivateScheme;
  if (!is_private && code.scheme != "SCT")
    return std::nullopt;
  const auto names = [&](const LevelCodes& codes) {
    return codes.vertebra_is_private == is_private &&
           (code.value == codes.vertebra || (codes.body != nullptr && code.value == codes.body));
  };
  const auto* const found = std::ranges::find_if(kLevels, names);
  return found == kLevels.end() ? std::nullopt : VertebraLevel::parse(found->level);
}

std::string tracking_identifier(const VertebraFinding& vertebra) {
  return vertebra.display_name();
}

std::string tracking_uid(const Findings& findings, const VertebraFinding& vertebra) {
  // Lengths are written before the texts, so that no two different lists make the same text.
  const auto counted = [](const std::string& text) { return std::to_string(text.size()) + ":" + text + ";"; };
  std::string text = "spondyl vertebra;";
  if (!vertebra.level)
    text += "series;" + counted(findings.series_instance_uid);
  else if (findings.patient && !findings.patient->id.empty())
    text += "patient;" + counted(findings.patient->id) + counted(findings.patient->issuer);
  else
    text += "study;" + counted(findings.study.uid);
  return uid_from_text(text + counted(vertebra.display_name()));
}

} // namespace spondyl::dicom_modules

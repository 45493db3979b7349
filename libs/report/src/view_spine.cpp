#include "view.h"
#include "wording.h"

#include <algorithm>
#include <cmath>

namespace spondyl::report {
namespace {

using Json = nlohmann::json;

std::string with_uncertainty(double value, const std::optional<double>& uncertainty, int decimals,
                             const std::string& unit, const Catalogue& catalogue) {
  std::string text = catalogue.number(value, decimals);
  if (uncertainty)
    text += "\u00A0±\u00A0" + catalogue.number(*uncertainty, decimals);
  return text + unit;
}

Json angle_rows(const Findings& findings, const Catalogue& catalogue) {
  Json rows = Json::array();
  for (const SpinalAngle& angle : findings.angles)
    rows.push_back({{"name", catalogue.text(std::string(to_string(angle.name)))},
                    {"value", with_uncertainty(angle.degrees, angle.uncertainty, 0, "°", catalogue)},
                    {"from", catalogue.sentence(angle.from)},
                    {"to", catalogue.sentence(angle.to)},
                    {"supine", angle.supine}});
  return rows;
}

std::string name_of_ordinal(const Findings& findings, std::optional<int> ordinal, const Catalogue& catalogue) {
  if (!ordinal)
    return catalogue.text("sacrum");
  const auto found = std::ranges::find(findings.vertebrae, *ordinal, &VertebraFinding::ordinal);
  return found == findings.vertebrae.end() ? "#" + std::to_string(*ordinal) : level_name(*found, catalogue);
}

Json disc_rows(const Findings& findings, const Catalogue& catalogue) {
  const auto millimetres = [&](const std::optional<double>& height) {
    return height ? catalogue.number(*height, 1) : std::string{};
  };
  Json rows = Json::array();
  for (const DiscFinding& disc : findings.discs)
    rows.push_back({{"name", name_of_ordinal(findings, disc.upper_ordinal, catalogue) + "/" +
                                 name_of_ordinal(findings, disc.lower_ordinal, catalogue)},
                    {"anterior", millimetres(disc.anterior_height)},
                    {"middle", millimetres(disc.middle_height)},
                    {"posterior", millimetres(disc.posterior_height)},
                    {"index", disc.index ? with_uncertainty(*disc.index, disc.index_uncertainty, 2, "", catalogue)
                                         : std::string{}},
                    {"angle", disc.angle ? catalogue.number(*disc.angle, 1) + "°" : std::string{}}});
  return rows;
}

Json attenuation_rows(const Findings& findings, const Catalogue& catalogue) {
  Json rows = Json::array();
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    if (!vertebra.attenuation)
      continue;
    const Attenuation& attenuation = *vertebra.attenuation;
    Json row = {{"level", level_name(vertebra, catalogue)},
                {"interpretation", catalogue.sentence(attenuation.interpretation)},
                {"withheld", catalogue.sentence(attenuation.withheld_reason)},
                {"conditions", Json::array()}};
    if (attenuation.mean)
      row["value"] = with_uncertainty(*attenuation.mean, std::nullopt, 0, " HU", catalogue);
    for (const std::string& condition : attenuation.conditions)
      row["conditions"].push_back(catalogue.sentence(condition));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string deformity_index(const SpinalDeformityIndex& index, const Catalogue& catalogue) {
  std::vector<std::string> missing;
  for (const VertebraLevel level : index.missing)
    missing.push_back(level.name());
  const std::string value = catalogue.number(index.value, index.value == std::round(index.value) ? 0 : 1);
  if (missing.empty())
    return catalogue.text("sdi_whole", {{"value", value}});
  return catalogue.text("sdi_partial", {{"value", value},
                                        {"counted", std::to_string(index.counted.size())},
                                        {"missing", enumeration(missing, catalogue)}});
}

/// A warning that many levels share is printed once, with the levels it belongs to.
Json warning_rows(const Findings& findings, const Catalogue& catalogue) {
  std::vector<std::pair<std::string, std::vector<std::string>>> grouped;
  for (const std::string& warning : findings.warnings)
    grouped.push_back({warning, {}});
  for (const VertebraFinding& vertebra : findings.vertebrae)
    for (const std::string& warning : vertebra.warnings) {
      auto found = std::ranges::find(grouped, warning, [](const auto& entry) { return entry.first; });
      if (found == grouped.end())
        found = grouped.insert(grouped.end(), {warning, {}});
      found->second.push_back(level_name(vertebra, catalogue));
    }
  Json rows = Json::array();
  for (const auto& [warning, levels] : grouped) {
    const bool everywhere = levels.empty() || levels.size() == findings.vertebrae.size();
    rows.push_back({{"levels", everywhere ? catalogue.text("all_levels") : enumeration(levels, catalogue)},
                    {"text", catalogue.sentence(warning)}});
  }
  return rows;
}

std::string reader_of(const SignOffStep& step) {
  return person_name(step.reader) + (step.organization.empty() ? "" : " (" + step.organization + ")");
}

} // namespace

Json spine_view(const Findings& findings, const Catalogue& catalogue) {
  Json view = {{"angles", angle_rows(findings, catalogue)},
               {"discs", disc_rows(findings, catalogue)},
               {"attenuation", attenuation_rows(findings, catalogue)},
               {"warnings", warning_rows(findings, catalogue)}};
  for (const char* list : {"angles", "discs", "attenuation", "warnings"})
    view[std::string("has_") + list] = !view[list].empty();
  if (findings.deformity_index)
    view["deformity_index"] = deformity_index(*findings.deformity_index, catalogue);
  view["has_spine_section"] =
      !findings.angles.empty() || findings.deformity_index.has_value() || !view["attenuation"].empty();
  return view;
}

Json sign_off_view(const Findings& findings, const Catalogue& catalogue) {
  const SignOff sign_off = findings.sign_off.value_or(SignOff{});
  Json steps = Json::array();
  for (const SignOffStep& step : sign_off.steps)
    steps.push_back(catalogue.text("sign_off_step_" + std::string(to_string(step.state)),
                                   {{"reader", reader_of(step)}, {"date", catalogue.date(step.time)}}));
  Json view = {{"state", catalogue.text("sign_off_" + std::string(to_string(sign_off.state())))},
               {"is_signed", sign_off.state() == SignOffState::signed_off},
               {"steps", steps},
               {"last_step", steps.empty() ? std::string{} : steps.back().get<std::string>()}};
  if (!sign_off.predecessor.empty())
    view["amendment"] = catalogue.text(
        "sign_off_amendment", {{"revision", std::to_string(sign_off.revision)}, {"reason", sign_off.amendment_reason}});
  return view;
}

} // namespace spondyl::report

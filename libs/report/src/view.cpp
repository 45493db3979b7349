#include "view.h"

#include "change_words.h"
#include "wording.h"

#include <algorithm>
#include <set>

namespace spondyl::report {
namespace {

using Json = nlohmann::json;

Json patient_view(const PatientInfo& patient, const Catalogue& catalogue) {
  const std::string sex_key = "sex_" + patient.sex;
  return {{"name", person_name(patient.name)},
          {"id", patient.id},
          {"issuer", patient.issuer},
          {"birth_date", catalogue.date(patient.birth_date)},
          {"sex", catalogue.has(sex_key) ? catalogue.text(sex_key) : patient.sex},
          {"age", patient.age}};
}

Json numbering_view(const Numbering& numbering, const Catalogue& catalogue) {
  Json view = {{"sentence", catalogue.text("numbering_" + std::string(to_string(numbering.status)) + "_" +
                                           std::string(to_string(numbering.anchor)))},
               {"note", catalogue.sentence(numbering.note)},
               {"certain", numbering.status == NumberingStatus::certain}};
  if (numbering.confidence)
    view["confidence"] = catalogue.percent(*numbering.confidence);
  return view;
}

/// Where the millimetres come from, once per kind that occurs.
Json spacing_sentences(const Findings& findings, const Catalogue& catalogue) {
  std::set<SpacingProvenance> kinds;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    for (const HeightName name : kHeightNames)
      if (const auto& height = vertebra.heights.of(name))
        kinds.insert(height->spacing);
  Json sentences = Json::array();
  for (const SpacingProvenance kind : kinds)
    sentences.push_back(catalogue.text("spacing_" + std::string(to_string(kind))));
  return sentences;
}

std::string technique_of(const Findings& findings, const Catalogue& catalogue) {
  const std::string key = "technique_" + findings.modality;
  return catalogue.has(key) ? catalogue.text(key) : catalogue.text("technique_other");
}

bool has_unassessable(const Findings& findings) {
  return std::ranges::any_of(findings.vertebrae, [](const VertebraFinding& vertebra) {
    return vertebra.status == MeasurementStatus::not_assessable;
  });
}

bool has_confirmations(const Findings& findings) {
  return std::ranges::any_of(findings.vertebrae,
                             [](const VertebraFinding& vertebra) { return !vertebra.reader_must_confirm.empty(); });
}

/// Pixels only where no height is in millimetres.
std::string unit_of(const Findings& findings) {
  bool pixels = false;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    for (const HeightName name : kHeightNames)
      if (const auto& height = vertebra.heights.of(name)) {
        if (height->unit == LengthUnit::millimetre)
          return "mm";
        pixels = true;
      }
  return pixels ? "px" : "mm";
}

/// What everything after the tables is about: the series, how it was measured, who answers for it.
void add_circumstances(Json& view, const Findings& findings, const Catalogue& catalogue) {
  view["modality"] = findings.modality;
  view["study"] = {{"date", catalogue.date(findings.study.date)},
                   {"accession", findings.study.accession},
                   {"uid", findings.study.uid},
                   {"series_uid", findings.series_instance_uid}};
  if (findings.patient)
    view["patient"] = patient_view(*findings.patient, catalogue);
  view["numbering"] = numbering_view(findings.numbering, catalogue);
  view["technique"] = technique_of(findings, catalogue);
  view["spacing"] = spacing_sentences(findings, catalogue);
  view["software"] = {{"name", findings.software.name}, {"version", findings.software.version}};
  view["created"] = catalogue.date(findings.created);
  view["sign_off"] = sign_off_view(findings, catalogue);
}

} // namespace

Json view_of(const Findings& findings, const Catalogue& catalogue, const ReportOptions& options) {
  Json view = spine_view(findings, catalogue);
  view["t"] = catalogue.texts();
  add_circumstances(view, findings, catalogue);
  const ReferenceNotes notes(findings);
  view["reference_notes"] = notes.rows(catalogue);
  view["heights_title"] = catalogue.text("heights", {{"unit", unit_of(findings)}});
  view["vertebrae"] = vertebra_rows(findings, notes, catalogue);
  view["has_unassessable"] = has_unassessable(findings);
  view["has_confirmations"] = has_confirmations(findings);
  view["impression"] = impression(findings, catalogue, options.comparison);
  view["recommendation"] = recommendation(findings, catalogue, options.recommendation, options.comparison);
  if (options.comparison)
    view["change"] = change_view(*options.comparison, catalogue);
  view["overview"] = options.overview;
  view["diagram"] = options.diagram;
  return view;
}

} // namespace spondyl::report

#include "view.h"
#include "wording.h"

#include <algorithm>

namespace spondyl::report {
namespace {

using Json = nlohmann::json;

/// The unit stands in the table's head.
std::string height_cell(const std::optional<HeightMeasurement>& height, const Catalogue& catalogue) {
  if (!height)
    return {};
  std::string text = catalogue.number(height->value, 1);
  if (height->uncertainty)
    text += "\u00A0±\u00A0" + catalogue.number(*height->uncertainty, 1);
  if (height->value_mm)
    text += " (" + catalogue.number(*height->value_mm, 1) + "\u00A0mm)";
  return text;
}

std::string ratio_cell(const std::optional<double>& ratio, const Catalogue& catalogue) {
  return ratio ? catalogue.number(*ratio, 2) : std::string{};
}

Json loss_rows(const VertebraFinding& vertebra, const Catalogue& catalogue) {
  Json rows = Json::array();
  for (const HeightLoss& loss : vertebra.loss)
    rows.push_back({{"height", catalogue.text("height_" + std::string(to_string(loss.height)))},
                    {"raw", catalogue.percent(loss.raw)},
                    {"adjusted", loss.adjusted ? loss_text(loss, catalogue) : std::string{}},
                    {"formula", catalogue.sentence(loss.formula)},
                    {"reference", catalogue.sentence(loss.reference)}});
  return rows;
}

/// Each height's loss in one cell, "32 % → 26 ± 4 %", and what it was compared with.
void add_loss_cells(Json& row, const VertebraFinding& vertebra, const Catalogue& catalogue) {
  row["has_losses"] = !vertebra.loss.empty();
  row["references"] = Json::array();
  for (const HeightLoss& loss : vertebra.loss) {
    const std::string name(to_string(loss.height));
    row["loss_" + name] =
        catalogue.percent(loss.raw) + (loss.adjusted ? " → " + loss_text(loss, catalogue) : std::string{});
    row["references"].push_back(
        {{"height", catalogue.text("symbol_" + name)}, {"reference", catalogue.sentence(loss.reference)}});
  }
}

/// "1: 35 %, 2: 50 %": the grades with a share worth printing.
std::string probabilities(const Grade& grade, const Catalogue& catalogue) {
  constexpr double kWorthPrinting = 0.05; // engineering choice
  std::string text;
  for (std::size_t i = 0; i < kGenantGrades.size(); ++i)
    if (grade.probabilities[i] >= kWorthPrinting)
      text += (text.empty() ? "" : ", ") + grade_value(kGenantGrades[i]) + ":\u00A0" +
              catalogue.percent(grade.probabilities[i]);
  return text;
}

void add_grade(Json& row, const VertebraFinding& vertebra, const Catalogue& catalogue) {
  if (!vertebra.grade)
    return;
  const Grade& grade = *vertebra.grade;
  row["graded"] = true;
  row["grade"] = grade_value(grade.value);
  row["grade_name"] = grade_name(grade.value, catalogue);
  row["type"] = grade.shape == FractureShape::none ? "–" : shape_name(grade.shape, catalogue);
  row["probability"] = grade_probability(grade, catalogue);
  row["probabilities"] = probabilities(grade, catalogue);
  row["fracture_probability"] = fracture_probability(grade, catalogue);
  if (grade.between)
    row["between"] = std::to_string(grade.between->first) + "\u2060–\u2060" + std::to_string(grade.between->second);
  row["fracture"] = is_fracture(vertebra);
}

void add_assessment(Json& row, const VertebraFinding& vertebra, const Catalogue& catalogue) {
  const auto degrees = [&](const std::optional<double>& angle) {
    return angle ? catalogue.number(*angle, 1) + "°" : std::string{};
  };
  row["wedge_angle"] = degrees(vertebra.wedge_angle);
  row["local_cobb"] = degrees(vertebra.local_cobb_angle);
  if (vertebra.slip)
    row["slip"] = catalogue.number(vertebra.slip->distance, 1) + "\u00A0mm" +
                  (vertebra.slip->meyerding_grade > 0
                       ? " (" + catalogue.text("meyerding") + " " + std::to_string(vertebra.slip->meyerding_grade) + ")"
                       : "");
  row["confirm"] = Json::array();
  for (const ReaderMustConfirm& entry : vertebra.reader_must_confirm)
    row["confirm"].push_back({{"name", catalogue.text("alternative_" + std::string(to_string(entry.alternative)))},
                              {"sentence", catalogue.sentence(entry.sentence)}});
  row["has_confirm"] = !vertebra.reader_must_confirm.empty();
}

Json measured_row(const VertebraFinding& vertebra, const ReferenceNotes& notes, const Catalogue& catalogue) {
  Json row = {{"ha", height_cell(vertebra.heights.anterior, catalogue)},
              {"hm", height_cell(vertebra.heights.middle, catalogue)},
              {"hp", height_cell(vertebra.heights.posterior, catalogue)},
              {"hm_unbridged", height_cell(vertebra.heights.middle_unbridged, catalogue)},
              {"ha_hp", ratio_cell(vertebra.ratios.anterior_to_posterior, catalogue)},
              {"hm_hp", ratio_cell(vertebra.ratios.middle_to_posterior, catalogue)},
              {"hp_reference", ratio_cell(vertebra.ratios.posterior_to_reference, catalogue)},
              {"losses", loss_rows(vertebra, catalogue)}};
  if (const HeightLoss* loss = leading_loss(vertebra)) {
    row["loss"] = loss_text(*loss, catalogue);
    row["loss_height"] = catalogue.text("height_" + std::string(to_string(loss->height)));
    row["reference"] = catalogue.sentence(loss->reference);
    row["reference_mark"] = notes.mark_of(*loss);
  }
  add_loss_cells(row, vertebra, catalogue);
  add_grade(row, vertebra, catalogue);
  add_assessment(row, vertebra, catalogue);
  return row;
}

} // namespace

Json vertebra_rows(const Findings& findings, const ReferenceNotes& notes, const Catalogue& catalogue) {
  Json rows = Json::array();
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    const bool measured = vertebra.status == MeasurementStatus::measured;
    Json row =
        measured ? measured_row(vertebra, notes, catalogue) : Json{{"reason", catalogue.sentence(vertebra.reason)}};
    row["level"] = level_name(vertebra, catalogue);
    row["measured"] = measured;
    row["origin"] = catalogue.text("origin_" + std::string(to_string(vertebra.origin)));
    rows.push_back(std::move(row));
  }
  return rows;
}

} // namespace spondyl::report

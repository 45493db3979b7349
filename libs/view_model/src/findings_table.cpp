#include <spondyl/view_model/findings_table.h>

#include "apply_edit.h"
#include "text.h"

#include <algorithm>
#include <cmath>
#include <spondyl/view_model/overlay.h>

namespace spondyl::view_model {
namespace {

TableCell& cell_of(TableRow& row, Column column) {
  return row.cells[static_cast<std::size_t>(column)];
}

std::string percent(double fraction) {
  return fixed(100.0 * fraction, 0) + " %";
}

TableCell level_cell(const VertebraFinding& vertebra, const VertebraReview& review) {
  TableCell cell{vertebra.display_name(), {}, review.level_set};
  if (!vertebra.level && vertebra.level_guess)
    cell.text += " (" + vertebra.level_guess->name() + "?)";
  if (vertebra.level_confidence)
    cell.tooltip = "Level confidence " + percent(*vertebra.level_confidence) + ".";
  return cell;
}

TableCell height_cell(const VertebraFinding& vertebra, const VertebraReview& review, HeightName name) {
  TableCell cell;
  const auto& height = vertebra.heights.of(name);
  cell.edited = review.height_edited(name);
  if (!height)
    return cell;
  cell.text = height_text(*height);
  cell.tooltip = "Spacing: " + std::string(to_string(height->spacing)) + ".";
  if (height->spread)
    cell.tooltip +=
        " Spread over the slab " + fixed(*height->spread, 1) + " " + std::string(to_string(height->unit)) + ".";
  if (name == HeightName::middle && vertebra.heights.middle_unbridged)
    cell.tooltip += " Along the Schmorl node: " + height_text(*vertebra.heights.middle_unbridged) + ".";
  return cell;
}

TableCell ratio_cell(const HeightRatios& ratios) {
  TableCell cell;
  const auto add = [&](const char* name, const std::optional<double>& value) {
    if (value)
      cell.text += (cell.text.empty() ? "" : "  ") + std::string(name) + " " + fixed(*value, 2);
  };
  add("Ha/Hp", ratios.anterior_to_posterior);
  add("Hm/Hp", ratios.middle_to_posterior);
  if (ratios.posterior_to_reference)
    cell.tooltip = "Hp against its reference: " + fixed(*ratios.posterior_to_reference, 2) + ".";
  return cell;
}

/// The loss that grades, with every formula and reference behind it.
TableCell loss_cell(const VertebraFinding& vertebra) {
  TableCell cell;
  const auto shown = [](const HeightLoss& loss) { return loss.adjusted.value_or(loss.raw); };
  const auto largest = std::ranges::max_element(vertebra.loss, {}, shown);
  if (largest == vertebra.loss.end())
    return cell;
  cell.text = percent(shown(*largest));
  if (largest->uncertainty)
    cell.text = fixed(100.0 * shown(*largest), 0) + " \u00b1 " + percent(*largest->uncertainty);
  for (const HeightLoss& loss : vertebra.loss)
    cell.tooltip += (cell.tooltip.empty() ? "" : "\n") + std::string(to_string(loss.height)) + ": raw " +
                    percent(loss.raw) + (loss.adjusted ? ", adjusted " + percent(*loss.adjusted) : std::string()) +
                    "; " + loss.formula + "; " + loss.reference;
  return cell;
}

TableCell grade_cell(const std::optional<Grade>& grade) {
  TableCell cell{grade_text(grade), {}, false};
  if (!grade)
    return cell;
  const auto same = std::ranges::find(kGenantGrades, grade->value);
  if (same != kGenantGrades.end())
    cell.text += " (" + percent(grade->probabilities[static_cast<std::size_t>(same - kGenantGrades.begin())]) + ")";
  for (std::size_t i = 0; i < kGenantGrades.size(); ++i)
    cell.tooltip += (i == 0 ? "P(grade): " : ", ") + fixed(kGenantGrades[i], i == 1 ? 1 : 0) + ": " +
                    percent(grade->probabilities[i]);
  return cell;
}

TableCell status_cell(const VertebraFinding& vertebra, const VertebraReview& review) {
  if (vertebra.status == MeasurementStatus::not_assessable)
    return {"not assessable: " + vertebra.reason, {}, review.status_set};
  TableCell cell{review.accepted ? "accepted" : "measured", {}, review.accepted};
  if (vertebra.confidence)
    cell.tooltip = "Confidence " + percent(*vertebra.confidence) + ".";
  return cell;
}

TableCell warnings_cell(const VertebraFinding& vertebra) {
  TableCell cell;
  if (!vertebra.warnings.empty())
    cell.text = std::to_string(vertebra.warnings.size()) + ": " + vertebra.warnings.front();
  for (const std::string& warning : vertebra.warnings)
    cell.tooltip += (cell.tooltip.empty() ? "" : "\n") + warning;
  return cell;
}

TableRow row_of(const VertebraFinding& vertebra, const VertebraReview& review) {
  TableRow row;
  row.key = review.key;
  row.grade_colour = grade_colour(vertebra.grade);
  row.accepted = review.accepted;
  row.not_assessable = vertebra.status == MeasurementStatus::not_assessable;
  cell_of(row, Column::level) = level_cell(vertebra, review);
  cell_of(row, Column::anterior) = height_cell(vertebra, review, HeightName::anterior);
  cell_of(row, Column::middle) = height_cell(vertebra, review, HeightName::middle);
  cell_of(row, Column::posterior) = height_cell(vertebra, review, HeightName::posterior);
  cell_of(row, Column::ratios) = ratio_cell(vertebra.ratios);
  cell_of(row, Column::loss) = loss_cell(vertebra);
  cell_of(row, Column::grade) = grade_cell(vertebra.grade);
  cell_of(row, Column::status) = status_cell(vertebra, review);
  cell_of(row,
          Column::origin) = {std::string(to_string(vertebra.origin)), {}, vertebra.origin == MeasurementOrigin::edited};
  cell_of(row, Column::warnings) = warnings_cell(vertebra);
  return row;
}

std::string_view anchor_text(NumberingAnchor anchor) {
  constexpr std::array texts = {"no anchor", "the sacrum", "the last rib", "C2", "the reader"};
  return texts[static_cast<std::size_t>(anchor)];
}

} // namespace

std::string_view column_title(Column column) {
  constexpr std::array titles = {"Level",  "Anterior", "Middle",   "Posterior",   "Ratios", "Loss",     "Grade",
                                 "Status", "Origin",   "Warnings", "Since prior", "Change", "Change mm"};
  return titles[static_cast<std::size_t>(column)];
}

std::vector<TableRow> findings_table(const ReviewState& state, const FollowUp* follow_up) {
  std::vector<TableRow> rows;
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i) {
    rows.push_back(row_of(state.vertebrae[i], state.reviews[i]));
    if (const auto* change = follow_up ? follow_up->change_of(state.reviews[i].key) : nullptr)
      add_change(rows.back(), *change);
  }
  return rows;
}

std::string numbering_text(const Numbering& numbering) {
  std::string text =
      "Numbering: " + std::string(to_string(numbering.status)) + ", from " + std::string(anchor_text(numbering.anchor));
  if (numbering.confidence)
    text += " (" + percent(*numbering.confidence) + ")";
  return text + "." + (numbering.note.empty() ? "" : " " + numbering.note);
}

std::optional<VertebraPlace> place_of(const ReviewState& state, VertebraKey key) {
  const auto i = state.index_of(key);
  if (!i || !state.vertebrae[*i].landmarks)
    return std::nullopt;
  const Landmarks& landmarks = *state.vertebrae[*i].landmarks;
  VertebraPlace place;
  for (const HeightName name : kHeightNames)
    place.body_height =
        std::max(name == HeightName::anterior ? 0.0 : place.body_height, landmark_distance(landmarks, name));
  if (const auto* points = std::get_if<SixPoints>(&landmarks))
    place.frame = frame_of(*points);
  else
    place.centre_on_film = std::get<PixelPoint>(*centre_of(state.vertebrae[*i]));
  return place;
}

VertebraKey neighbour_of(const ReviewState& state, VertebraKey key, int step) {
  if (state.reviews.empty())
    return key;
  const auto index = static_cast<int>(state.index_of(key).value_or(0));
  const int last = static_cast<int>(state.reviews.size()) - 1;
  return state.reviews[static_cast<std::size_t>(std::clamp(index + step, 0, last))].key;
}

} // namespace spondyl::view_model

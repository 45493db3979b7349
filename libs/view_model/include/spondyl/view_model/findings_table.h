#pragma once

#include <array>
#include <optional>
#include <spondyl/view_model/follow_up.h>
#include <spondyl/view_model/linked_views.h>
#include <spondyl/view_model/palette.h>
#include <spondyl/view_model/review_state.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

enum class Column {
  level,
  anterior,
  middle,
  posterior,
  ratios,
  loss,
  grade,
  status,
  origin,
  warnings,
  verdict,
  change_percent,
  change_millimetres
};
inline constexpr int kColumns = 13;
/// The last ones say what changed since the prior study and are empty without one.
[[nodiscard]] constexpr bool is_of_follow_up(Column column) {
  return column >= Column::verdict;
}
[[nodiscard]] std::string_view column_title(Column column);

struct TableCell {
  std::string text;
  std::string tooltip;  ///< formula, reference, spacing provenance
  bool edited = false;  ///< rests on a reader's value: drawn with a mark and in another style, not by colour alone
  std::string spoken{}; ///< for readers who hear the table, where `text` is too short; else empty
  friend bool operator==(const TableCell&, const TableCell&) = default;
};
struct TableRow {
  VertebraKey key = 0;
  std::array<TableCell, kColumns> cells; ///< in the order of Column
  Colour grade_colour, verdict_colour;
  bool accepted = false, not_assessable = false;
  [[nodiscard]] const TableCell& cell(Column column) const { return cells[static_cast<std::size_t>(column)]; }
  friend bool operator==(const TableRow&, const TableRow&) = default;
};
/// One row per vertebra, cranial to caudal. `follow_up` fills the columns of change where it has a comparison.
[[nodiscard]] std::vector<TableRow> findings_table(const ReviewState& state, const FollowUp* follow_up = nullptr);
/// The columns of change of one row: the height that changed most, all of them in the tooltip.
void add_change(TableRow& row, const comparison::VertebraChange& change);
/// "Numbering: certain, from the sacrum (93 %)."
[[nodiscard]] std::string numbering_text(const Numbering& numbering);

/// Where a row leads: frame and height for LinkedViews::show_vertebra(), or the film's place.
struct VertebraPlace {
  std::optional<BodyFrame> frame; ///< volumes
  std::optional<PixelPoint> centre_on_film;
  double body_height = 25.0; ///< mm or px
};
/// std::nullopt for a vertebra without landmarks.
[[nodiscard]] std::optional<VertebraPlace> place_of(const ReviewState& state, VertebraKey key);
/// The row above or below (keyboard); stays at the ends.
[[nodiscard]] VertebraKey neighbour_of(const ReviewState& state, VertebraKey key, int step);

} // namespace spondyl::view_model

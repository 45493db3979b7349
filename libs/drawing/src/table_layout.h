#pragma once

#include "canvas.h"
#include "markdown.h"

namespace spondyl::drawing {

/// A table as wide as the text: columns get what their longest cells want, and where that is too much, room in
/// proportion to it, but never less than their longest word.
class TableLayout {
public:
  TableLayout(const Canvas& canvas, const TableBlock& table, double width);

  [[nodiscard]] std::size_t rows() const { return table_.rows.size(); }
  [[nodiscard]] double height() const; ///< of all rows
  [[nodiscard]] double height(std::size_t row) const { return heights_[row]; }
  void draw_row(Canvas& canvas, std::size_t row, Position top_left) const;

private:
  const TableBlock& table_;
  double width_;
  std::vector<double> widths_, heights_;
};

} // namespace spondyl::drawing

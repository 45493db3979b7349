#include "table_layout.h"

#include <algorithm>
#include <numeric>

namespace spondyl::drawing {
namespace {

constexpr double kSidePadding = 3.5, kPadding = 2.5;
constexpr Colour kInk{0.10, 0.11, 0.13}, kHead{0.93, 0.94, 0.96}, kLine{0.85, 0.87, 0.89};

TextStyle cell_style(Align align) {
  return {8.0, false, align, kInk, false};
}

std::vector<double> column_widths(const Canvas& canvas, const TableBlock& table, double width) {
  std::vector<double> narrowest(table.columns.size()), widest(table.columns.size());
  for (const auto& row : table.rows)
    for (std::size_t column = 0; column < std::min(row.size(), table.columns.size()); ++column) {
      const ParagraphWidths cell = canvas.paragraph_widths(row[column], cell_style(table.columns[column]));
      narrowest[column] = std::max(narrowest[column], cell.narrowest + 2.0 * kSidePadding);
      widest[column] = std::max(widest[column], cell.widest + 2.0 * kSidePadding);
    }
  const double least = std::accumulate(narrowest.begin(), narrowest.end(), 0.0);
  const double most = std::accumulate(widest.begin(), widest.end(), 0.0);
  std::vector<double> widths(table.columns.size());
  for (std::size_t column = 0; column < widths.size(); ++column) {
    if (least >= width) // even the words are too long: share the shortage
      widths[column] = narrowest[column] * width / least;
    else if (most <= width) // room to spare: share it
      widths[column] = widest[column] + (width - most) / static_cast<double>(widths.size());
    else
      widths[column] = narrowest[column] + (widest[column] - narrowest[column]) * (width - least) / (most - least);
  }
  return widths;
}

} // namespace

TableLayout::TableLayout(const Canvas& canvas, const TableBlock& table, double width)
    : table_(table), width_(width), widths_(column_widths(canvas, table, width)) {
  for (const auto& row : table.rows) {
    double height = 0.0;
    for (std::size_t column = 0; column < std::min(row.size(), widths_.size()); ++column)
      height = std::max(height, canvas.paragraph_height(row[column], widths_[column] - 2.0 * kSidePadding,
                                                        cell_style(table.columns[column])));
    heights_.push_back(height + 2.0 * kPadding);
  }
}

double TableLayout::height() const {
  return std::accumulate(heights_.begin(), heights_.end(), 0.0);
}

void TableLayout::draw_row(Canvas& canvas, std::size_t row, Position top_left) const {
  if (row == 0)
    canvas.rectangle(top_left, width_, heights_[row], kHead);
  double x = top_left.x;
  for (std::size_t column = 0; column < std::min(table_.rows[row].size(), widths_.size()); ++column) {
    canvas.paragraph(table_.rows[row][column], {x + kSidePadding, top_left.y + kPadding},
                     widths_[column] - 2.0 * kSidePadding, cell_style(table_.columns[column]));
    x += widths_[column];
  }
  const double bottom = top_left.y + heights_[row];
  const std::array<Segment, 1> line = {{{{top_left.x, bottom}, {top_left.x + width_, bottom}}}};
  canvas.lines(line, 0.4, kLine);
}

} // namespace spondyl::drawing

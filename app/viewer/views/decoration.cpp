#include "decoration.h"

#include "overlay_painter.h"

#include <algorithm>

namespace spondyl::viewer {
namespace {

using Anchor = view_model::OverlayText::Anchor;
const QColor kText(222, 226, 230), kQuiet(168, 176, 184), kLetter(255, 214, 102), kBadge(240, 180, 60);
constexpr double kMargin = 10.0, kLine = 17.0;
constexpr double kLetterRoom = 22.0, kLetterLine = 24.0; // px a letter takes to each side, and its line

QFont sized(const QPainter& painter, int pixels, bool bold = false) {
  QFont font = painter.font();
  font.setPixelSize(pixels);
  font.setBold(bold);
  return font;
}

void paint_lines(QPainter& painter, QPointF first, Anchor side, const QStringList& lines) {
  painter.setFont(sized(painter, 13));
  for (const QString& line : lines) {
    paint_rimmed_text(painter, first, side, line, kQuiet);
    first.ry() += kLine;
  }
}

/// Lowest line of the words at the bottom left: above the letter in the middle, or the length of the scale bar, where
/// the view is too narrow for both.
double bottom_line(const QPainter& painter, const QSize& size, const Decoration& decoration) {
  const QFontMetricsF metrics(sized(painter, 13));
  double reach = 0;
  for (const QString& line : decoration.bottom_left)
    reach = std::max(reach, kMargin + metrics.horizontalAdvance(line));
  const bool meets_letter = !decoration.letters.bottom.empty() && reach > size.width() / 2.0 - kLetterRoom;
  const double bar =
      decoration.scale_bar ? metrics.horizontalAdvance(QString::fromStdString(decoration.scale_bar->text)) : 0;
  const bool meets_bar = bar > 0 && reach + kMargin + bar > size.width() - kMargin;
  return size.height() - kMargin - (meets_letter || meets_bar ? kLetterLine : 0);
}

/// Words of the series must not run into the place at the right.
QStringList fitted_left(const QPainter& painter, const QSize& size, const Decoration& decoration) {
  const QFontMetricsF metrics(sized(painter, 13));
  QStringList lines;
  for (qsizetype i = 0; i < decoration.top_left.size(); ++i) {
    // The right column begins one line higher, beside the title.
    const QString beside = i + 1 < decoration.top_right.size() ? decoration.top_right[i + 1] : QString();
    const double room = size.width() - 3 * kMargin - metrics.horizontalAdvance(beside);
    lines << metrics.elidedText(decoration.top_left[i], Qt::ElideRight, room);
  }
  return lines;
}

void paint_letters(QPainter& painter, const QSize& size, const view_model::OrientationLetters& letters) {
  painter.setFont(sized(painter, 19, true));
  const double middle_x = size.width() / 2.0, middle_y = size.height() / 2.0;
  const auto draw = [&](QPointF at, Anchor side, const std::string& text) {
    if (!text.empty())
      paint_rimmed_text(painter, at, side, QString::fromStdString(text), kLetter);
  };
  draw({kMargin, middle_y + 7}, Anchor::left, letters.left);
  draw({size.width() - kMargin, middle_y + 7}, Anchor::right, letters.right);
  draw({middle_x, kMargin + 16}, Anchor::middle, letters.top);
  draw({middle_x, size.height() - kMargin}, Anchor::middle, letters.bottom);
}

/// A vertical bar at the right edge: a body height is read off it directly.
void paint_scale_bar(QPainter& painter, const QSize& size, const view_model::ScaleBar& bar) {
  if (bar.screen_length <= 0)
    return;
  const double x = size.width() - 16.0, bottom = size.height() - 34.0, top = bottom - bar.screen_length;
  for (const auto& [colour, width] : {std::pair(QColor(0, 0, 0, 190), 4.0), std::pair(kText, 1.6)}) {
    painter.setPen(QPen(colour, width));
    painter.drawLine(QPointF(x, top), QPointF(x, bottom));
    painter.drawLine(QPointF(x - 5, top), QPointF(x + 5, top));
    painter.drawLine(QPointF(x - 5, bottom), QPointF(x + 5, bottom));
    painter.drawLine(QPointF(x - 3, (top + bottom) / 2), QPointF(x + 3, (top + bottom) / 2));
  }
  painter.setFont(sized(painter, 13));
  paint_rimmed_text(painter, {size.width() - 10.0, bottom + 20}, Anchor::right, QString::fromStdString(bar.text),
                    kText);
}

void paint_badges(QPainter& painter, const QSize& size, const std::vector<view_model::Badge>& badges, double top) {
  painter.setFont(sized(painter, 12, true));
  const QFontMetricsF metrics(painter.font());
  for (const view_model::Badge badge : badges) {
    const QString text = QString::fromUtf8(badge_text(badge).data());
    const double width = metrics.horizontalAdvance(text) + 14;
    const QRectF box(size.width() - kMargin - width, top, width, 20);
    painter.setPen(QPen(kBadge, 1.2));
    painter.setBrush(QColor(40, 30, 0, 210));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(kBadge);
    painter.drawText(box, Qt::AlignCenter, text);
    top += 25;
  }
}

void paint_hint(QPainter& painter, const QSize& size, const QString& hint) {
  painter.setFont(sized(painter, 14, true));
  const double width = QFontMetricsF(painter.font()).horizontalAdvance(hint) + 24;
  const QRectF box((size.width() - width) / 2, 36, width, 28);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(0, 90, 140, 225));
  painter.drawRoundedRect(box, 6, 6);
  painter.setPen(Qt::white);
  painter.drawText(box, Qt::AlignCenter, hint);
}

} // namespace

void paint_decoration(QPainter& painter, const QSize& size, const Decoration& decoration) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(sized(painter, 15, true));
  paint_rimmed_text(painter, {kMargin, kMargin + 14}, Anchor::left, decoration.title, kText);
  paint_lines(painter, {kMargin, kMargin + 14 + kLine + 2}, Anchor::left, fitted_left(painter, size, decoration));
  paint_lines(painter, {size.width() - kMargin, kMargin + 12}, Anchor::right, decoration.top_right);
  const double bottom =
      bottom_line(painter, size, decoration) - kLine * static_cast<double>(decoration.bottom_left.size() - 1);
  paint_lines(painter, {kMargin, bottom}, Anchor::left, decoration.bottom_left);
  paint_letters(painter, size, decoration.letters);
  if (decoration.scale_bar)
    paint_scale_bar(painter, size, *decoration.scale_bar);
  paint_badges(painter, size, decoration.badges,
               kMargin + kLine * static_cast<double>(decoration.top_right.size()) + 4);
  if (!decoration.hint.isEmpty())
    paint_hint(painter, size, decoration.hint);
  painter.restore();
}

void paint_placeholder(QPainter& painter, const QRect& area, const QString& text) {
  painter.save();
  painter.setFont(sized(painter, 15));
  painter.setPen(kQuiet);
  painter.drawText(area.adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, text);
  painter.restore();
}

} // namespace spondyl::viewer

#include "overlay_painter.h"

#include <QPainterPath>

namespace spondyl::viewer {
namespace {

using view_model::MarkerShape;
using view_model::OverlayLine;
using view_model::OverlayMarker;
using view_model::OverlayText;
using view_model::ViewTransform;

constexpr double kMarkerRadius = 4.5; // px on screen: seen at arm's length, hides no corner
const QColor kRim(0, 0, 0, 190);

QPointF on_screen(const ViewTransform& transform, view_model::PlanePoint point) {
  const view_model::ScreenPoint screen = transform.to_screen(point);
  return {screen.x, screen.y};
}

void paint_line(QPainter& painter, const OverlayLine& line, const ViewTransform& transform) {
  QPolygonF polygon;
  for (const view_model::PlanePoint& point : line.points)
    polygon << on_screen(transform, point);
  const auto draw = [&](const QColor& colour, double width, Qt::PenStyle style) {
    painter.setPen(QPen(colour, width, style, Qt::RoundCap, Qt::RoundJoin));
    if (line.closed)
      painter.drawPolygon(polygon);
    else
      painter.drawPolyline(polygon);
  };
  painter.setBrush(Qt::NoBrush);
  QColor rim = kRim;
  rim.setAlphaF(rim.alphaF() * static_cast<float>(line.opacity) * 0.6F);
  draw(rim, line.width + 1.6, Qt::SolidLine);
  draw(to_qcolor(line.colour, line.opacity), line.width,
       line.dotted   ? Qt::DotLine
       : line.dashed ? Qt::DashLine
                     : Qt::SolidLine);
}

QPainterPath marker_path(MarkerShape shape, QPointF at, double radius) {
  QPainterPath path;
  switch (shape) {
  case MarkerShape::circle:
  case MarkerShape::handle:
    path.addEllipse(at, radius, radius);
    break;
  case MarkerShape::square:
    path.addRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius));
    break;
  case MarkerShape::diamond:
    path.addPolygon(QPolygonF({at + QPointF(0, -1.3 * radius), at + QPointF(1.3 * radius, 0),
                               at + QPointF(0, 1.3 * radius), at + QPointF(-1.3 * radius, 0)}));
    path.closeSubpath();
    break;
  }
  return path;
}

void paint_marker(QPainter& painter, const OverlayMarker& marker, const ViewTransform& transform) {
  const QPointF at = on_screen(transform, marker.at);
  const double radius = marker.selected ? kMarkerRadius + 1.5 : kMarkerRadius;
  const QPainterPath path = marker_path(marker.shape, at, radius);
  painter.setOpacity(marker.opacity);
  painter.setPen(QPen(kRim, 3.6));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path);
  // A hollow middle, so that the corner itself stays visible.
  painter.setPen(QPen(marker.selected ? QColor(Qt::white) : to_qcolor(marker.colour), 2.0));
  painter.drawPath(path);
  painter.setPen(Qt::NoPen);
  painter.setBrush(to_qcolor(marker.colour));
  painter.drawEllipse(at, 1.2, 1.2);
  painter.setOpacity(1.0);
}

void paint_text(QPainter& painter, const OverlayText& text, const ViewTransform& transform) {
  QFont font = painter.font();
  font.setPixelSize(static_cast<int>(text.size + 0.5));
  font.setWeight(QFont::DemiBold);
  painter.setFont(font);
  painter.setOpacity(text.opacity);
  paint_rimmed_text(painter, on_screen(transform, text.at) + QPointF(text.dx, text.dy), text.anchor,
                    QString::fromStdString(text.text), to_qcolor(text.colour));
  painter.setOpacity(1.0);
}

} // namespace

QColor to_qcolor(view_model::Colour colour, double opacity) {
  return {colour.red, colour.green, colour.blue, static_cast<int>(255 * opacity)};
}

void paint_rimmed_text(QPainter& painter, QPointF anchor, OverlayText::Anchor side, const QString& text,
                       const QColor& colour) {
  const double width = QFontMetricsF(painter.font()).horizontalAdvance(text);
  if (side == OverlayText::Anchor::middle)
    anchor.rx() -= width / 2;
  else if (side == OverlayText::Anchor::right)
    anchor.rx() -= width;
  // Drawn from the cache of glyphs: stroking outlines of letters takes ten times as long.
  painter.setPen(kRim);
  for (const QPointF& shift : {QPointF(-1.2, 0), QPointF(1.2, 0), QPointF(0, -1.2), QPointF(0, 1.2)})
    painter.drawText(anchor + shift, text);
  painter.setPen(colour);
  painter.drawText(anchor, text);
}

void paint_overlay(QPainter& painter, const view_model::OverlayScene& scene, const ViewTransform& transform) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  for (const OverlayLine& line : scene.lines)
    paint_line(painter, line, transform);
  for (const OverlayMarker& marker : scene.markers)
    paint_marker(painter, marker, transform);
  for (const OverlayText& text : scene.texts)
    paint_text(painter, text, transform);
  painter.restore();
}

} // namespace spondyl::viewer

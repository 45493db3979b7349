#include "timeline_plot.h"

#include "../views/overlay_painter.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace spondyl::viewer {
namespace {

constexpr double kLeft = 34, kRight = 12, kTop = 24, kBottom = 22; // px around the plot, for its words
constexpr double kRadius = 4.0;                                    // px
const QColor kGrid(58, 62, 68), kWords(168, 176, 184), kShown(86, 156, 214);

/// Form tells the heights apart where colour does not: triangle in front, square between, circle behind.
void paint_mark(QPainter& painter, QPointF at, std::size_t height) {
  if (height == 0)
    painter.drawPolygon(QPolygonF({at + QPointF(0, -1.3 * kRadius), at + QPointF(1.2 * kRadius, kRadius),
                                   at + QPointF(-1.2 * kRadius, kRadius)}));
  else if (height == 1)
    painter.drawRect(QRectF(at.x() - 0.9 * kRadius, at.y() - 0.9 * kRadius, 1.8 * kRadius, 1.8 * kRadius));
  else
    painter.drawEllipse(at, kRadius, kRadius);
}

} // namespace

TimelinePlot::TimelinePlot(QWidget* parent) : QWidget(parent) {
  setObjectName("timeline_plot");
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(160, 120);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Heights over time"));
}

void TimelinePlot::show_view(view_model::TimelineView view) {
  view_ = std::move(view);
  if (marked_ && *marked_ >= view_.rows.size())
    marked_.reset();
  QStringList spoken;
  for (const view_model::TimelineRow& row : view_.rows)
    spoken << QString::fromStdString(row.spoken);
  setAccessibleName(tr("Heights of %1 over time").arg(QString::fromStdString(view_.title)));
  setAccessibleDescription(spoken.join("; "));
  update();
}

void TimelinePlot::mark(std::size_t row) {
  marked_ = row < view_.rows.size() ? std::optional(row) : std::nullopt;
  update();
}

QRectF TimelinePlot::area() const {
  // Points and bars of the first and the last study are not cut in half.
  return QRectF(rect()).adjusted(kLeft + 10, kTop, -kRight - 10, -kBottom);
}

QPointF TimelinePlot::on_screen(view_model::PlotPlace place) const {
  const QRectF inside = area();
  return {inside.left() + place.x * inside.width(), inside.top() + place.y * inside.height()};
}

QPoint TimelinePlot::place_of(std::size_t study, HeightName height) const {
  for (const comparison::PlotMark& mark : view_.plot.heights[static_cast<std::size_t>(height)])
    if (mark.study == study)
      return on_screen(view_.place_of(mark)).toPoint();
  return {};
}

std::optional<std::size_t> TimelinePlot::row_at(QPointF at) const {
  const QRectF inside = area();
  return view_.row_at({(at.x() - inside.left()) / inside.width(), (at.y() - inside.top()) / inside.height()});
}

void TimelinePlot::paint_grid(QPainter& painter) const {
  for (const double value : view_.grid_values()) {
    const double y = on_screen(view_.place_of(0.0, value)).y();
    painter.setPen(kGrid);
    painter.drawLine(QPointF(kLeft, y), QPointF(width() - kRight, y));
    painter.setPen(kWords);
    painter.drawText(QRectF(0, y - 8, kLeft - 4, 16), Qt::AlignRight | Qt::AlignVCenter, QString::number(value));
  }
  painter.setPen(kWords);
  painter.drawText(QRectF(2, 2, kLeft + 40, kTop - 4), Qt::AlignLeft | Qt::AlignVCenter,
                   QString::fromStdString(view_.title + "  " + std::string(to_string(view_.plot.unit))));
}

void TimelinePlot::paint_studies(QPainter& painter) const {
  double free_from = 0.0; // dates that would be written over each other are left to the table
  for (std::size_t i = 0; i < view_.rows.size(); ++i) {
    const view_model::TimelineRow& row = view_.rows[i];
    if (!row.x)
      continue;
    const double x = on_screen({*row.x, 0.0}).x();
    if (row.is_shown || marked_ == i) {
      painter.setPen(QPen(row.is_shown ? kShown : kWords, 1.0, marked_ == i ? Qt::SolidLine : Qt::DashLine));
      painter.drawLine(QPointF(x, kTop), QPointF(x, height() - kBottom));
    }
    const QString date = QString::fromStdString(row.cells[0].substr(0, 7));
    const double wide = painter.fontMetrics().horizontalAdvance(date);
    const double left = std::clamp(x - wide / 2, 0.0, width() - wide);
    if (left < free_from)
      continue;
    painter.setPen(row.is_shown ? kShown : kWords);
    painter.drawText(QPointF(left, height() - 6), date);
    free_from = left + wide + 6;
  }
}

void TimelinePlot::paint_height(QPainter& painter, std::size_t height) const {
  const QColor colour = to_qcolor(view_model::kHeightColours[height]);
  QPolygonF line;
  painter.setPen(QPen(colour, 1.6));
  for (const comparison::PlotMark& mark : view_.plot.heights[height]) {
    const QPointF at = on_screen(view_.place_of(mark)) + QPointF(3.0 * (static_cast<double>(height) - 1.0), 0.0);
    line << at; // beside each other, so that no bar hides another
    const double reach = at.y() - on_screen(view_.place_of(mark.day, mark.value + mark.bar)).y();
    painter.drawLine(at - QPointF(0, reach), at + QPointF(0, reach));
    for (const double end : {-reach, reach})
      painter.drawLine(at + QPointF(-3, end), at + QPointF(3, end));
  }
  painter.drawPolyline(line);
  painter.setBrush(colour);
  for (const QPointF& at : line)
    paint_mark(painter, at, height);
  painter.setBrush(Qt::NoBrush);
}

void TimelinePlot::paint_legend(QPainter& painter) const {
  double right = width() - kRight;
  for (std::size_t i = kHeightNames.size(); i-- > 0;) {
    const std::string_view name = to_string(kHeightNames[i]);
    const QString text = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    right -= painter.fontMetrics().horizontalAdvance(text);
    painter.setPen(kWords);
    painter.drawText(QPointF(right, 15), text);
    right -= 9;
    painter.setPen(Qt::NoPen);
    painter.setBrush(to_qcolor(view_model::kHeightColours[i]));
    paint_mark(painter, {right, 11}, i);
    painter.setBrush(Qt::NoBrush);
    right -= 12;
  }
}

void TimelinePlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), QColor(12, 14, 16));
  painter.setRenderHint(QPainter::Antialiasing);
  QFont font = painter.font();
  font.setPixelSize(12);
  painter.setFont(font);
  if (!(view_.plot.high > view_.plot.low)) {
    painter.setPen(kWords);
    painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                     view_.title.empty() ? tr("Choose a vertebra to see it over time.")
                                         : tr("No heights of %1 yet.").arg(QString::fromStdString(view_.title)));
  } else {
    paint_grid(painter);
    paint_studies(painter);
    for (std::size_t i = 0; i < view_.plot.heights.size(); ++i)
      paint_height(painter, i);
    paint_legend(painter);
  }
  if (hasFocus()) {
    painter.setPen(QPen(kShown, 2));
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
  }
}

void TimelinePlot::mousePressEvent(QMouseEvent* event) {
  if (const auto row = row_at(event->position()); row && event->button() == Qt::LeftButton)
    open(*row);
}

void TimelinePlot::open(std::size_t row) {
  mark(row);
  emit row_marked(row);
  emit study_wanted(QString::fromStdString(view_.rows[row].series_uid));
}

void TimelinePlot::step(int by) {
  if (view_.rows.empty())
    return;
  const int last = static_cast<int>(view_.rows.size()) - 1;
  int from = last;
  for (int i = 0; i <= last; ++i)
    if (view_.rows[static_cast<std::size_t>(i)].is_shown)
      from = i;
  mark(static_cast<std::size_t>(std::clamp((marked_ ? static_cast<int>(*marked_) : from) + by, 0, last)));
  emit row_marked(*marked_);
}

void TimelinePlot::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
    step(event->key() == Qt::Key_Left ? -1 : 1);
  else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) &&
           marked_)
    open(*marked_);
  else
    QWidget::keyPressEvent(event);
}

bool TimelinePlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto row = row_at(help->pos())) {
      const view_model::TimelineRow& of = view_.rows[*row];
      QToolTip::showText(help->globalPos(),
                         QString::fromStdString(of.spoken + (of.tooltip.empty() ? "" : "\n") + of.tooltip), this);
    }
    return true;
  }
  return QWidget::event(event);
}

} // namespace spondyl::viewer

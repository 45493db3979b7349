#pragma once

#include <QWidget>
#include <optional>
#include <spondyl/view_model/timeline_view.h>

namespace spondyl::viewer {

/// Heights of one vertebra over the dates, with bars of two standard uncertainties. A click, or Return on the point the
/// arrows lead to, opens its study.
class TimelinePlot : public QWidget {
  Q_OBJECT
public:
  explicit TimelinePlot(QWidget* parent = nullptr);
  void show_view(view_model::TimelineView view);
  [[nodiscard]] const view_model::TimelineView& view() const { return view_; }
  void mark(std::size_t row); ///< the study the keyboard or the table stands at
  /// Where a height of a study is drawn; a null point when it is not.
  [[nodiscard]] QPoint place_of(std::size_t study, HeightName height) const;
  [[nodiscard]] QSize sizeHint() const override { return {300, 190}; }

signals:
  void row_marked(std::size_t row);
  void study_wanted(const QString& series_uid);

protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override; ///< tool tips

private:
  [[nodiscard]] QRectF area() const;
  [[nodiscard]] QPointF on_screen(view_model::PlotPlace place) const;
  [[nodiscard]] std::optional<std::size_t> row_at(QPointF at) const;
  void paint_grid(QPainter& painter) const;
  void paint_studies(QPainter& painter) const;
  void paint_height(QPainter& painter, std::size_t height) const;
  void paint_legend(QPainter& painter) const;
  void step(int by);
  void open(std::size_t row);

  view_model::TimelineView view_;
  std::optional<std::size_t> marked_;
};

} // namespace spondyl::viewer

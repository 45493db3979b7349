#pragma once

#include <QPainter>
#include <QStringList>
#include <optional>
#include <spondyl/view_model/study_browser.h>
#include <spondyl/view_model/view_transform.h>
#include <vector>

namespace spondyl::viewer {

/// What stands around a picture, in words.
struct Decoration {
  QString title;                   ///< top left, large: "Sagittal"
  QStringList top_left, top_right; ///< below the title; series and place
  QStringList bottom_left;         ///< window, zoom
  QString hint;                    ///< top middle, highlighted: what a click does now
  view_model::OrientationLetters letters;
  std::optional<view_model::ScaleBar> scale_bar;
  std::vector<view_model::Badge> badges;
};

void paint_decoration(QPainter& painter, const QSize& size, const Decoration& decoration);
/// A text in the middle of an empty view.
void paint_placeholder(QPainter& painter, const QRect& area, const QString& text);

} // namespace spondyl::viewer

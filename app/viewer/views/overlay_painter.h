#pragma once

#include <QPainter>
#include <spondyl/view_model/overlay.h>
#include <spondyl/view_model/view_transform.h>

namespace spondyl::viewer {

[[nodiscard]] QColor to_qcolor(view_model::Colour colour, double opacity = 1.0);

/// Draws the vectors of a scene where the transform puts them. Everything has a dark rim, so that it is seen on bone.
void paint_overlay(QPainter& painter, const view_model::OverlayScene& scene,
                   const view_model::ViewTransform& transform);

/// Text with a dark rim; `anchor` is the left, middle or right end of its base line.
void paint_rimmed_text(QPainter& painter, QPointF anchor, view_model::OverlayText::Anchor side, const QString& text,
                       const QColor& colour);

} // namespace spondyl::viewer

#pragma once

#include <QStyledItemDelegate>

namespace spondyl::viewer {

/// What the tree's items hold for the delegate.
enum SeriesRole { series_key_role = Qt::UserRole, details_role, verdict_role, reason_role, shown_role };

/// Draws a series as a card: thumbnail, title, details, verdict with its reason.
class SeriesDelegate : public QStyledItemDelegate {
  Q_OBJECT
public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace spondyl::viewer

#include "series_delegate.h"

#include <QPainter>
#include <spondyl/model/series.h>

namespace spondyl::viewer {
namespace {

constexpr int kCardHeight = 96, kThumbnail = 80;

struct VerdictLook {
  QString mark; ///< told apart without colour
  QString word;
  QColor colour;
};

VerdictLook look_of(Verdict verdict) {
  switch (verdict) {
  case Verdict::usable:
    return {QString::fromUtf8("\u2713"), SeriesDelegate::tr("usable"), QColor(86, 180, 233)};
  case Verdict::usable_with_warning:
    return {QString::fromUtf8("\u26A0"), SeriesDelegate::tr("usable with warning"), QColor(240, 180, 60)};
  case Verdict::refused:
    break;
  }
  return {QString::fromUtf8("\u2715"), SeriesDelegate::tr("refused"), QColor(230, 130, 90)};
}

void paint_thumbnail(QPainter& painter, const QRect& box, const QImage& thumbnail) {
  painter.fillRect(box, Qt::black);
  if (thumbnail.isNull())
    return;
  const QImage fitted = thumbnail.scaled(box.size(), Qt::KeepAspectRatio, Qt::SmoothTransformation);
  painter.drawImage(box.center() - fitted.rect().center(), fitted);
}

QFont sized(const QFont& base, int pixels, bool bold) {
  QFont font = base;
  font.setPixelSize(pixels);
  font.setBold(bold);
  return font;
}

} // namespace

QSize SeriesDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (index.data(series_key_role).toString().isEmpty())
    return {option.rect.width(), 44};
  return {option.rect.width(), kCardHeight};
}

void SeriesDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (index.data(series_key_role).toString().isEmpty()) {
    QStyledItemDelegate::paint(painter, option, index);
    return;
  }
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QRect card = option.rect.adjusted(2, 2, -4, -2);
  const bool shown = index.data(shown_role).toBool();
  painter->setPen(option.state & QStyle::State_HasFocus ? QPen(QColor(86, 156, 214), 2) : Qt::NoPen);
  painter->setBrush(shown                                    ? QColor(38, 62, 84)
                    : option.state & QStyle::State_MouseOver ? QColor(44, 48, 54)
                                                             : QColor(35, 38, 43));
  painter->drawRoundedRect(card, 5, 5);
  const QRect picture(card.left() + 6, card.top() + 6, kThumbnail, kThumbnail);
  paint_thumbnail(*painter, picture, index.data(Qt::DecorationRole).value<QImage>());

  QRect text(picture.right() + 9, card.top() + 6, card.right() - picture.right() - 14, 18);
  const auto line = [&](const QFont& font, const QColor& colour, const QString& words) {
    painter->setFont(font);
    painter->setPen(colour);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(words, Qt::ElideRight, text.width()));
    text.translate(0, 18);
  };
  line(sized(option.font, 14, true), QColor(232, 234, 237), index.data(Qt::DisplayRole).toString());
  line(sized(option.font, 12, false), QColor(168, 176, 184), index.data(details_role).toString());
  const VerdictLook look = look_of(static_cast<Verdict>(index.data(verdict_role).toInt()));
  line(sized(option.font, 12, true), look.colour, look.mark + " " + look.word);
  painter->setFont(sized(option.font, 12, false));
  painter->setPen(QColor(190, 196, 202));
  text.setHeight(card.bottom() - text.top() - 2);
  painter->drawText(text, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, index.data(reason_role).toString());
  painter->restore();
}

} // namespace spondyl::viewer

#include "study_panel.h"

#include "series_delegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

namespace spondyl::viewer {
namespace {

QString reasons_of(const view_model::SeriesItem& item) {
  QStringList texts;
  for (const VerdictReason& reason : item.series.reasons)
    texts << QString::fromStdString(reason.text);
  if (texts.isEmpty() && !item.why_not.empty())
    texts << QString::fromStdString(item.why_not);
  return texts.join("\n");
}

QString badge_explanations(const view_model::SeriesItem& item) {
  QStringList texts;
  for (const view_model::Badge badge : item.badges)
    texts << QString::fromStdString(badge_explanation(badge, item.series));
  return texts.join("\n");
}

QString accessible_text(const QTreeWidgetItem& item, const view_model::SeriesItem& series) {
  const QString verdict = QString::fromUtf8(to_string(series.series.verdict).data()).replace('_', ' ');
  return item.text(0) + ", " + item.data(0, details_role).toString() + ", " + verdict + ". " + reasons_of(series);
}

} // namespace

StudyPanel::StudyPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), tree_(new QTreeWidget(this)), summary_(new QLabel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(4, 4, 4, 4);
  column->addWidget(tree_, 1);
  column->addWidget(summary_);
  summary_->setWordWrap(true);
  summary_->setAccessibleName(tr("What was found"));
  summary_->setText(tr("Nothing opened yet."));
  tree_->setAccessibleName(tr("Studies and series"));
  tree_->setHeaderHidden(true);
  tree_->setIndentation(6);
  tree_->setRootIsDecorated(false);
  tree_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  tree_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  tree_->setMouseTracking(true);
  tree_->setItemDelegate(new SeriesDelegate(tree_));
  connect(tree_, &QTreeWidget::itemClicked, this, &StudyPanel::open_item);
  connect(tree_, &QTreeWidget::itemActivated, this, &StudyPanel::open_item);
  tree_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(tree_, &QTreeWidget::customContextMenuRequested, this, &StudyPanel::show_menu);
  connect(&workspace, &Workspace::browser_changed, this, &StudyPanel::take_browser);
  connect(&workspace, &Workspace::image_changed, this, &StudyPanel::mark_shown);
  connect(&workspace.loader(), &StudyLoader::thumbnail_ready, this, &StudyPanel::take_thumbnail);
}

QTreeWidgetItem* StudyPanel::make_series_item(const view_model::SeriesItem& series) const {
  auto* item = new QTreeWidgetItem;
  item->setText(0, QString::fromStdString(series.title));
  item->setData(0, series_key_role, QString::fromStdString(series.key));
  item->setData(0, details_role, QString::fromStdString(series.details));
  item->setData(0, verdict_role, static_cast<int>(series.series.verdict));
  item->setData(0, reason_role, reasons_of(series));
  item->setData(0, Qt::AccessibleTextRole, accessible_text(*item, series));
  QStringList tip{item->text(0), reasons_of(series), badge_explanations(series)};
  tip.removeAll(QString());
  item->setToolTip(0, tip.join("\n"));
  return item;
}

void StudyPanel::take_browser() {
  tree_->clear();
  items_.clear();
  for (const view_model::StudyItem& study : workspace_.browser().studies()) {
    auto* parent = new QTreeWidgetItem(tree_);
    const QString title = QString::fromStdString(study.title);
    parent->setText(0, study.title.find(study.date) == std::string::npos
                           ? title + "\n" + QString::fromStdString(study.date)
                           : title);
    QFont font = parent->font(0);
    font.setBold(true);
    parent->setFont(0, font);
    for (const view_model::SeriesItem& series : study.series) {
      QTreeWidgetItem* item = make_series_item(series);
      parent->addChild(item);
      items_[QString::fromStdString(series.key)] = item;
    }
    parent->setExpanded(true);
  }
  summary_->setText(QString::fromStdString(workspace_.browser().summary()));
}

void StudyPanel::take_thumbnail(const QString& series_key, const QImage& thumbnail) {
  if (const auto found = items_.find(series_key); found != items_.end())
    found->second->setData(0, Qt::DecorationRole, thumbnail);
}

void StudyPanel::mark_shown() {
  const QString key = workspace_.image() ? QString::fromStdString(workspace_.image()->item.key) : QString();
  for (const auto& [series_key, item] : items_)
    item->setData(0, shown_role, series_key == key);
}

void StudyPanel::show_menu(const QPoint& at) {
  const QTreeWidgetItem* item = tree_->itemAt(at);
  const QString key = item ? item->data(0, series_key_role).toString() : QString();
  if (key.isEmpty())
    return;
  QMenu menu(this);
  menu.addAction(tr("Show"), this, [this, key] { workspace_.show_series(key.toStdString()); });
  menu.addAction(tr("Show beside the current series"), this, [this, key] {
    workspace_.show_beside(key.toStdString());
    emit two_series_wanted();
  });
  menu.exec(tree_->mapToGlobal(at));
}

void StudyPanel::open_item(QTreeWidgetItem* item) {
  if (const QString key = item->data(0, series_key_role).toString(); !key.isEmpty())
    workspace_.show_series(key.toStdString());
}

} // namespace spondyl::viewer

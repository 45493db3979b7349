#include "follow_up_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace spondyl::viewer {

FollowUpPanel::FollowUpPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), list_(new QListWidget(this)), status_(new QLabel(this)) {
  confirm_ = add_button(tr("Same person"), tr("Confirm that this study is of the same person, and compare with it"));
  reject_ = add_button(tr("Not the same"), tr("This study is of another person: never compare with it"));
  compare_ = add_button(tr("Compare"), tr("Compare with this study"));
  measure_ = add_button(tr("Measure it"), tr("Measure the study that is compared with, in the background (Ctrl+M)"));
  list_->setObjectName("priors");
  list_->setAccessibleName(tr("Other studies of this person"));
  list_->setWordWrap(true);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setMinimumHeight(70);
  status_->setObjectName("follow_up_status");
  status_->setAccessibleName(tr("Follow-up"));
  status_->setWordWrap(true);
  auto* buttons = new QGridLayout;
  buttons->setSpacing(3);
  buttons->addWidget(confirm_, 0, 0);
  buttons->addWidget(reject_, 0, 1);
  buttons->addWidget(compare_, 1, 0);
  buttons->addWidget(measure_, 1, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(4, 4, 4, 4);
  column->addWidget(list_, 1);
  column->addLayout(buttons);
  column->addWidget(status_);
  setFocusProxy(list_);

  FollowUpController& follow_up = workspace.follow_up();
  connect(confirm_, &QPushButton::clicked, this, [this] { workspace_.follow_up().confirm(row()); });
  connect(reject_, &QPushButton::clicked, this, [this] { workspace_.follow_up().reject(row()); });
  connect(compare_, &QPushButton::clicked, this, [this] { workspace_.follow_up().choose(row()); });
  connect(measure_, &QPushButton::clicked, &follow_up, &FollowUpController::measure);
  connect(list_, &QListWidget::itemActivated, this, [this] { workspace_.follow_up().choose(row()); });
  connect(list_, &QListWidget::currentRowChanged, this, &FollowUpPanel::enable_buttons);
  connect(&follow_up, &FollowUpController::candidates_changed, this, &FollowUpPanel::take_candidates);
  connect(&follow_up, &FollowUpController::comparison_changed, this, &FollowUpPanel::take_status);
  connect(&follow_up, &FollowUpController::busy_changed, this, &FollowUpPanel::take_status);
  take_candidates();
}

QPushButton* FollowUpPanel::add_button(const QString& text, const QString& tip) {
  auto* button = new QPushButton(text, this);
  button->setToolTip(tip);
  button->setAccessibleName(text);
  button->setAccessibleDescription(tip);
  return button;
}

std::size_t FollowUpPanel::row() const {
  return static_cast<std::size_t>(list_->currentRow());
}

void FollowUpPanel::take_candidates() {
  const QSignalBlocker quiet(list_);
  const FollowUpController& follow_up = workspace_.follow_up();
  const int stood_at = list_->currentRow();
  list_->clear();
  const auto chosen = follow_up.chosen();
  for (std::size_t i = 0; i < follow_up.candidates().size(); ++i) {
    const view_model::PriorCandidate& candidate = follow_up.candidates()[i];
    const QString text = QString::fromStdString(candidate_title(candidate)) + "\n" +
                         QString::fromStdString(candidate_standing(candidate));
    auto* item = new QListWidgetItem((chosen == i ? QString::fromUtf8("\u25b6 ") : QString()) + text, list_);
    item->setToolTip(text);
    item->setData(Qt::AccessibleTextRole, (chosen == i ? tr("Compared with: ") : QString()) + text);
    if (!candidate.accepted())
      item->setForeground(QColor(240, 180, 60));
  }
  const int last = list_->count() - 1;
  list_->setCurrentRow(stood_at >= 0 && stood_at <= last ? stood_at : chosen ? static_cast<int>(*chosen) : 0);
  take_status();
}

void FollowUpPanel::take_status() {
  status_->setText(workspace_.follow_up().status());
  enable_buttons();
}

void FollowUpPanel::enable_buttons() {
  const FollowUpController& follow_up = workspace_.follow_up();
  const bool any = list_->currentRow() >= 0 && row() < follow_up.candidates().size();
  const view_model::PriorCandidate* candidate = any ? &follow_up.candidates()[row()] : nullptr;
  confirm_->setEnabled(candidate && candidate->decided != true);
  reject_->setEnabled(candidate && candidate->decided != false);
  compare_->setEnabled(candidate && candidate->accepted() && follow_up.chosen() != row());
  const view_model::PriorCandidate* chosen = follow_up.chosen_candidate();
  measure_->setEnabled(chosen && chosen->images && !chosen->findings && !follow_up.measuring());
}

} // namespace spondyl::viewer

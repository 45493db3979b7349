#include "key_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace spondyl::viewer {
namespace {

QString bindings_text(const view_model::KeyMap& keys, view_model::Action action) {
  QStringList texts;
  for (const std::string& binding : keys.bindings(action))
    texts << QString::fromStdString(binding);
  return texts.join(", ");
}

} // namespace

KeyDialog::KeyDialog(Workspace& workspace, QWidget* parent)
    : QDialog(parent), workspace_(workspace), table_(new QTableWidget(this)), key_(new QKeySequenceEdit(this)),
      answer_(new QLabel(this)) {
  setWindowTitle(tr("Change keys"));
  resize(560, 640);
  auto* column = new QVBoxLayout(this);
  column->addWidget(table_, 1);
  auto* row = new QHBoxLayout;
  auto* bind_button = new QPushButton(tr("Use this key"), this);
  auto* reset_button = new QPushButton(tr("Reset all"), this);
  row->addWidget(key_, 1);
  row->addWidget(bind_button);
  row->addWidget(reset_button);
  column->addLayout(row);
  column->addWidget(answer_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  column->addWidget(buttons);
  bind_button->setObjectName("bind");
  answer_->setObjectName("answer");
  answer_->setWordWrap(true);
  table_->setAccessibleName(tr("Actions and their keys"));
  key_->setAccessibleName(tr("New key"));
  answer_->setAccessibleName(tr("Answer"));
  table_->setColumnCount(2);
  table_->setHorizontalHeaderLabels({tr("Action"), tr("Keys")});
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  table_->verticalHeader()->hide();
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  connect(bind_button, &QPushButton::clicked, this, &KeyDialog::bind);
  connect(reset_button, &QPushButton::clicked, this, &KeyDialog::reset_all);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  fill();
}

void KeyDialog::fill() {
  const auto& actions = view_model::all_actions();
  table_->setRowCount(static_cast<int>(actions.size()));
  for (int row = 0; row < table_->rowCount(); ++row) {
    const view_model::Action action = actions[static_cast<std::size_t>(row)];
    table_->setItem(row, 0, new QTableWidgetItem(QString::fromUtf8(view_model::action_title(action).data())));
    table_->setItem(row, 1, new QTableWidgetItem(bindings_text(workspace_.keys(), action)));
  }
}

void KeyDialog::bind() {
  const int row = table_->currentRow();
  const QString key = key_->keySequence().toString(QKeySequence::PortableText);
  if (row < 0 || key.isEmpty())
    return;
  const view_model::Action action = view_model::all_actions()[static_cast<std::size_t>(row)];
  if (const auto bound = workspace_.keys().bind(action, {key.toStdString()}); !bound) {
    answer_->setText(QString::fromStdString(bound.error().text()));
    return;
  }
  answer_->setText(tr("Done."));
  workspace_.save_keys();
  fill();
}

void KeyDialog::reset_all() {
  workspace_.keys().reset();
  workspace_.save_keys();
  answer_->setText(tr("All keys are as delivered."));
  fill();
}

} // namespace spondyl::viewer

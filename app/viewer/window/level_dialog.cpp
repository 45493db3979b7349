#include "level_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>
#include <spondyl/model/level.h>

namespace spondyl::viewer {

LevelDialog::LevelDialog(const QString& vertebra, const QString& proposed_level, QWidget* parent)
    : QDialog(parent), levels_(new QComboBox(this)),
      only_this_(new QCheckBox(tr("Rename this one only, do not count the others from it"), this)) {
  setWindowTitle(tr("Name of the vertebra"));
  auto* column = new QVBoxLayout(this);
  auto* question = new QLabel(tr("%1 is").arg(vertebra), this);
  question->setBuddy(levels_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  column->addWidget(question);
  column->addWidget(levels_);
  column->addWidget(only_this_);
  column->addWidget(buttons);
  levels_->setAccessibleName(tr("Level"));
  only_this_->setAccessibleName(only_this_->text());
  for (int rank = VertebraLevel::first_rank; rank <= VertebraLevel::last_rank; ++rank)
    levels_->addItem(QString::fromStdString(VertebraLevel::from_rank(rank)->name()));
  levels_->setCurrentText(proposed_level);
  levels_->setFocus();
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString LevelDialog::level() const {
  return levels_->currentText();
}

bool LevelDialog::only_this() const {
  return only_this_->isChecked();
}

} // namespace spondyl::viewer

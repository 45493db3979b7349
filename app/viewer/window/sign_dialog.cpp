#include "sign_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace spondyl::viewer {
namespace {

QString trimmed(const QLineEdit* edit) {
  return edit == nullptr ? QString() : edit->text().trimmed();
}

} // namespace

SignDialog::SignDialog(bool amends, QWidget* parent)
    : QDialog(parent), reader_(new QLineEdit(this)), organization_(new QLineEdit(this)), state_(new QComboBox(this)) {
  setWindowTitle(tr("Review or sign the findings"));
  reader_->setObjectName("reader");
  reader_->setPlaceholderText(tr("Family^Given"));
  organization_->setObjectName("organization");
  state_->setObjectName("state");
  state_->addItem(tr("Signed"), static_cast<int>(SignOffState::signed_off));
  state_->addItem(tr("Reviewed, not yet signed"), static_cast<int>(SignOffState::reviewed));
  reader_->setAccessibleName(tr("Reader"));
  organization_->setAccessibleName(tr("Organization"));
  state_->setAccessibleName(tr("State"));
  auto* form = new QFormLayout(this);
  form->addRow(tr("Reader"), reader_);
  form->addRow(tr("Organization"), organization_);
  form->addRow(tr("State"), state_);
  if (amends) {
    reason_ = new QLineEdit(this);
    reason_->setObjectName("reason");
    reason_->setAccessibleName(tr("Reason of the amendment"));
    form->addRow(tr("Why are the signed findings amended?"), reason_);
    connect(reason_, &QLineEdit::textChanged, this, &SignDialog::check);
  }
  form->addRow(new QLabel(tr("Signed findings cannot be changed silently: an edit afterwards is an amendment.")));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  accept_ = buttons->button(QDialogButtonBox::Ok);
  form->addRow(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(reader_, &QLineEdit::textChanged, this, &SignDialog::check);
  check();
}

void SignDialog::check() {
  accept_->setEnabled(!trimmed(reader_).isEmpty() && (reason_ == nullptr || !trimmed(reason_).isEmpty()));
}

view_model::SignOffOrder SignDialog::order() const {
  view_model::SignOffOrder order;
  order.reader = trimmed(reader_).toStdString();
  order.organization = trimmed(organization_).toStdString();
  order.state = static_cast<SignOffState>(state_->currentData().toInt());
  order.amendment_reason = trimmed(reason_).toStdString();
  return order;
}

} // namespace spondyl::viewer

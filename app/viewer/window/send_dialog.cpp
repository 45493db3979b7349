#include "send_dialog.h"

#include "run_panel.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace spondyl::viewer {

SendDialog::SendDialog(ReportExporter& exporter, QWidget* parent)
    : QDialog(parent), exporter_(exporter), tls_(new QCheckBox(tr("Over &TLS"), this)),
      commitment_(new QCheckBox(tr("Ask for storage co&mmitment"), this)), problem_(new QLabel(this)),
      run_(new RunPanel(exporter, this)) {
  setWindowTitle(tr("Send to archive"));
  setObjectName("send_dialog");
  resize(560, 520);
  const view_model::ArchiveAddress& last = exporter.last_address();
  auto* form = new QFormLayout(this);
  form->addRow(new QLabel(
      tr("%n DICOM object(s) of the last export", nullptr, static_cast<int>(exporter.exported_objects().size())),
      this));
  host_ = add_field(*form, tr("&Archive (host:port)"), "host", last.host_and_port);
  called_ = add_field(*form, tr("Its &title"), "called", last.called_title);
  calling_ = add_field(*form, tr("&Our title"), "calling", last.calling_title);
  tls_->setObjectName("tls");
  tls_->setChecked(last.tls);
  form->addRow(tls_);
  trusted_ = add_field(*form, tr("T&rusted certificates (PEM)"), "trusted", last.tls_options.trusted_certificates);
  certificate_ = add_field(*form, tr("Our &certificate (PEM)"), "certificate", last.tls_options.certificate);
  key_ = add_field(*form, tr("Its private &key (PEM)"), "key", last.tls_options.private_key);
  commitment_->setObjectName("commitment");
  commitment_->setChecked(last.ask_for_commitment);
  form->addRow(commitment_);
  problem_->setObjectName("problem");
  problem_->setWordWrap(true);
  form->addRow(problem_);
  form->addRow(run_);
  make_buttons(*form);
  check();
}

QLineEdit* SendDialog::add_field(QFormLayout& form, const QString& title, const char* name, const std::string& text) {
  auto* field = new QLineEdit(QString::fromStdString(text), this);
  field->setObjectName(name);
  field->setAccessibleName(QString(title).remove('&'));
  form.addRow(title, field);
  connect(field, &QLineEdit::textChanged, this, &SendDialog::check);
  return field;
}

void SendDialog::make_buttons(QFormLayout& form) {
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  send_ = buttons->addButton(tr("&Send"), QDialogButtonBox::ApplyRole);
  send_->setObjectName("send_now");
  send_->setDefault(true);
  form.addRow(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(send_, &QPushButton::clicked, this, &SendDialog::send);
  connect(tls_, &QCheckBox::toggled, this, &SendDialog::check);
  connect(run_, &RunPanel::finished, this, &SendDialog::check);
}

view_model::ArchiveAddress SendDialog::address() const {
  const auto text = [](const QLineEdit* field) { return field->text().trimmed().toStdString(); };
  view_model::ArchiveAddress address;
  address.host_and_port = text(host_);
  address.called_title = text(called_);
  address.calling_title = text(calling_);
  address.tls = tls_->isChecked();
  address.tls_options = {text(trusted_), text(certificate_), text(key_)};
  address.ask_for_commitment = commitment_->isChecked();
  return address;
}

void SendDialog::check() {
  if (send_ == nullptr)
    return; // still being put together
  for (QLineEdit* field : {trusted_, certificate_, key_})
    field->setEnabled(tls_->isChecked());
  const auto node = view_model::dicom_node(address());
  send_->setEnabled(node && !exporter_.busy() && !exporter_.exported_objects().empty());
  problem_->setText(node ? QString() : QString::fromStdString(node.error().text()));
}

void SendDialog::send() {
  run_->begin();
  exporter_.send(address());
  check();
}

void SendDialog::done(int result) {
  exporter_.cancel();
  QDialog::done(result);
}

} // namespace spondyl::viewer

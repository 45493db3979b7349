#include "export_dialog.h"

#include "run_panel.h"
#include "send_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <algorithm>

namespace spondyl::viewer {
namespace {

QString line_of(const view_model::ReportFormatChoice& choice) {
  const QString line = ExportDialog::tr("%1  (*%2, plugin %3)")
                           .arg(QString::fromStdString(choice.format), QString::fromStdString(choice.ending),
                                QString::fromStdString(choice.plugin));
  return choice.refusal.empty() ? line
                                : ExportDialog::tr("%1, refused: %2").arg(line, QString::fromStdString(choice.refusal));
}

QString names_of(const std::vector<std::filesystem::path>& files) {
  QStringList names;
  for (const auto& file : files)
    names << QString::fromStdString(file.filename().string());
  return names.join(", ");
}

} // namespace

ExportDialog::ExportDialog(ReportExporter& exporter, QWidget* parent)
    : QDialog(parent), exporter_(exporter), formats_(new QListWidget(this)), language_(new QComboBox(this)),
      recommendation_(new QLineEdit(this)), folder_(new QLineEdit(this)), problem_(new QLabel(this)),
      run_(new RunPanel(exporter, this)) {
  setWindowTitle(tr("Export report"));
  setObjectName("export_dialog");
  resize(640, 640);
  fill_formats();
  make_fields();
  make_buttons();
  check();
}

void ExportDialog::fill_formats() {
  formats_->setObjectName("formats");
  formats_->setAccessibleName(tr("Formats"));
  const auto& chosen = exporter_.last_order().formats;
  for (const view_model::ReportFormatChoice& choice : exporter_.formats()) {
    auto* item = new QListWidgetItem(line_of(choice), formats_);
    const bool usable = choice.refusal.empty();
    item->setData(Qt::UserRole, QString::fromStdString(choice.format));
    item->setToolTip(QString::fromStdString(choice.about));
    item->setFlags(usable ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable : Qt::NoItemFlags);
    const bool wanted = usable && std::ranges::find(chosen, choice.format) != chosen.end();
    item->setCheckState(wanted ? Qt::Checked : Qt::Unchecked);
  }
  connect(formats_, &QListWidget::itemChanged, this, &ExportDialog::check);
}

void ExportDialog::make_fields() {
  const view_model::ReportExportOrder& last = exporter_.last_order();
  const auto name = [](QWidget* field, const char* object, const QString& accessible) {
    field->setObjectName(object);
    field->setAccessibleName(accessible);
  };
  name(language_, "language", tr("Language"));
  name(recommendation_, "recommendation", tr("Recommendation"));
  name(folder_, "folder", tr("Folder"));
  for (const std::string& language : exporter_.languages())
    language_->addItem(QString::fromStdString(language));
  language_->setCurrentIndex(std::max(0, language_->findText(QString::fromStdString(last.language))));
  recommendation_->setPlaceholderText(tr("The built-in wording"));
  folder_->setText(QString::fromStdString(last.folder.string()));
  auto* browse = new QPushButton(tr("Choose ..."), this);
  name(browse, "browse", tr("Choose the folder"));
  auto* place = new QHBoxLayout;
  place->addWidget(folder_, 1);
  place->addWidget(browse);
  auto* state = new QLabel(exporter_.state(), this);
  state->setWordWrap(true);
  problem_->setObjectName("problem");
  problem_->setWordWrap(true);
  auto* form = new QFormLayout(this);
  form->addRow(state);
  form->addRow(tr("&Formats"), formats_);
  form->addRow(tr("&Language"), language_);
  form->addRow(tr("&Recommendation"), recommendation_);
  auto* folder_title = new QLabel(tr("F&older"), this);
  folder_title->setBuddy(folder_);
  form->addRow(folder_title, place);
  form->addRow(problem_);
  form->addRow(run_);
  connect(browse, &QPushButton::clicked, this, &ExportDialog::choose_folder);
  connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::check);
}

void ExportDialog::make_buttons() {
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  export_ = buttons->addButton(tr("&Export"), QDialogButtonBox::ApplyRole);
  export_->setObjectName("export");
  export_->setDefault(true);
  send_ = buttons->addButton(tr("&Send to archive ..."), QDialogButtonBox::ActionRole);
  send_->setObjectName("send");
  static_cast<QFormLayout*>(layout())->addRow(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(export_, &QPushButton::clicked, this, &ExportDialog::write);
  connect(send_, &QPushButton::clicked, this, [this] { SendDialog(exporter_, this).exec(); });
  connect(run_, &RunPanel::finished, this, &ExportDialog::check);
}

view_model::ReportExportOrder ExportDialog::order() const {
  view_model::ReportExportOrder order;
  for (int i = 0; i < formats_->count(); ++i)
    if (formats_->item(i)->checkState() == Qt::Checked)
      order.formats.push_back(formats_->item(i)->data(Qt::UserRole).toString().toStdString());
  order.language = language_->currentText().toStdString();
  order.recommendation = recommendation_->text().trimmed().toStdString();
  order.folder = folder_->text().trimmed().toStdString();
  return order;
}

void ExportDialog::choose_folder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the reports"), folder_->text());
  if (!folder.isEmpty())
    folder_->setText(folder);
}

/// Says what stands in the way, or what will be replaced.
void ExportDialog::check() {
  const view_model::ReportExportOrder now = order();
  const auto possible = exporter_.check(now);
  const auto replaced = view_model::replaced_files(now, exporter_.formats());
  const bool running = exporter_.busy();
  export_->setEnabled(possible && !running);
  send_->setEnabled(!exporter_.exported_objects().empty() && !running);
  if (!possible)
    problem_->setText(QString::fromStdString(possible.error().text()));
  else
    problem_->setText(replaced.empty() ? QString() : tr("Will be replaced: %1").arg(names_of(replaced)));
}

void ExportDialog::write() {
  run_->begin();
  exporter_.write(order());
  check();
}

void ExportDialog::done(int result) {
  exporter_.cancel();
  QDialog::done(result);
}

} // namespace spondyl::viewer

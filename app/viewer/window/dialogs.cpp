#include "dialogs.h"

#include "calibration_dialog.h"
#include "export_dialog.h"
#include "key_dialog.h"
#include "level_dialog.h"
#include "send_dialog.h"
#include "sign_dialog.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <spondyl/view_model/stored_results.h>

namespace spondyl::viewer {
namespace {

std::vector<std::filesystem::path> paths_of(const QStringList& names) {
  std::vector<std::filesystem::path> paths;
  for (const QString& name : names)
    paths.emplace_back(name.toStdString());
  return paths;
}

/// Text that can be scrolled, selected and read aloud.
void show_text(QWidget& parent, const QString& title, const QString& text, const QSize& size) {
  QDialog dialog(&parent);
  dialog.setWindowTitle(title);
  dialog.resize(size);
  auto* column = new QVBoxLayout(&dialog);
  auto* page = new QPlainTextEdit(text, &dialog);
  page->setReadOnly(true);
  page->setAccessibleName(title);
  page->setObjectName("sheet");
  column->addWidget(page);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  column->addWidget(buttons);
  dialog.exec();
}

} // namespace

Dialogs::Dialogs(Workspace& workspace, QWidget& window)
    : QObject(&window), workspace_(workspace), window_(window), exporter_(*new ReportExporter(workspace, this)) {
  connect(&workspace, &Workspace::annotation_wanted, this, &Dialogs::ask_for_annotation);
  workspace.review().set_question([this](const auto& conflicts) { return ask_before_replacing(conflicts); });
}

void Dialogs::open_folder() {
  const QString folder = QFileDialog::getExistingDirectory(&window_, tr("Open a folder of images"));
  if (!folder.isEmpty())
    workspace_.open(paths_of({folder}));
}

void Dialogs::open_files() {
  const QStringList files = QFileDialog::getOpenFileNames(&window_, tr("Open images or a DICOMDIR"));
  if (!files.isEmpty())
    workspace_.open(paths_of(files));
}

void Dialogs::save() {
  const auto known = workspace_.image() ? saved_as_.find(workspace_.image()->item.key) : saved_as_.end();
  if (known == saved_as_.end())
    save_as();
  else
    workspace_.review().save(known->second);
}

void Dialogs::save_as() {
  if (!workspace_.review().ready())
    return;
  const QString file = QFileDialog::getSaveFileName(&window_, tr("Save the findings"), "findings.json",
                                                    tr("Findings (findings.json *.json)"));
  if (file.isEmpty())
    return;
  saved_as_[workspace_.image()->item.key] = file.toStdString();
  workspace_.review().save(file.toStdString());
}

void Dialogs::open_report() {
  if (!workspace_.review().ready())
    return;
  if (workspace_.stored().looking()) { // they are read in the background: the question follows
    connect(&workspace_.stored(), &StoredOverlays::found, this, &Dialogs::open_report, Qt::SingleShotConnection);
    return;
  }
  std::vector<const view_model::StoredResult*> reports;
  for (const view_model::StoredResult& result : workspace_.stored().of(workspace_.image()->item.key))
    if (result.findings)
      reports.push_back(&result);
  const QString title = tr("Open a stored report");
  if (reports.empty()) {
    QMessageBox::information(&window_, title, tr("No report of Spondyl on this series lies beside its images."));
    return;
  }
  QStringList names;
  for (const view_model::StoredResult* report : reports)
    names << QString::fromStdString(std::to_string(names.size() + 1) + ": " + report->title + ", " +
                                    report->findings->created);
  choose_report(names, reports);
}

void Dialogs::choose_report(const QStringList& names, const std::vector<const view_model::StoredResult*>& reports) {
  const QString title = tr("Open a stored report");
  std::vector<Findings> findings; // what lies beside may be read anew while the reader chooses
  for (const view_model::StoredResult* report : reports)
    findings.push_back(*report->findings);
  bool chosen = false;
  const auto index = names.indexOf(QInputDialog::getItem(&window_, title, tr("Report"), names, 0, false, &chosen));
  if (chosen && index >= 0 && !workspace_.review().open_findings(findings[static_cast<std::size_t>(index)]))
    QMessageBox::information(&window_, title, tr("This series has been edited: save or undo your edits first."));
}

void Dialogs::sign() {
  if (!workspace_.review().ready())
    return;
  const view_model::ReviewDocument& document = *workspace_.review().document();
  SignDialog dialog(view_model::needs_amendment(document), &window_);
  if (dialog.exec() != QDialog::Accepted)
    return;
  view_model::SignOffOrder order = dialog.order();
  order.time = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
  const QString file =
      QFileDialog::getSaveFileName(&window_, dialog.windowTitle(), "findings.json", tr("Findings (*.json)"));
  if (!file.isEmpty())
    workspace_.review().sign(order, file.toStdString(), view_model::files_without_images(workspace_.browser()));
}

void Dialogs::export_reports() {
  if (exporter_.prepare())
    ExportDialog(exporter_, &window_).exec();
}

void Dialogs::send_to_archive() {
  if (exporter_.exported_objects().empty())
    QMessageBox::information(&window_, tr("Send to archive"), tr("Export DICOM objects first: sr, seg, kos, ..."));
  else
    SendDialog(exporter_, &window_).exec();
}

void Dialogs::relabel(view_model::VertebraKey vertebra) {
  const auto& state = workspace_.review().document()->state();
  const auto index = state.index_of(vertebra);
  if (!index)
    return;
  const VertebraFinding& finding = state.vertebrae[*index];
  const auto known = finding.level ? finding.level : finding.level_guess;
  LevelDialog dialog(QString::fromStdString(finding.display_name()),
                     QString::fromStdString(known ? known->name() : "L1"), &window_);
  if (dialog.exec() != QDialog::Accepted)
    return;
  const auto level = VertebraLevel::parse(dialog.level().toStdString());
  if (dialog.only_this())
    workspace_.review().apply(view_model::Relabel{vertebra, level});
  else
    workspace_.review().apply(view_model::CountLevelsFrom{vertebra, level});
}

void Dialogs::mark_not_assessable(view_model::VertebraKey vertebra) {
  const auto& state = workspace_.review().document()->state();
  const auto index = state.index_of(vertebra);
  if (index && state.vertebrae[*index].status == MeasurementStatus::not_assessable &&
      state.vertebrae[*index].landmarks) {
    workspace_.review().apply(view_model::MarkAssessable{vertebra});
    return;
  }
  const QStringList reasons{tr("Hardware or cement"),       tr("Cut by the edge of the images"),
                            tr("Motion or other artefact"), tr("Tumour or infection"),
                            tr("Congenital variant"),       tr("Endplates not visible")};
  bool accepted = false;
  const QString reason = QInputDialog::getItem(&window_, tr("Not assessable"), tr("Why is it not assessable?"), reasons,
                                               0, true, &accepted);
  if (accepted)
    workspace_.review().apply(view_model::MarkNotAssessable{vertebra, reason.trimmed().toStdString()});
}

void Dialogs::ask_for_annotation(view_model::ToolMeasurement tool) {
  bool accepted = false;
  const QString text =
      QInputDialog::getText(&window_, tr("Annotation"), tr("Text"), QLineEdit::Normal, {}, &accepted).trimmed();
  if (!accepted || text.isEmpty())
    return;
  tool.text = text.toStdString();
  workspace_.review().apply(view_model::SetTool{std::move(tool)});
}

std::optional<std::vector<view_model::VertebraKey>>
Dialogs::ask_before_replacing(const std::vector<view_model::RerunConflict>& conflicts) {
  QStringList lines;
  std::vector<view_model::VertebraKey> all;
  for (const view_model::RerunConflict& conflict : conflicts) {
    const QString found = conflict.new_value.empty() ? tr("nothing there") : QString::fromStdString(conflict.new_value);
    lines << tr("%1: yours %2, new %3")
                 .arg(QString::fromStdString(conflict.name), QString::fromStdString(conflict.reader_value), found);
    all.push_back(conflict.vertebra);
  }
  QMessageBox box(QMessageBox::Question, tr("Keep your corrections?"),
                  tr("The new measurement differs from what you set:\n\n%1").arg(lines.join("\n")),
                  QMessageBox::NoButton, &window_);
  const QAbstractButton* keep = box.addButton(tr("Keep mine"), QMessageBox::AcceptRole);
  const QAbstractButton* replace = box.addButton(tr("Replace mine"), QMessageBox::DestructiveRole);
  box.addButton(QMessageBox::Cancel);
  box.exec();
  if (box.clickedButton() == keep)
    return std::vector<view_model::VertebraKey>{};
  if (box.clickedButton() == replace)
    return all;
  return std::nullopt;
}

void Dialogs::calibrate_film() {
  if (!workspace_.review().ready())
    return;
  const view_model::ReviewDocument& document = *workspace_.review().document();
  CalibrationDialog dialog(document.series(), document.state().tools, &window_);
  if (dialog.exec() == QDialog::Accepted)
    workspace_.review().apply(view_model::CalibrateFilm{dialog.calibration()});
}

void Dialogs::show_keys() {
  show_text(window_, tr("Keys and mouse"), QString::fromStdString(workspace_.keys().sheet()), {620, 760});
}

void Dialogs::edit_keys() {
  KeyDialog(workspace_, &window_).exec();
}

void Dialogs::show_audit() {
  const view_model::ReviewDocument* document = workspace_.review().document();
  QStringList lines;
  if (document)
    for (const view_model::AuditEntry& entry : document->audit())
      lines << QString::fromStdString(entry.time + "  " + entry.action + "  " + entry.subject + ": " + entry.before +
                                      " -> " + entry.after);
  show_text(window_, tr("What was changed"), lines.isEmpty() ? tr("Nothing yet.") : lines.join("\n"), {820, 520});
}

void Dialogs::about() {
  QMessageBox::about(&window_, tr("Spondyl"),
                     tr("Spine imaging and vertebral-height measurement.\n\nResearch use only - not for diagnosis."));
}

} // namespace spondyl::viewer

#include "run_panel.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace spondyl::viewer {

RunPanel::RunPanel(ReportExporter& exporter, QWidget* parent)
    : QWidget(parent), progress_(new QProgressBar(this)), cancel_(new QPushButton(tr("Cancel"), this)),
      outcome_(new QPlainTextEdit(this)) {
  progress_->setRange(0, 1000);
  progress_->setAccessibleName(tr("Progress"));
  cancel_->setObjectName("cancel_run");
  cancel_->setAccessibleName(tr("Cancel"));
  outcome_->setObjectName("outcome");
  outcome_->setAccessibleName(tr("What came of it"));
  outcome_->setReadOnly(true);
  auto* row = new QHBoxLayout;
  row->addWidget(progress_, 1);
  row->addWidget(cancel_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addLayout(row);
  column->addWidget(outcome_);
  show_running(false);
  connect(cancel_, &QPushButton::clicked, &exporter, &ReportExporter::cancel);
  connect(&exporter, &ReportExporter::progress, this, [this](double fraction, const QString& stage) {
    if (!running_)
      return;
    progress_->setFormat(stage + "  %p %");
    progress_->setValue(static_cast<int>(fraction * 1000));
  });
  connect(&exporter, &ReportExporter::finished, this, [this](const QString& text) {
    if (!running_)
      return;
    show_running(false);
    outcome_->setPlainText(text);
    emit finished();
  });
}

void RunPanel::begin() {
  outcome_->clear();
  progress_->setValue(0);
  show_running(true);
}

void RunPanel::show_running(bool running) {
  running_ = running;
  progress_->setVisible(running);
  cancel_->setVisible(running);
}

} // namespace spondyl::viewer

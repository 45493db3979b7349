#pragma once

#include "../core/report_exporter.h"

#include <QWidget>

class QPlainTextEdit;
class QProgressBar;
class QPushButton;

namespace spondyl::viewer {

/// How far a long call of the exporter is, a button to stop it, and what came of it.
class RunPanel : public QWidget {
  Q_OBJECT
public:
  explicit RunPanel(ReportExporter& exporter, QWidget* parent = nullptr);
  void begin();

signals:
  void finished();

private:
  void show_running(bool running);

  bool running_ = false; ///< what the exporter does is this panel's
  QProgressBar* progress_;
  QPushButton* cancel_;
  QPlainTextEdit* outcome_;
};

} // namespace spondyl::viewer

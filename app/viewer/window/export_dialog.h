#pragma once

#include "../core/report_exporter.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace spondyl::viewer {

class RunPanel;

/// Formats, language and folder of the reports; they are written while it stays open, and it says what came of it.
class ExportDialog : public QDialog {
  Q_OBJECT
public:
  /// The exporter is prepared.
  explicit ExportDialog(ReportExporter& exporter, QWidget* parent = nullptr);
  [[nodiscard]] view_model::ReportExportOrder order() const;

protected:
  void done(int result) override; ///< stops what is running

private:
  void make_fields();
  void make_buttons();
  void fill_formats();
  void choose_folder();
  void check();
  void write();

  ReportExporter& exporter_;
  QListWidget* formats_;
  QComboBox* language_;
  QLineEdit *recommendation_, *folder_;
  QLabel* problem_;
  RunPanel* run_;
  QPushButton *export_ = nullptr, *send_ = nullptr;
};

} // namespace spondyl::viewer

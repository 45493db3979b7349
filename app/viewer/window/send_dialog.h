#pragma once

#include "../core/report_exporter.h"

#include <QDialog>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace spondyl::viewer {

class RunPanel;

/// Where the exported DICOM objects are sent, by C-STORE; it stays open and says what the archive answered.
class SendDialog : public QDialog {
  Q_OBJECT
public:
  explicit SendDialog(ReportExporter& exporter, QWidget* parent = nullptr);
  [[nodiscard]] view_model::ArchiveAddress address() const;

protected:
  void done(int result) override; ///< stops what is running

private:
  QLineEdit* add_field(QFormLayout& form, const QString& title, const char* name, const std::string& text);
  void make_buttons(QFormLayout& form);
  void check();
  void send();

  ReportExporter& exporter_;
  QLineEdit *host_, *called_, *calling_, *trusted_, *certificate_, *key_;
  QCheckBox *tls_, *commitment_;
  QLabel* problem_;
  RunPanel* run_;
  QPushButton* send_ = nullptr;
};

} // namespace spondyl::viewer

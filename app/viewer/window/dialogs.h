#pragma once

#include "../core/report_exporter.h"

#include <QObject>

class QWidget;

namespace spondyl::viewer {

/// Questions to the reader. Each asks, and passes the answer on in one call.
class Dialogs : public QObject {
  Q_OBJECT
public:
  Dialogs(Workspace& workspace, QWidget& window);

  void open_folder();
  void open_files();
  void save(); ///< where it was saved before, else save_as()
  void save_as();
  void open_report(); ///< one of Spondyl's that lies beside the images
  void sign();        ///< as a named reader; an amendment asks why, and is saved beside what it amends
  void export_reports();
  void send_to_archive(); ///< what was exported last
  void relabel(view_model::VertebraKey vertebra);
  void mark_not_assessable(view_model::VertebraKey vertebra);
  void ask_for_annotation(view_model::ToolMeasurement tool);
  void calibrate_film(); ///< from a magnification, or a length that was drawn on it
  void show_keys();
  void edit_keys();
  void show_audit();
  void about();
  /// What may be replaced by a re-run; nothing = leave everything as it is.
  [[nodiscard]] std::optional<std::vector<view_model::VertebraKey>>
  ask_before_replacing(const std::vector<view_model::RerunConflict>& conflicts);

private:
  void choose_report(const QStringList& names, const std::vector<const view_model::StoredResult*>& reports);

  Workspace& workspace_;
  QWidget& window_;
  ReportExporter& exporter_;
  std::map<std::string, std::filesystem::path> saved_as_; ///< by series key
};

} // namespace spondyl::viewer

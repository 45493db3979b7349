#pragma once

#include "workspace.h"

#include <spondyl/view_model/archive_delivery.h>
#include <spondyl/view_model/report_export.h>

namespace spondyl::viewer {

/// Writes the reviewed findings as reports and sends them, one long call at a time on a thread of its own, with the
/// plugins that measuring uses.
class ReportExporter : public QObject {
  Q_OBJECT
public:
  explicit ReportExporter(Workspace& workspace, QObject* parent = nullptr);
  ~ReportExporter() override;

  /// Takes what is shown now as what will be written, with a copy of the plugins' registry, so that measuring and
  /// exporting never share one. False while measuring, and when nothing was measured.
  bool prepare();
  /// Of what was prepared.
  [[nodiscard]] const std::vector<view_model::ReportFormatChoice>& formats() const { return formats_; }
  [[nodiscard]] const std::vector<std::string>& languages() const { return languages_; }
  [[nodiscard]] QString state() const;
  [[nodiscard]] Result<void> check(const view_model::ReportExportOrder& order) const;
  /// What was asked for last, to begin with.
  [[nodiscard]] const view_model::ReportExportOrder& last_order() const { return order_; }
  [[nodiscard]] const view_model::ArchiveAddress& last_address() const { return address_; }
  /// The DICOM objects of the last export.
  [[nodiscard]] const std::vector<std::filesystem::path>& exported_objects() const { return objects_; }
  [[nodiscard]] bool busy() const { return busy_; }

  void write(const view_model::ReportExportOrder& order);
  void send(const view_model::ArchiveAddress& address);
  void cancel();

signals:
  void progress(double fraction, const QString& stage);
  void finished(const QString& what_came_of_it);

private:
  template <typename Outcome>
  void start(std::function<Result<Outcome>(const Progress&)> work, std::function<void(const Outcome&)> done);

  Workspace& workspace_;
  std::shared_ptr<plugin_host::PluginHost> host_;
  view_model::ReportSnapshot snapshot_;
  view_model::ReportNotes notes_;
  std::vector<view_model::ReportFormatChoice> formats_;
  std::vector<std::string> languages_;
  view_model::ReportExportOrder order_{{"pdf", "sr", "seg"}, "en", {}, {}};
  view_model::ArchiveAddress address_;
  std::vector<std::filesystem::path> objects_;
  bool busy_ = false;
  view_model::BackgroundTask task_;
};

} // namespace spondyl::viewer

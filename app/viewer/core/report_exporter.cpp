#include "report_exporter.h"

#include "post.h"

namespace spondyl::viewer {

ReportExporter::ReportExporter(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {}

ReportExporter::~ReportExporter() {
  cancel();
}

bool ReportExporter::prepare() {
  const ReviewController& review = workspace_.review();
  const view_model::ReviewDocument* document = review.document();
  if (busy_ || review.measuring() || !document || document->committed_state().vertebrae.empty())
    return false;
  using plugin_host::PluginHost;
  host_ = review.plugins() ? std::make_shared<PluginHost>(*review.plugins())
                           : std::make_shared<PluginHost>(plugin_host::default_search_folders());
  std::vector<std::filesystem::path> opened = workspace_.recent().paths();
  opened.resize(std::min<std::size_t>(opened.size(), 1));
  snapshot_ = view_model::report_snapshot(*document, opened);
  notes_ = {review.noted_beside(), review.audit_log()};
  formats_ = view_model::report_formats(*host_);
  languages_ = view_model::report_languages(*host_, pipeline::site_templates());
  return true;
}

QString ReportExporter::state() const {
  return QString::fromStdString(view_model::report_state(snapshot_.findings));
}

Result<void> ReportExporter::check(const view_model::ReportExportOrder& order) const {
  return view_model::check_export(order, snapshot_.inputs);
}

void ReportExporter::write(const view_model::ReportExportOrder& order) {
  order_ = order;
  objects_.clear();
  start<pipeline::ExportOutcome>(
      [host = host_, snapshot = snapshot_, notes = notes_, order](const Progress& progress) {
        return view_model::export_reports(*host, snapshot, order, notes, progress);
      },
      [this](const pipeline::ExportOutcome& outcome) { objects_ = view_model::dicom_files(outcome); });
}

void ReportExporter::send(const view_model::ArchiveAddress& address) {
  address_ = address;
  start<view_model::DeliveryOutcome>(
      [files = objects_, address, log = workspace_.review().audit_log()](const Progress& progress) {
        return view_model::send_to_archive(files, address, log, progress);
      },
      [](const view_model::DeliveryOutcome&) {});
}

template <typename Outcome>
void ReportExporter::start(std::function<Result<Outcome>(const Progress&)> work,
                           std::function<void(const Outcome&)> done) {
  if (busy_)
    return;
  busy_ = true;
  const auto finish = [this, done = std::move(done)](const Result<Outcome>& outcome) {
    busy_ = false;
    if (outcome)
      done(*outcome);
    emit finished(QString::fromStdString(outcome ? view_model::in_words(*outcome) : outcome.error().text()));
  };
  task_ = view_model::BackgroundTask(
      std::move(work), std::function<void(Result<Outcome>)>([this, finish](Result<Outcome> outcome) {
        post(this, [finish, outcome = std::move(outcome)] { finish(outcome); });
      }),
      [this](double fraction, std::string_view stage) {
        post(this, [this, fraction, text = QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()))] {
          if (busy_)
            emit progress(fraction, text);
        });
      });
}

void ReportExporter::cancel() {
  task_.cancel();
}

} // namespace spondyl::viewer

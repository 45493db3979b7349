#include "write_reports.h"

#include <spondyl/pipeline/report_sources.h>

namespace spondyl::pipeline {

Result<WrittenReports> write_reports(const SeriesReview& review, const RunOptions& options,
                                     const std::filesystem::path& folder) {
  WrittenReports reports;
  if (options.formats.empty())
    return reports;
  if (!options.review.plugins)
    return failure(ErrorCode::internal, "Reports were asked for without plugins to write them.");
  plugin_host::ReportOrder order;
  order.findings = review.findings;
  order.sources = report_sources(review);
  order.language = options.language;
  order.template_folder = options.template_folder;
  order.output = folder;
  plugin_host::ReportSession session(*options.review.plugins, std::move(order));
  for (const std::string& format : options.formats) {
    auto written = session.write(format);
    if (written)
      reports.files.insert(reports.files.end(), written->begin(), written->end());
    else if (written.error().code == ErrorCode::not_measurable)
      reports.not_applicable.push_back("No " + format + ": " + written.error().text());
    else
      return tl::make_unexpected(written.error());
  }
  return reports;
}

} // namespace spondyl::pipeline

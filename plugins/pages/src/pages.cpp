#include "pages.h"

#include "../../support/catalogue.h"
#include "base64.h"

#include <spondyl/drawing/page.h>
#include <spondyl/report/report.h>

namespace spondyl::plugins {
namespace {

constexpr const char* kOverviewName = "overview";
constexpr const char* kDiagramName = "diagram";

/// Without the words of the overview, which are English; with them where only a stored overview is left.
std::optional<drawing::Picture> overview_of(const plugin_sdk::ReportRequest& request) {
  const spondyl_picture* picture = request.labelled_image_if_any();
  if (picture == nullptr)
    picture = request.overview_if_any();
  if (picture == nullptr)
    return std::nullopt;
  const auto bytes = static_cast<std::size_t>(picture->width) * static_cast<std::size_t>(picture->height) * 3;
  return drawing::Picture{picture->width, picture->height, {picture->rgb, picture->rgb + bytes}};
}

std::string data_link(const drawing::Picture& picture) {
  return "data:image/png;base64," + base64(value_of(drawing::encode_png(picture)));
}

} // namespace

std::string html_page(const plugin_sdk::ReportRequest& request) {
  const Findings findings = findings_of(request);
  const auto overview = overview_of(request);
  report::ReportOptions options;
  options.recommendation = request.recommendation();
  options.comparison = comparison_of(request);
  if (overview)
    options.overview = data_link(*overview);
  options.diagram = data_link(drawing::render_level_diagram({findings.vertebrae}));
  return value_of(report::render(request.resource("templates/report.html.mustache"), report::Escaping::html, findings,
                                 catalogue_of(request), options));
}

std::string pdf_page(const plugin_sdk::ReportRequest& request) {
  const Findings findings = findings_of(request);
  const report::Catalogue catalogue = catalogue_of(request);
  auto overview = overview_of(request);
  report::ReportOptions options;
  options.recommendation = request.recommendation();
  options.comparison = comparison_of(request);
  options.overview = overview ? kOverviewName : "";
  options.diagram = kDiagramName;
  const std::string markdown = value_of(report::render(request.resource("templates/report.page.mustache"),
                                                       report::Escaping::markdown, findings, catalogue, options));
  std::map<std::string, drawing::Figure> figures;
  figures.emplace(kDiagramName, drawing::LevelDiagram{findings.vertebrae});
  if (overview)
    figures.emplace(kOverviewName, std::move(*overview));
  // The title stands in the file's properties, where file managers show it: no patient in it.
  return value_of(drawing::render_pdf(
      markdown, figures,
      {catalogue.text("title"), catalogue.text("research_only"), catalogue.text("page"), findings.created}));
}

} // namespace spondyl::plugins

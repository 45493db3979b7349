// Findings as DICOM objects: new series in the study of the images.

#include "../support/catalogue.h"
#include "pages.h"
#include "private_folder.h"

#include <spondyl/dicom_objects/objects.h>
#include <spondyl/dicom_seg/segmentation.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/report/report.h>

namespace spondyl::plugins {
namespace {

namespace fs = std::filesystem;
using plugin_sdk::ReportRequest;

/// Where the images lie. Throws the host's reason when they are gone.
fs::path image_root(const ReportRequest& request, const Findings& findings) {
  const std::vector<std::string> files = request.source_files();
  const std::string relative = findings.images.instances.empty() ? "" : findings.images.instances.front().file;
  fs::path folder = fs::path(files.front()).parent_path();
  // The folder the recorded names start from, where the files lie as they did; the writers search below it otherwise.
  if (!relative.empty() && files.front().ends_with("/" + relative))
    folder = files.front().substr(0, files.front().size() - relative.size() - 1);
  return folder;
}

LabelMap labels_of(const ReportRequest& request) {
  const spondyl_labels& labels = request.labels();
  const spondyl_geometry& grid = labels.geometry;
  const auto vector = [](const double(&v)[3]) { return PatientVector{v[0], v[1], v[2]}; };
  LabelMap map;
  map.geometry.size = {grid.columns, grid.rows, grid.slices};
  map.geometry.origin = PatientPoint{} + vector(grid.origin);
  map.geometry.column_axis = vector(grid.column_axis);
  map.geometry.row_axis = vector(grid.row_axis);
  map.geometry.slice_axis = vector(grid.slice_axis);
  map.geometry.column_spacing = grid.column_spacing;
  map.geometry.row_spacing = grid.row_spacing;
  map.geometry.slice_spacing = grid.slice_spacing;
  map.voxels.assign(labels.voxels, labels.voxels + map.geometry.size.voxels());
  return map;
}

std::optional<dicom_sr::Signature> signature_of(const Findings& findings) {
  if (!findings.sign_off || findings.sign_off->state() != SignOffState::signed_off)
    return std::nullopt;
  const SignOffStep& step = findings.sign_off->steps.back();
  return dicom_sr::Signature{step.reader, step.organization, step.time};
}

/// A signed report is named by what was signed, so that an amendment can name its predecessor; with a reader's own
/// recommendation or a comparison it is an object of its own, for that is not part of what was signed.
void name_report(const Findings& findings, bool own_content, dicom_sr::ReportOptions& options) {
  if (!findings.sign_off)
    return;
  const SignOff& sign_off = *findings.sign_off;
  for (const ReportReference& report : sign_off.predecessor_reports)
    options.predecessors.push_back(
        {findings.study.uid, report.series_instance_uid, report.sop_class_uid, report.sop_instance_uid});
  if (!sign_off.predecessor.empty() && options.predecessors.empty()) // none was noted: as this program names them
    options.predecessors = {dicom_sr::signed_report_identity(findings, sign_off.predecessor, options.language)};
  if (!options.signature || own_content)
    return;
  auto name = dicom_sr::signed_report_identity(findings, sign_off.digest, options.language);
  options.place.series_instance_uid = std::move(name.series_instance_uid);
  options.place.sop_instance_uid = std::move(name.sop_instance_uid);
}

/// The report of the prior study, whose heights this one repeats (PS3.3 C.17.2.3), where one is known.
void name_prior(dicom_sr::ReportOptions& options) {
  if (!options.comparison)
    return;
  const comparison::ComparedStudy& prior = options.comparison->prior;
  for (const ReportReference& report : prior.reports)
    options.predecessors.push_back(
        {prior.study_uid, report.series_instance_uid, report.sop_class_uid, report.sop_instance_uid});
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines)
    text += (text.empty() ? "" : "\n") + line;
  return text;
}

void write_sr(const ReportRequest& request, const fs::path& file) {
  const Findings findings = findings_of(request);
  const report::Catalogue catalogue = catalogue_of(request);
  dicom_sr::ReportOptions options;
  options.signature = signature_of(findings);
  options.language = request.language().empty() || request.language() == "en" ? "en-US" : request.language();
  options.comparison = comparison_of(request);
  name_report(findings, !request.recommendation().empty() || options.comparison, options);
  name_prior(options);
  options.impression = joined(report::impression(findings, catalogue, options.comparison));
  options.recommendation = report::recommendation(findings, catalogue, request.recommendation(), options.comparison);
  value_of(dicom_sr::write_report(findings, options, file));
}

void write_seg(const ReportRequest& request, const fs::path& file) {
  const Findings findings = findings_of(request);
  dicom_seg::SegmentationOptions options;
  options.image_root = image_root(request, findings);
  value_of(dicom_seg::write_segmentation(findings, labels_of(request), options, file));
}

void write_pdf(const ReportRequest& request, const fs::path& file) {
  value_of(dicom_objects::write_encapsulated_pdf(findings_of(request), pdf_page(request), {}, file));
}

void write_sc(const ReportRequest& request, const fs::path& file) {
  const Findings findings = findings_of(request);
  dicom_objects::PictureOptions options;
  options.image_root = image_root(request, findings);
  const spondyl_picture& picture = request.overview();
  const auto bytes = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 3;
  value_of(dicom_objects::write_secondary_capture(
      findings, {picture.width, picture.height, {picture.rgb, picture.rgb + bytes}}, options, file));
}

/// What this report has written so far, and the measured images.
std::vector<dicom_modules::InstanceIdentity> key_objects(const ReportRequest& request, const Findings& findings) {
  std::vector<dicom_modules::InstanceIdentity> objects;
  for (const std::string& name : request.written_files())
    if (name.ends_with(".dcm"))
      if (auto identity = dicom_modules::read_identity(name))
        objects.push_back(std::move(*identity));
  for (auto& image : dicom_objects::key_images(findings))
    objects.push_back(std::move(image));
  return objects;
}

void write_kos(const ReportRequest& request, const fs::path& file) {
  const Findings findings = findings_of(request);
  value_of(dicom_objects::write_key_objects(findings, key_objects(request, findings), {}, file));
}

using Writer = void (*)(const ReportRequest&, const fs::path&);
struct Format {
  std::string_view name, ending;
  Writer write;
};
constexpr std::array<Format, 5> kFormats = {{{"sr", ".sr.dcm", write_sr},
                                             {"seg", ".seg.dcm", write_seg},
                                             {"pdf-dicom", ".pdf.dcm", write_pdf},
                                             {"sc", ".sc.dcm", write_sc},
                                             {"kos", ".kos.dcm", write_kos}}};

} // namespace

struct DicomWriter {
  void write(const ReportRequest& request) const {
    for (const Format& format : kFormats) {
      if (format.name != request.format())
        continue;
      const PrivateFolder folder;
      const fs::path file = folder.path() / "object.dcm";
      format.write(request, file);
      request.write_file(request.file_name() + std::string(format.ending), folder.bytes_of(file));
      return;
    }
    throw plugin_sdk::Refusal(SPONDYL_UNSUPPORTED, "This plugin does not write that format.");
  }
};

} // namespace spondyl::plugins

SPONDYL_REPORT_WRITER("dicom", "1.0.0", spondyl::plugins::DicomWriter)

#include "phantom_study.h"

#include <cmath>
#include <gtest/gtest.h>
#include <spondyl/base/digest.h>
#include <spondyl/dicom_objects/objects.h>
#include <spondyl/dicom_seg/segmentation.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/dicom_write/write.h>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::dicom_output {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStudy = "1.2.826.0.1.3680043.2.1125.1";
constexpr double kTilt = 12.0; // degrees

dicom_write::WriteOptions options_of(const std::string& kind) {
  dicom_write::WriteOptions options;
  options.patient = *example_findings::full().patient;
  options.study = {kStudy, "20260101", "101112", "A-17", "Wirbelsäule"};
  options.series.number = "3";
  options.multi_frame = kind == "enhanced";
  if (kind == "tilted") {
    options.gantry_tilt_degrees = kTilt;
    options.shear = {0, 1.5 * std::tan(kTilt * std::acos(-1.0) / 180), 0};
  }
  return options;
}

phantom::PhantomSpine spine_of(const std::string& kind) {
  phantom::PhantomSpine spine;
  spine.levels("T12", "L3").with_wedge("L1", 0.3).field_of_view(110).spacing(1.1, 1.5);
  if (kind == "mr")
    spine.contrast(phantom::Contrast::t2).orientation(phantom::Orientation::sagittal).spacing(1.0, 4.0).oblique(8);
  return spine;
}

VertebraFinding finding_of(const phantom::PhantomBody& body, int ordinal) {
  VertebraFinding vertebra = example_findings::full().vertebrae.front(); // grades, losses, warnings
  vertebra.ordinal = ordinal;
  vertebra.level = vertebra.level_guess = body.level;
  vertebra.landmarks = body.landmarks;
  for (auto* height : {&vertebra.heights.anterior, &vertebra.heights.middle, &vertebra.heights.posterior})
    (*height)->value = 20;
  vertebra.heights.anterior->value = body.landmarks.anterior_height();
  vertebra.heights.middle->value = body.landmarks.middle_height();
  vertebra.heights.posterior->value = body.landmarks.posterior_height();
  return vertebra;
}

void refer(Findings& findings, const fs::path& folder, const std::vector<fs::path>& files) {
  findings.images.root = folder;
  findings.images.instances.clear();
  for (const fs::path& file : files) {
    const auto identity = dicom_modules::read_identity(file);
    ASSERT_TRUE(identity) << identity.error().text();
    findings.study.uid = identity->study_instance_uid;
    findings.series_instance_uid = identity->series_instance_uid;
    findings.images.instances.push_back({identity->sop_class_uid, identity->sop_instance_uid, file.filename().string(),
                                         sha256_of_file(file).value_or("")});
  }
}

PhantomStudy film_study(const fs::path& folder) {
  PhantomStudy study{"film", example_findings::film(), {}};
  PixelScale scale{SpacingProvenance::detector, 0.2, 0.2, std::nullopt, ""};
  std::vector<float> pixels(static_cast<std::size_t>(60 * 50));
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = static_cast<float>(i % 997);
  dicom_write::WriteOptions options = options_of("film");
  options.series.modality = "DX";
  options.pixels.is_signed = false;
  options.spacing_tags.imager_pixel_spacing = {0.2, 0.2};
  const auto written = dicom_write::write_radiograph(Radiograph(60, 50, pixels, scale), folder / "film.dcm", options);
  EXPECT_TRUE(written) << written.error().text();
  refer(study.findings, folder, {folder / "film.dcm"});
  return study;
}

dicom_objects::RgbPicture picture() {
  dicom_objects::RgbPicture rgb{5, 3, {}}; // an odd number of bytes
  for (int i = 0; i < 45; ++i)
    rgb.rgb.push_back(static_cast<std::uint8_t>(5 * i));
  return rgb;
}

/// The same spine a year before, its first body taller in front and its second one not assessable.
Findings year_before(Findings findings) {
  findings.study.date = "20200101";
  if (auto& height = findings.vertebrae.at(0).heights.anterior)
    height->value *= 1.4;
  findings.vertebrae.at(1).status = MeasurementStatus::not_assessable;
  findings.vertebrae.at(1).reason = "Cut by the edge of the images.";
  return findings;
}

} // namespace

PhantomStudy phantom_study(const std::string& kind, const fs::path& folder) {
  if (kind == "film")
    return film_study(folder);
  PhantomStudy study{kind, example_findings::full(), {}};
  const phantom::PhantomSpine spine = spine_of(kind);
  const phantom::Phantom phantom = spine.build();
  dicom_write::WriteOptions options = options_of(kind);
  options.series.frame_of_reference_uid = study.findings.images.frame_of_reference_uid;
  const auto files = dicom_write::write_volume(phantom.volume, folder, options);
  EXPECT_TRUE(files) << files.error().text();
  refer(study.findings, folder, *files);
  study.findings.modality = kind == "mr" ? "MR" : "CT";
  study.findings.vertebrae.clear();
  for (const phantom::PhantomBody& body : phantom.bodies)
    study.findings.vertebrae.push_back(finding_of(body, static_cast<int>(study.findings.vertebrae.size()) + 1));
  VertebraFinding unassessable = example_findings::full().vertebrae.back();
  unassessable.ordinal = static_cast<int>(study.findings.vertebrae.size()) + 1;
  study.findings.vertebrae.push_back(unassessable);
  study.labels = spine.label_map(phantom::PhantomSpine(spine).spacing(1.3, 1.3).volume_geometry());
  return study;
}

std::vector<fs::path> write_all(const PhantomStudy& study, const fs::path& folder) {
  std::vector<fs::path> files;
  std::vector<dicom_modules::InstanceIdentity> objects;
  const auto add = [&](const std::string& name, const auto& result) {
    ASSERT_TRUE(result) << name << ": " << result.error().text();
    files.push_back(folder / name);
    objects.push_back(*result);
  };
  const Findings& findings = study.findings;
  dicom_modules::ObjectPlace place;
  place.study = dicom_modules::best_source_study(findings);
  dicom_sr::ReportOptions report;
  report.place = place;
  add("sr.dcm", dicom_sr::write_report(findings, report, folder / "sr.dcm"));
  report.signature = dicom_sr::Signature{"佐藤^花子", "Clinic", "2026-01-03T10:11:12+09:00"};
  report.predecessors = objects;
  report.impression = "Vertebral fracture of L1, moderate, wedge.";
  report.recommendation = "Bone density measurement.";
  add("signed.dcm", dicom_sr::write_report(findings, report, folder / "signed.dcm"));
  report.comparison = comparison::compare(year_before(findings), findings);
  add("followed-up.dcm", dicom_sr::write_report(findings, report, folder / "followed-up.dcm"));
  if (!study.labels.voxels.empty())
    add("seg.dcm", dicom_seg::write_segmentation(findings, study.labels, {}, folder / "seg.dcm"));
  dicom_objects::PdfOptions pdf;
  pdf.place = place;
  add("pdf.dcm", dicom_objects::write_encapsulated_pdf(findings, "%PDF-1.4\n%%EOF", pdf, folder / "pdf.dcm"));
  add("sc.dcm", dicom_objects::write_secondary_capture(findings, picture(), {}, folder / "sc.dcm"));
  dicom_objects::KeyObjectOptions key;
  key.place = place;
  const auto images = dicom_objects::key_images(findings);
  objects.insert(objects.end(), images.begin(), images.end());
  add("kos.dcm", dicom_objects::write_key_objects(findings, objects, key, folder / "kos.dcm"));
  return files;
}

} // namespace spondyl::dicom_output

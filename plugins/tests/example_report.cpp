#include "example_report.h"

#include <spondyl/base/read_text.h>

namespace spondyl::plugins {
namespace {

HeightMeasurement height(double value) {
  return {value, LengthUnit::millimetre, 0.6, 0.3, SpacingProvenance::volume, std::nullopt};
}

VertebraFinding body(int ordinal, const char* level, double front) {
  VertebraFinding vertebra;
  vertebra.ordinal = ordinal;
  vertebra.level = vertebra.level_guess = VertebraLevel::parse(level);
  const double z = -30.0 * ordinal;
  vertebra.landmarks = SixPoints{{0, -15, z + front / 2}, {0, -15, z - front / 2}, {0, 0, z + 11},
                                 {0, 0, z - 11},          {0, 15, z + 12.5},       {0, 15, z - 12.5}};
  vertebra.heights = {height(front), height(22.0), height(25.0), std::nullopt};
  vertebra.ratios.anterior_to_posterior = front / 25.0;
  return vertebra;
}

VertebraFinding fractured() {
  VertebraFinding vertebra = body(1, "L1", 17.5);
  vertebra.loss = {{HeightName::anterior, 0.30, 0.24, 0.03, "raw = 1 - Ha/Hp", "normal shape of L1 <table>"}};
  vertebra.grade = Grade{"genant", 1.0, FractureShape::wedge, std::pair{1, 2}, {0.0, 0.11, 0.46, 0.43, 0.0}};
  vertebra.warnings = {"=Slices are 3.0 mm apart, \"uneven\"."};
  vertebra.reader_must_confirm = {{Alternative::schmorl_node, "A dent of 3 mm."}};
  return vertebra;
}

} // namespace

Findings example_findings() {
  Findings findings;
  findings.software = {"spondyl", "0.1.0"};
  findings.created = "2026-01-02T03:04:05Z";
  findings.patient = PatientInfo{"id-7", "Clinic", "Yamada^Tarou=山田^太郎", "19500102", "M", "075Y"};
  findings.study = {"1.2.3", "20260101", "A-17"};
  findings.series_instance_uid = "1.2.3.4";
  findings.modality = "CT";
  findings.images = {"1.2.3.5", "/gone", {{"1.2.840.10008.5.1.4.1.1.2", "1.2.3.4.1", "a/1.dcm", std::string(64, 'a')}}};
  findings.numbering = {NumberingStatus::certain, NumberingAnchor::sacrum, 0.9, "Counted from the sacrum."};
  VertebraFinding normal = body(2, "L2", 25.0);
  normal.grade = Grade{"genant", 0.0, FractureShape::none, std::nullopt, {1.0, 0.0, 0.0, 0.0, 0.0}};
  VertebraFinding cut;
  cut.ordinal = 3;
  cut.status = MeasurementStatus::not_assessable;
  cut.reason = "The body is cut by the edge of the volume.";
  findings.vertebrae = {fractured(), normal, cut};
  return findings;
}

Reports::Reports(Findings findings) {
  order.findings = std::move(findings);
  order.output = folder_.path();
}

Result<std::vector<std::string>> Reports::try_format(const std::string& format) {
  plugin_host::PluginHost host({{}, {}, {SPONDYL_PLUGIN_FOLDER}});
  return plugin_host::ReportSession(host, order).write(format);
}

std::string Reports::write(const std::string& format) {
  const auto written = try_format(format);
  EXPECT_TRUE(written) << format << ": " << written.error().text();
  if (!written || written->size() != 1)
    return {};
  return read_text(folder_ / written->front()).value_or("");
}

std::string Reports::problem(const std::string& format) {
  const auto written = try_format(format);
  return written ? "" : written.error().text();
}

} // namespace spondyl::plugins

#include "table.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace spondyl::cli {
namespace {

std::string height_cell(const std::optional<HeightMeasurement>& height) {
  if (!height)
    return "-";
  std::ostringstream cell;
  cell << std::fixed << std::setprecision(1) << height->value;
  if (height->uncertainty)
    cell << " +-" << *height->uncertainty;
  return cell.str();
}

std::string percent(double fraction) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(0) << fraction * 100.0 << " %";
  return text.str();
}

std::string loss_cell(const VertebraFinding& vertebra) {
  const auto worst = std::max_element(vertebra.loss.begin(), vertebra.loss.end(), [](const auto& a, const auto& b) {
    return a.adjusted.value_or(a.raw) < b.adjusted.value_or(b.raw);
  });
  if (worst == vertebra.loss.end())
    return "-";
  return percent(std::max(0.0, worst->adjusted.value_or(worst->raw))) + (worst->adjusted ? "" : " raw");
}

std::string grade_cell(const VertebraFinding& vertebra) {
  if (!vertebra.grade)
    return "-";
  std::ostringstream cell;
  cell << vertebra.grade->value;
  if (vertebra.grade->shape != FractureShape::none)
    cell << ' ' << to_string(vertebra.grade->shape);
  if (vertebra.grade->between)
    cell << " (" << vertebra.grade->between->first << '/' << vertebra.grade->between->second << ')';
  return cell.str();
}

std::string name_cell(const VertebraFinding& vertebra) {
  if (!vertebra.level && vertebra.level_guess)
    return vertebra.display_name() + " (" + vertebra.level_guess->name() + "?)";
  return vertebra.display_name();
}

void row(std::ostream& out, const std::array<std::string, 6>& cells) {
  constexpr std::array<int, 6> widths = {11, 13, 13, 13, 10, 0};
  out << "  ";
  for (std::size_t i = 0; i < cells.size(); ++i)
    out << std::left << std::setw(widths[i]) << cells[i];
  out << '\n';
}

void vertebra_row(std::ostream& out, const VertebraFinding& vertebra) {
  if (vertebra.status == MeasurementStatus::not_assessable) {
    out << "  " << std::left << std::setw(11) << name_cell(vertebra) << "not assessable: " << vertebra.reason << '\n';
    return;
  }
  row(out, {name_cell(vertebra), height_cell(vertebra.heights.anterior), height_cell(vertebra.heights.middle),
            height_cell(vertebra.heights.posterior), loss_cell(vertebra), grade_cell(vertebra)});
}

std::string heading(const pipeline::SeriesOutcome& outcome) {
  const Series& series = outcome.series;
  std::ostringstream text;
  text << (series.info.modality.empty() ? "?" : series.info.modality) << " series";
  if (!series.info.number.empty())
    text << ' ' << series.info.number;
  if (series.parts > 1)
    text << " part " << series.part << '/' << series.parts;
  text << ", " << series.frames.size() << (series.frames.size() == 1 ? " image" : " images") << ": ";
  switch (series.verdict) {
  case Verdict::usable:
    text << "usable";
    break;
  case Verdict::usable_with_warning:
    text << "usable with warning";
    break;
  case Verdict::refused:
    text << "refused";
    break;
  }
  return text.str();
}

} // namespace

std::string series_table(const pipeline::SeriesOutcome& outcome) {
  std::ostringstream out;
  out << heading(outcome) << '\n';
  for (const VerdictReason& reason : outcome.series.reasons)
    out << "  - " << reason.text << '\n';
  if (outcome.findings) {
    row(out, {"level", "anterior mm", "middle mm", "posterior mm", "loss", "grade"});
    for (const VertebraFinding& vertebra : outcome.findings->vertebrae)
      vertebra_row(out, vertebra);
    if (!outcome.findings->numbering.note.empty())
      out << "  numbering: " << outcome.findings->numbering.note << '\n';
  } else if (outcome.series.verdict != Verdict::refused && !outcome.reason.empty()) {
    out << "  " << (outcome.outcome == pipeline::Outcome::failed ? "failed: " : "not measured: ") << outcome.reason
        << '\n';
  }
  return out.str();
}

std::string summary_line(const pipeline::RunReport& report, const std::filesystem::path& output) {
  std::size_t measured = 0, failed = 0;
  for (const auto& outcome : report.series) {
    measured += outcome.outcome == pipeline::Outcome::measured;
    failed += outcome.outcome == pipeline::Outcome::failed;
  }
  std::ostringstream text;
  text << report.files_seen << " files, " << report.series.size() << " series: " << measured << " measured, " << failed
       << " failed, " << report.series.size() - measured - failed << " not measured.";
  if (report.cancelled)
    text << " Cancelled before the end.";
  text << " Results in " << output.string() << "\nResearch use only - not for diagnosis.";
  return text.str();
}

} // namespace spondyl::cli

#include "table.h"

#include <algorithm>
#include <cmath>
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
  if (vertebra.grade->value >= 0.5) {
    const auto& probabilities = vertebra.grade->probabilities;
    cell << ", P(>=1) " << percent(probabilities[2] + probabilities[3] + probabilities[4]);
  }
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

void scheme_lines(std::ostream& out, const Findings& findings) {
  for (const VertebraFinding& vertebra : findings.vertebrae)
    for (const SchemeGrade& grade : vertebra.secondary_grades) {
      out << "  " << name_cell(vertebra) << ' ' << grade.scheme << ": ";
      if (grade.value)
        out << *grade.value << ' ' << to_string(grade.shape) << ", P(>0) " << percent(grade.probability.value_or(0.0));
      else
        out << grade.reason;
      out << '\n';
    }
}

void confirmation_lines(std::ostream& out, const Findings& findings) {
  for (const VertebraFinding& vertebra : findings.vertebrae)
    for (const ReaderMustConfirm& entry : vertebra.reader_must_confirm)
      out << "  " << name_cell(vertebra) << " reader must confirm: " << entry.sentence << '\n';
}

void attenuation_lines(std::ostream& out, const Findings& findings) {
  for (const VertebraFinding& vertebra : findings.vertebrae) {
    if (!vertebra.attenuation)
      continue;
    const Attenuation& attenuation = *vertebra.attenuation;
    out << "  " << name_cell(vertebra) << " attenuation: ";
    if (attenuation.mean)
      out << std::lround(*attenuation.mean) << " HU. " << attenuation.interpretation << '\n';
    else
      out << "withheld. " << attenuation.withheld_reason << '\n';
  }
}

void study_lines(std::ostream& out, const Findings& findings) {
  for (const SpinalAngle& angle : findings.angles) {
    out << "  "
        << (angle.name == SpinalAngleName::thoracic_kyphosis ? "thoracic kyphosis T4-T12 " : "lumbar lordosis L1-S1 ")
        << std::lround(angle.degrees) << " deg";
    if (angle.uncertainty)
      out << " +-" << std::lround(*angle.uncertainty);
    out << (angle.supine ? ", supine" : "") << '\n';
  }
  if (const auto& index = findings.deformity_index)
    out << "  spinal deformity index " << index->value << " of " << index->counted.size() << " levels T4-L4"
        << (index->missing.empty() ? "" : ", " + std::to_string(index->missing.size()) + " not seen") << '\n';
  if (findings.numbering.status == NumberingStatus::uncertain)
    out << "  numbering uncertain: levels with ? are guesses\n";
  for (const std::string& warning : findings.warnings)
    out << "  - " << warning << '\n';
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
    scheme_lines(out, *outcome.findings);
    confirmation_lines(out, *outcome.findings);
    attenuation_lines(out, *outcome.findings);
    study_lines(out, *outcome.findings);
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

#include "labels_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spondyl::drawing {
namespace {

constexpr Colour kNormal{0.00, 0.62, 0.45}, kBorderline{0.34, 0.71, 0.91}, kMild{0.94, 0.89, 0.26},
    kModerate{0.90, 0.62, 0.00}, kSevere{0.84, 0.37, 0.00}, kUngraded{0.72, 0.72, 0.74};

std::string formatted(const char* format, double value) {
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string height_text(const char* name, const std::optional<HeightMeasurement>& height) {
  return height ? std::string(name) + formatted("\u2009%.1f", height->value) +
                      (height->uncertainty ? formatted("\u2009±\u2009%.1f", *height->uncertainty) : "") + "  "
                : std::string();
}

std::string loss_text(const VertebraFinding& finding) {
  const auto by_adjusted = [](const HeightLoss& loss) { return loss.adjusted.value_or(-1.0); };
  const auto largest = std::ranges::max_element(finding.loss, {}, by_adjusted);
  if (largest == finding.loss.end() || !largest->adjusted || *largest->adjusted < 0.05)
    return {};
  std::string text = std::string(to_string(largest->height)) + formatted(" loss %.0f", 100.0 * *largest->adjusted);
  if (largest->uncertainty)
    text += formatted("\u2009±\u2009%.0f", 100.0 * *largest->uncertainty);
  return text + "\u2009%";
}

} // namespace

Colour grade_colour(const VertebraFinding& finding) {
  if (finding.status != MeasurementStatus::measured || !finding.grade)
    return kUngraded;
  const double grade = finding.grade->value;
  return grade >= 3.0 ? kSevere : grade >= 2.0 ? kModerate : grade >= 1.0 ? kMild : grade > 0.0 ? kBorderline : kNormal;
}

std::string grade_text(const VertebraFinding& finding) {
  if (finding.status != MeasurementStatus::measured)
    return "not assessable";
  if (!finding.grade)
    return "not graded";
  const Grade& grade = *finding.grade;
  std::string text = grade.value == 0.0   ? "grade 0"
                     : grade.value == 0.5 ? "borderline (0.5)"
                                          : formatted("grade %.0f", grade.value);
  if (grade.shape != FractureShape::none)
    text += " " + std::string(to_string(grade.shape));
  if (grade.between)
    text += ", between " + std::to_string(grade.between->first) + " and " + std::to_string(grade.between->second);
  return text;
}

std::string heights_text(const VertebraFinding& finding) {
  const Heights& heights = finding.heights;
  std::string text =
      height_text("Ha", heights.anterior) + height_text("Hm", heights.middle) + height_text("Hp", heights.posterior);
  const auto& any = heights.anterior ? heights.anterior : heights.middle ? heights.middle : heights.posterior;
  return any ? text + std::string(to_string(any->unit)) : text;
}

std::string detail_text(const VertebraFinding& finding) {
  if (finding.status != MeasurementStatus::measured)
    return finding.reason;
  std::string text = loss_text(finding);
  if (!finding.level && finding.level_guess)
    text += (text.empty() ? "" : "  ·  ") + std::string("perhaps ") + finding.level_guess->name();
  return text;
}

} // namespace spondyl::drawing

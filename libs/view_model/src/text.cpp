#include "text.h"

#include <cmath>
#include <cstdio>

namespace spondyl::view_model {

std::string fixed(double value, int decimals) {
  char text[64];
  const double scale = std::pow(10.0, decimals);
  if (std::abs(value) * scale < 0.5)
    value = 0.0; // "-0" is no number that people write
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string in_words(const ImagePoint& point) {
  if (const auto* pixel = std::get_if<PixelPoint>(&point))
    return "(" + fixed(pixel->column, 1) + ", " + fixed(pixel->row, 1) + ") px";
  const auto& p = std::get<PatientPoint>(point);
  return "(" + fixed(p.x, 1) + ", " + fixed(p.y, 1) + ", " + fixed(p.z, 1) + ") mm";
}

std::string heights_in_words(const VertebraFinding& vertebra) {
  if (vertebra.status == MeasurementStatus::not_assessable)
    return "not assessable: " + vertebra.reason;
  std::string text, unit;
  for (const HeightName name : kHeightNames) {
    const auto& height = vertebra.heights.of(name);
    text += (text.empty() ? "" : " / ") + (height ? fixed(height->value, 1) : std::string("-"));
    unit = height ? to_string(height->unit) : unit;
  }
  return unit.empty() ? text : text + " " + unit;
}

} // namespace spondyl::view_model

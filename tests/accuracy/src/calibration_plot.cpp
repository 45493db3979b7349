#include "calibration_plot.h"

#include <sstream>

namespace spondyl::accuracy {
namespace {

constexpr double kLeft = 60.0, kTop = 30.0, kWidth = 420.0, kHeight = 300.0, kGreatest = 3.0;
constexpr std::array<const char*, 6> kColours = {"#0b6e4f", "#c8553d", "#1d4e89", "#8e5572", "#b8860b", "#555555"};

double x_of(double k) {
  return kLeft + kWidth * k / kGreatest;
}

double y_of(double share) {
  return kTop + kHeight * (1.0 - share);
}

std::string text(double x, double y, const std::string& words, const std::string& more = "") {
  std::ostringstream svg;
  svg << "<text x=\"" << x << "\" y=\"" << y << "\" " << more << ">" << words << "</text>\n";
  return svg.str();
}

std::string polyline(const Json& curve, const std::string& style) {
  std::ostringstream svg;
  svg << "<polyline fill=\"none\" " << style << " points=\"";
  for (const Json& point : curve)
    if (!point[1].is_null())
      svg << x_of(point[0].get<double>()) << ',' << y_of(point[1].get<double>()) << ' ';
  svg << "\"/>\n";
  return svg.str();
}

Json normal_law() {
  Json curve = Json::array();
  for (int i = 0; i <= 60; ++i)
    curve.push_back({0.05 * i, std::erf(0.05 * i / std::sqrt(2.0))});
  return curve;
}

std::string axes() {
  std::ostringstream svg;
  svg << "<rect x=\"" << kLeft << "\" y=\"" << kTop << "\" width=\"" << kWidth << "\" height=\"" << kHeight
      << "\" fill=\"none\" stroke=\"#888\"/>\n";
  for (int k = 0; k <= 3; ++k)
    svg << text(x_of(k), kTop + kHeight + 18, std::to_string(k), "text-anchor=\"middle\"");
  for (int percent = 0; percent <= 100; percent += 20)
    svg << text(kLeft - 8, y_of(percent / 100.0) + 4, std::to_string(percent) + " %", "text-anchor=\"end\"");
  svg << text(kLeft + kWidth / 2, kTop + kHeight + 38, "k, in stated standard uncertainties", "text-anchor=\"middle\"")
      << text(kLeft, kTop - 12, "Share of height errors within k standard uncertainties", "font-weight=\"bold\"");
  return svg.str();
}

} // namespace

std::string calibration_svg(const Json& rows) {
  std::ostringstream svg;
  svg << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"390\" font-family=\"sans-serif\" "
         "font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
      << axes() << polyline(normal_law(), "stroke=\"black\" stroke-dasharray=\"5,4\"")
      << text(kLeft + kWidth + 40, kTop + 14, "normal law (dashed)");
  std::size_t n = 0;
  for (const Json& row : rows) {
    const std::string colour = kColours[n % kColours.size()];
    svg << polyline(row.at("curve"), "stroke-width=\"2\" stroke=\"" + colour + "\"")
        << text(kLeft + kWidth + 40, kTop + 34 + 20.0 * static_cast<double>(n), row.at("name").get<std::string>(),
                "fill=\"" + colour + "\"");
    ++n;
  }
  svg << "</svg>\n";
  return svg.str();
}

} // namespace spondyl::accuracy

#include <spondyl/comparison/comparison.h>

#include <iomanip>
#include <sstream>

namespace spondyl::comparison {
namespace {

void height_words(std::ostream& out, const HeightChange& height) {
  out << ' ' << to_string(height.height) << ' ' << std::showpos << std::fixed << std::setprecision(1)
      << height.change * 100.0 << std::noshowpos << " % +-" << height.change_error * 100.0;
  if (height.change_mm)
    out << " (" << std::showpos << *height.change_mm << std::noshowpos << " mm)";
  if (height.beyond_error())
    out << '*';
}

void rule_words(std::ostream& out, const VertebraChange& change) {
  if (change.heights.empty())
    return;
  out << "; incident fracture " << to_string(change.incident.by_height);
  if (change.prior_grade && change.current_grade)
    out << ", grade " << std::setprecision(1) << std::defaultfloat << *change.prior_grade << " -> "
        << *change.current_grade;
  if (change.incident.review)
    out << ", review";
}

} // namespace

std::string text_lines(const Comparison& comparison) {
  std::ostringstream out;
  for (const VertebraChange& change : comparison.vertebrae) {
    std::string name = change.name;
    for (char& c : name)
      c = c == ' ' ? '_' : c;
    out << name << ' ' << to_string(change.verdict);
    for (const HeightChange& height : change.heights)
      height_words(out, height);
    rule_words(out, change);
    if (!change.reason.empty())
      out << (change.heights.empty() ? " " : "; ") << change.reason;
    for (const std::string& warning : change.warnings)
      out << ' ' << warning;
    out << '\n';
  }
  return out.str();
}

} // namespace spondyl::comparison

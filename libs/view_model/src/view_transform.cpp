#include <spondyl/view_model/view_transform.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace spondyl::view_model {
namespace {

constexpr double kFurtherLetter = 0.35; // of a unit direction, about 20 degrees; engineering choice
constexpr double kFocusAspect = 0.7;    // of the width: heights stand to both sides of a body; engineering choice

ScreenPoint turned(double x, double y, double degrees) {
  const double angle = degrees * std::numbers::pi / 180.0;
  return {x * std::cos(angle) - y * std::sin(angle), x * std::sin(angle) + y * std::cos(angle)};
}

double wrapped(double degrees) {
  const double turn = std::fmod(degrees, 360.0);
  return turn < 0.0 ? turn + 360.0 : turn;
}

PatientVector patient_direction(const SlicePlane& plane, const ViewTransform& transform, double dx, double dy) {
  const ScreenPoint middle{transform.size.width / 2, transform.size.height / 2};
  const PlanePoint from = transform.to_plane(middle), to = transform.to_plane({middle.x + dx, middle.y + dy});
  return plane.right * (to.x - from.x) + plane.down * (to.y - from.y);
}

/// The largest of 1, 2, 5 times a power of ten that is not above `limit`.
double round_length(double limit) {
  const double power = std::pow(10.0, std::floor(std::log10(limit)));
  for (const double factor : {5.0, 2.0})
    if (factor * power <= limit)
      return factor * power;
  return power;
}

std::string plain_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

bool has_millimetres(const std::optional<PixelScale>& film) {
  return !film || (film->provenance != SpacingProvenance::none && film->column_spacing > 0.0);
}

} // namespace

double distance(ScreenPoint a, ScreenPoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

ScreenPoint ViewTransform::direction_on_screen(double dx, double dy) const {
  return turned((flipped_horizontally ? -dx : dx) * zoom, (flipped_vertically ? -dy : dy) * zoom * row_aspect,
                rotation_degrees);
}

ScreenPoint ViewTransform::to_screen(PlanePoint p) const {
  const ScreenPoint offset = direction_on_screen(p.x - centre.x, p.y - centre.y);
  return {size.width / 2 + offset.x, size.height / 2 + offset.y};
}

PlanePoint ViewTransform::to_plane(ScreenPoint s) const {
  const ScreenPoint offset = turned(s.x - size.width / 2, s.y - size.height / 2, -rotation_degrees);
  const double x = offset.x / zoom, y = offset.y / (zoom * row_aspect);
  return {centre.x + (flipped_horizontally ? -x : x), centre.y + (flipped_vertically ? -y : y)};
}

ViewTransform ViewTransform::fitted(const PlaneExtent& extent) const {
  ViewTransform result = *this;
  result.centre = extent.centre();
  const ScreenPoint across = turned(extent.width(), 0.0, rotation_degrees);
  const ScreenPoint down = turned(0.0, extent.height() * row_aspect, rotation_degrees);
  const double width = std::abs(across.x) + std::abs(down.x), height = std::abs(across.y) + std::abs(down.y);
  if (width > 0.0 && height > 0.0)
    result.zoom = std::clamp(std::min(size.width / width, size.height / height), kSmallestZoom, kLargestZoom);
  return result;
}

ViewTransform ViewTransform::panned(double screen_dx, double screen_dy) const {
  ViewTransform result = *this;
  result.centre = to_plane({size.width / 2 - screen_dx, size.height / 2 - screen_dy});
  return result;
}

ViewTransform ViewTransform::zoomed(double factor, ScreenPoint fixed) const {
  ViewTransform result = *this;
  result.zoom = std::clamp(zoom * factor, kSmallestZoom, kLargestZoom);
  const PlanePoint wanted = to_plane(fixed), got = result.to_plane(fixed);
  result.centre = {result.centre.x + wanted.x - got.x, result.centre.y + wanted.y - got.y};
  return result;
}

ViewTransform ViewTransform::rotated(double degrees_clockwise) const {
  ViewTransform result = *this;
  result.rotation_degrees = wrapped(rotation_degrees + degrees_clockwise);
  return result;
}

// A mirror after a rotation is the mirror first and the rotation the other way round.
ViewTransform ViewTransform::flipped_left_right() const {
  ViewTransform result = *this;
  result.flipped_horizontally = !flipped_horizontally;
  result.rotation_degrees = wrapped(-rotation_degrees);
  return result;
}

ViewTransform ViewTransform::flipped_up_down() const {
  ViewTransform result = *this;
  result.flipped_vertically = !flipped_vertically;
  result.rotation_degrees = wrapped(-rotation_degrees);
  return result;
}

ViewTransform ViewTransform::resized(ScreenSize new_size) const {
  ViewTransform result = *this;
  result.size = new_size;
  return result;
}

std::string direction_letters(PatientVector direction) {
  struct Part {
    double strength;
    char letter;
  };
  if (!(length(direction) > 0.0))
    return {};
  const PatientVector unit = normalized(direction);
  std::array<Part, 3> parts = {Part{std::abs(unit.x), unit.x > 0 ? 'L' : 'R'},
                               Part{std::abs(unit.y), unit.y > 0 ? 'P' : 'A'},
                               Part{std::abs(unit.z), unit.z > 0 ? 'H' : 'F'}};
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.strength > b.strength; });
  std::string letters;
  for (const Part& part : parts)
    if (letters.empty() || part.strength > kFurtherLetter)
      letters += part.letter;
  return letters;
}

OrientationLetters orientation_letters(const std::optional<SlicePlane>& plane, const ViewTransform& transform) {
  if (!plane)
    return {};
  const PatientVector right = patient_direction(*plane, transform, 1.0, 0.0);
  const PatientVector down = patient_direction(*plane, transform, 0.0, 1.0);
  return {direction_letters(-right), direction_letters(right), direction_letters(-down), direction_letters(down)};
}

ScaleBar scale_bar(const ViewTransform& transform, const std::optional<PixelScale>& film, double fraction) {
  const bool millimetres = has_millimetres(film);
  const double unit_per_pixel = film && millimetres ? film->column_spacing : 1.0;
  const double screen_per_unit = transform.zoom / unit_per_pixel;
  ScaleBar bar;
  bar.length = round_length(fraction * transform.size.height / screen_per_unit);
  bar.screen_length = bar.length * screen_per_unit;
  bar.text = plain_number(bar.length) + (millimetres ? " mm" : " px");
  if (film && millimetres)
    bar.text += " (" + std::string(to_string(film->provenance)) + ")";
  return bar;
}

ViewTransform magnifier(const ViewTransform& transform, ScreenPoint cursor, double diameter, double factor) {
  ViewTransform result = transform;
  result.centre = transform.to_plane(cursor);
  result.size = {diameter, diameter};
  result.zoom = std::clamp(transform.zoom * factor, kSmallestZoom, kLargestZoom);
  return result;
}

ViewTransform focused(const ViewTransform& transform, PlanePoint on, double height, double fraction) {
  ViewTransform result = transform;
  result.centre = on;
  const double room = std::min(transform.size.height, kFocusAspect * transform.size.width);
  if (height > 0.0)
    result.zoom = std::clamp(fraction * room / (height * transform.row_aspect), kSmallestZoom, kLargestZoom);
  return result;
}

} // namespace spondyl::view_model

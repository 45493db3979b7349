#include <spondyl/view_model/overlay.h>

#include "apply_edit.h"
#include "text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spondyl::view_model {
namespace {

constexpr double kCutDistance = 8.0; // mm: an axial plane this near to a body's centre still shows the body

constexpr double kFarLabel = 0.6; // opacity: names of bodies far from the plane, still read on bone and on air

/// Lines may be as dark as the palette's green, words on grey pixels may not.
Colour legible(Colour colour) {
  const auto lighter = [](unsigned char part) { return static_cast<unsigned char>(part + (255 - part) * 2 / 5); };
  return {lighter(colour.red), lighter(colour.green), lighter(colour.blue)};
}

double opacity_at(double off_plane) {
  const double away = std::abs(off_plane);
  constexpr double solid = 3.0; // mm: what a slice of usual thickness shows anyway
  return away <= solid ? 1.0 : std::clamp(1.0 - (away - solid) / (kFadeDistance - solid), 0.0, 1.0);
}

std::optional<ImagePoint> landmark_of(const VertebraFinding& vertebra, std::size_t i) {
  if (!vertebra.landmarks)
    return std::nullopt;
  return std::visit(
      [&]<typename Point>(const SixPointsOf<Point>& points) -> ImagePoint {
        return points.*kLandmarkMembers<Point>[i].second;
      },
      *vertebra.landmarks);
}

std::string level_text(const VertebraFinding& vertebra) {
  if (vertebra.level || !vertebra.level_guess)
    return vertebra.display_name();
  return vertebra.display_name() + " (" + vertebra.level_guess->name() + "?)";
}

/// Adds one vertebra after the other to the scene.
class Builder {
public:
  explicit Builder(const OverlayInput& input) : input_(input) {}

  OverlayScene take() { return std::move(scene_); }

  void outline(const LabelOutline& outline) {
    const auto i = vertebra_of_label(outline.label, *input_.state);
    if (!i)
      return;
    const VertebraFinding& vertebra = input_.state->vertebrae[*i];
    for (const auto& contour : outline.contours)
      scene_.lines.push_back({contour, true, vertebra.status == MeasurementStatus::not_assessable,
                              selected(*i) ? 2.5 : 1.5, colour(vertebra), 0.9});
  }

  void vertebra(std::size_t i) {
    if (input_.kind != PlaneKind::axial && input_.editable) {
      if (input_.options.heights)
        heights(i);
      if (input_.options.landmarks)
        landmarks(i);
    }
    label(i);
  }

  void crosshair(PatientPoint point) {
    const auto at = input_.projection(point);
    if (!at)
      return;
    constexpr double far = 1e4; // beyond any picture
    const PlanePoint p = at->at;
    scene_.lines.push_back({{{p.x - far, p.y}, {p.x + far, p.y}}, false, true, 1.0, kCrosshairColour, 0.7});
    scene_.lines.push_back({{{p.x, p.y - far}, {p.x, p.y + far}}, false, true, 1.0, kCrosshairColour, 0.7});
  }

  void tool(const ToolMeasurement& tool);

private:
  [[nodiscard]] bool selected(std::size_t i) const { return input_.selected == input_.state->reviews[i].key; }

  static Colour colour(const VertebraFinding& vertebra) {
    return vertebra.status == MeasurementStatus::not_assessable ? kNotAssessableColour : grade_colour(vertebra.grade);
  }

  void landmarks(std::size_t i) {
    const VertebraFinding& vertebra = input_.state->vertebrae[i];
    const VertebraReview& review = input_.state->reviews[i];
    for (std::size_t n = 0; n < 6; ++n) {
      const auto point = landmark_of(vertebra, n);
      const auto at = point ? input_.projection(*point) : std::nullopt;
      if (!at || opacity_at(at->off_plane) <= 0.0)
        continue;
      const bool moved = review.moved_points[n];
      const MeasurementOrigin origin =
          vertebra.origin == MeasurementOrigin::edited ? MeasurementOrigin::automatic : vertebra.origin;
      scene_.markers.push_back({at->at, marker_shape(origin, moved), colour(vertebra), opacity_at(at->off_plane),
                                selected(i), std::string(kLandmarkMembers<PatientPoint>[n].first),
                                LandmarkTarget{review.key, static_cast<int>(n)}});
    }
  }

  void heights(std::size_t i) {
    const VertebraFinding& vertebra = input_.state->vertebrae[i];
    for (const HeightName name : kHeightNames) {
      const auto& height = vertebra.heights.of(name);
      const std::size_t n = 2 * static_cast<std::size_t>(name);
      const auto top = landmark_of(vertebra, n), bottom = landmark_of(vertebra, n + 1);
      const auto a = top ? input_.projection(*top) : std::nullopt,
                 b = bottom ? input_.projection(*bottom) : std::nullopt;
      if (!height || !a || !b)
        continue;
      const double opacity = std::min(opacity_at(a->off_plane), opacity_at(b->off_plane));
      if (opacity <= 0.0)
        continue;
      scene_.lines.push_back({{a->at, b->at}, false, false, selected(i) ? 2.0 : 1.0, colour(vertebra), opacity});
      if (selected(i)) // values of one vertebra at a time: three of every one hide the picture
        height_value(i, name, {(a->at.x + b->at.x) / 2, (a->at.y + b->at.y) / 2}, opacity);
    }
  }

  void height_value(std::size_t i, HeightName name, PlanePoint at, double opacity) {
    const VertebraFinding& vertebra = input_.state->vertebrae[i];
    OverlayText value;
    value.at = at;
    value.dy = 4.0;
    value.dx = name == HeightName::anterior ? -8.0 : 8.0;
    value.anchor = name == HeightName::anterior ? OverlayText::Anchor::right : OverlayText::Anchor::left;
    if (name == HeightName::middle) { // below the level's name, wherever the line itself lies
      const auto centre = centre_of(vertebra);
      const auto middle = centre ? input_.projection(*centre) : std::nullopt;
      value.at = middle ? middle->at : at;
      value.dx = 0.0;
      value.dy = 20.0;
      value.anchor = OverlayText::Anchor::middle;
    }
    const bool edited = input_.state->reviews[i].height_edited(name);
    value.text = height_text(*vertebra.heights.of(name)) + (edited ? " (edited)" : "");
    value.size = 12.0;
    value.colour = legible(colour(vertebra));
    value.opacity = opacity;
    scene_.texts.push_back(std::move(value));
  }

  void label(std::size_t i) {
    const VertebraFinding& vertebra = input_.state->vertebrae[i];
    const auto centre = centre_of(vertebra);
    const auto at = centre ? input_.projection(*centre) : std::nullopt;
    if (!at || !input_.options.level_labels)
      return;
    const bool axial = input_.kind == PlaneKind::axial;
    const double opacity =
        axial ? (std::abs(at->off_plane) <= kCutDistance ? 1.0 : 0.0) : std::max(opacity_at(at->off_plane), kFarLabel);
    if (opacity <= 0.0)
      return;
    std::string text = level_text(vertebra);
    if (vertebra.status == MeasurementStatus::not_assessable)
      text += " not assessable";
    else if (input_.options.grades && vertebra.grade)
      text += "  " + grade_text(vertebra.grade);
    scene_.texts.push_back({at->at, 0.0, 0.0, OverlayText::Anchor::middle, text, selected(i) ? 16.0 : 14.0,
                            legible(colour(vertebra)), opacity, VertebraTarget{input_.state->reviews[i].key}});
  }

  const OverlayInput& input_;
  OverlayScene scene_;
};

std::vector<PlanePoint> ellipse_points(PlanePoint a, PlanePoint b) {
  constexpr int pieces = 64;
  std::vector<PlanePoint> points;
  for (int i = 0; i < pieces; ++i) {
    const double angle = 2.0 * 3.14159265358979 * i / pieces;
    points.push_back(
        {(a.x + b.x) / 2 + (b.x - a.x) / 2 * std::cos(angle), (a.y + b.y) / 2 + (b.y - a.y) / 2 * std::sin(angle)});
  }
  return points;
}

/// The strokes of a tool from its points on the picture; the flag says whether they are closed.
std::vector<std::pair<std::vector<PlanePoint>, bool>> strokes(ToolKind kind, const std::vector<PlanePoint>& p) {
  switch (kind) {
  case ToolKind::length:
  case ToolKind::angle:
    return {{p, false}};
  case ToolKind::cobb:
    return {{{p[0], p[1]}, false}, {{p[2], p[3]}, false}};
  case ToolKind::ellipse:
    return {{ellipse_points(p[0], p[1]), true}};
  case ToolKind::rectangle:
    return {{{p[0], {p[1].x, p[0].y}, p[1], {p[0].x, p[1].y}}, true}};
  case ToolKind::annotation:
    break;
  }
  return {};
}

void Builder::tool(const ToolMeasurement& tool) {
  std::vector<PlanePoint> points;
  double opacity = 1.0;
  for (const ImagePoint& point : tool.points) {
    const auto at = input_.projection(point);
    if (!at)
      return;
    points.push_back(at->at);
    opacity = std::min(opacity, opacity_at(at->off_plane));
  }
  if (opacity <= 0.0 || static_cast<int>(points.size()) != points_of(tool.kind))
    return;
  const bool chosen = input_.selected_tool == tool.id;
  for (auto& [line, closed] : strokes(tool.kind, points))
    scene_.lines.push_back({std::move(line), closed, false, chosen ? 2.5 : 1.5, kToolColour, opacity});
  for (std::size_t i = 0; i < points.size(); ++i)
    scene_.markers.push_back({points[i], MarkerShape::handle, kToolColour, opacity, chosen,
                              std::string(to_string(tool.kind)), ToolTarget{tool.id, static_cast<int>(i)}});
  const std::string value = evaluate(tool, input_.tools == nullptr ? ToolContext{} : *input_.tools).text;
  const std::string text = tool.kind == ToolKind::annotation || tool.text.empty() ? value : tool.text + ": " + value;
  scene_.texts.push_back({points.back(), 8.0, -8.0, OverlayText::Anchor::left, text, 13.0, kToolColour, opacity,
                          ToolTarget{tool.id, static_cast<int>(points.size()) - 1}});
}

} // namespace

MarkerShape marker_shape(MeasurementOrigin origin, bool moved_by_reader) {
  if (moved_by_reader || origin == MeasurementOrigin::edited)
    return MarkerShape::square;
  return origin == MeasurementOrigin::seeded ? MarkerShape::diamond : MarkerShape::circle;
}

std::optional<std::size_t> vertebra_of_label(int label, const ReviewState& state) {
  if (label == 0)
    return std::nullopt;
  const auto found = std::ranges::find(state.reviews, label, &VertebraReview::label);
  return found == state.reviews.end() ? std::nullopt
                                      : std::optional(static_cast<std::size_t>(found - state.reviews.begin()));
}

Projection onto(const SlicePlane& plane) {
  return [plane](const ImagePoint& point) -> std::optional<Projected> {
    const auto* p = std::get_if<PatientPoint>(&point);
    return p == nullptr ? std::nullopt : std::optional(Projected{plane.project(*p), plane.distance_to(*p)});
  };
}

Projection onto(const StraightenedSpine& spine, StraightenedKind kind) {
  return [spine, kind](const ImagePoint& point) -> std::optional<Projected> {
    const auto* p = std::get_if<PatientPoint>(&point);
    const auto position = p == nullptr ? std::nullopt : spine.to_spine(*p);
    if (!position)
      return std::nullopt;
    return Projected{StraightenedSpine::on_plane(*position, kind),
                     kind == StraightenedKind::sagittal ? position->left : 0.0};
  };
}

Projection onto_film() {
  return [](const ImagePoint& point) -> std::optional<Projected> {
    const auto* p = std::get_if<PixelPoint>(&point);
    return p == nullptr ? std::nullopt : std::optional(Projected{{p->column, p->row}, 0.0});
  };
}

OverlayScene build_overlay(const OverlayInput& input) {
  Builder builder(input);
  if (input.options.outlines)
    for (const LabelOutline& outline : input.outlines)
      builder.outline(outline);
  for (std::size_t i = 0; i < input.state->vertebrae.size(); ++i)
    builder.vertebra(i);
  if (input.options.tools && input.editable)
    for (const ToolMeasurement& tool : input.state->tools)
      builder.tool(input.dragged != nullptr && input.dragged->id == tool.id ? *input.dragged : tool);
  if (input.options.crosshair && input.crosshair)
    builder.crosshair(*input.crosshair);
  return builder.take();
}

std::optional<Target> hit_test(const OverlayScene& scene, const ViewTransform& transform, ScreenPoint cursor,
                               double tolerance) {
  std::optional<Target> hit;
  double nearest = tolerance;
  const auto consider = [&](PlanePoint at, double dx, double dy, const Target& target) {
    const ScreenPoint s = transform.to_screen(at);
    const double away = distance(ScreenPoint{s.x + dx, s.y + dy}, cursor);
    if (away > nearest)
      return;
    nearest = away;
    hit = target;
  };
  for (const OverlayMarker& marker : scene.markers)
    consider(marker.at, 0.0, 0.0, marker.target);
  if (hit)
    return hit;
  for (const OverlayText& text : scene.texts)
    if (text.target)
      consider(text.at, text.dx, text.dy, *text.target);
  return hit;
}

std::string height_text(const HeightMeasurement& height) {
  const int decimals = height.unit == LengthUnit::millimetre ? 1 : 0;
  std::string text = fixed(height.value, decimals);
  if (height.uncertainty)
    text += " \u00b1 " + fixed(*height.uncertainty, decimals);
  text += " " + std::string(to_string(height.unit));
  if (height.value_mm)
    text += " (" + fixed(*height.value_mm, 1) + " mm, " + std::string(to_string(height.spacing)) + ")";
  return text;
}

} // namespace spondyl::view_model

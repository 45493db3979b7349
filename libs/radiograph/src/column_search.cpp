#include "column_search.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace spondyl::radiograph {
namespace {

constexpr double kSearchSpacing = 14.0; // working pixels between bodies while searching
// Distance of neighbouring body centres over the height of the film: from a whole spine to a coned view of the lumbar
// spine (engineering choice).
constexpr double kSpacingOverHeight[] = {0.062, 0.075, 0.09, 0.108, 0.13, 0.156, 0.187};
constexpr double kDegree = std::numbers::pi / 180.0;
constexpr std::size_t kMostBoxes = 700;
constexpr double kThresholdDeviations = 1.0; // a body's score must exceed the film's mean by so many deviations
constexpr double kPairWeight = 0.04;         // of the penalties against the scores
constexpr double kStepDeviation = 0.13, kShiftDeviation = 0.12, kTurnDeviation = 9.0 * kDegree, kHeightDeviation = 0.15;
constexpr double kGuideReach = 0.4; // of the spacing: bodies lie that close to the line through clicks

double squared(double v) {
  return v * v;
}

/// Penalty of two boxes as neighbours; negative where they cannot be.
double pair_penalty(const Box& above, const Box& below, double spacing) {
  const FilmVector step = below.centre - above.centre;
  const double distance = length(step) / spacing;
  if (step.row <= 0.0 || distance < 0.6 || distance > 1.5)
    return -1.0;
  const double turn = below.angle - above.angle;
  if (std::abs(turn) > 26.0 * kDegree)
    return -1.0;
  const double angle = 0.5 * (above.angle + below.angle);
  const double shift = (step.column * std::cos(angle) + step.row * std::sin(angle)) / spacing;
  if (std::abs(shift) > 0.45)
    return -1.0;
  return 0.5 * (squared(std::log(distance) / kStepDeviation) + squared(shift / kShiftDeviation) +
                squared(turn / kTurnDeviation) + squared(std::log(below.height / above.height) / kHeightDeviation));
}

double distance_to_guide(const ColumnGuide& guide, PixelPoint p, double spacing) {
  double best = 1e9;
  for (std::size_t k = 1; k < guide.centres.size(); ++k) {
    const PixelPoint a = guide.centres[k - 1];
    const FilmVector along = guide.centres[k] - a;
    const double t = std::clamp(dot(p - a, along) / std::max(1e-9, dot(along, along)), 0.0, 1.0);
    // Between distant clicks the spine may bow away from the straight line.
    const double sagitta = 0.12 * length(along) * 4.0 * t * (1.0 - t) / spacing;
    best = std::min(best, distance(p, a + along * t) / spacing - sagitta);
  }
  return best;
}

/// Sorted cranial to caudal, with the threshold taken off the score.
std::vector<Box> worthwhile(std::vector<Box> boxes, const ColumnGuide& guide, double spacing) {
  double sum = 0.0, squares = 0.0, count = 0.0;
  for (const Box& box : boxes)
    if (box.score > 0.0) {
      sum += box.score;
      squares += squared(box.score);
      count += 1.0;
    }
  if (count < 2.0)
    return {};
  const double mean = sum / count, deviation = std::sqrt(std::max(0.0, squares / count - squared(mean)));
  for (Box& box : boxes)
    box.score -= mean + kThresholdDeviations * deviation;
  if (!guide.centres.empty())
    std::erase_if(boxes, [&](const Box& b) { return distance_to_guide(guide, b.centre, spacing) > kGuideReach; });
  std::sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.score > b.score; });
  if (boxes.size() > kMostBoxes)
    boxes.resize(kMostBoxes);
  std::erase_if(boxes, [](const Box& b) { return b.score < -0.15; });
  std::sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.centre.row < b.centre.row; });
  return boxes;
}

/// The best chain by dynamic programming; with a guide it begins and ends at the outer clicks.
FoundColumn best_chain(const std::vector<Box>& boxes, const ColumnGuide& guide, double spacing) {
  const bool guided = !guide.centres.empty();
  const auto near = [&](const Box& box, PixelPoint click) { return distance(box.centre, click) < 0.35 * spacing; };
  std::vector<double> value(boxes.size());
  std::vector<int> before(boxes.size(), -1);
  FoundColumn found;
  int last = -1;
  for (std::size_t j = 0; j < boxes.size(); ++j) {
    value[j] = guided && !near(boxes[j], guide.centres.front()) ? -1e9 : boxes[j].score;
    for (std::size_t i = 0; i < j; ++i) {
      const double penalty = pair_penalty(boxes[i], boxes[j], spacing);
      if (penalty < 0.0)
        continue;
      const double through = value[i] + boxes[j].score - kPairWeight * penalty;
      if (through > value[j]) {
        value[j] = through;
        before[j] = static_cast<int>(i);
      }
    }
    const bool may_end = !guided || near(boxes[j], guide.centres.back());
    if (may_end && (last < 0 || value[j] > found.value) && value[j] > -1e8) {
      found.value = value[j];
      last = static_cast<int>(j);
    }
  }
  for (; last >= 0; last = before[static_cast<std::size_t>(last)])
    found.bodies.insert(found.bodies.begin(), boxes[static_cast<std::size_t>(last)]);
  return found;
}

Result<FoundColumn> search_spacing(const Radiograph& film, double spacing, const ColumnGuide& guide) {
  const double scale = std::max(1.0, std::floor(spacing / kSearchSpacing));
  SPONDYL_TRY(const FilmImage image, FilmImage::of(film, scale, spacing / scale));
  ColumnGuide working;
  for (const PixelPoint click : guide.centres)
    working.centres.push_back(image.to_working(click));
  const auto boxes = find_boxes(image, spacing / scale);
  FoundColumn best;
  for (std::size_t k = 0; k < boxes.size(); ++k) {
    FoundColumn found = best_chain(worthwhile(boxes[k], working, spacing / scale), working, spacing / scale);
    found.depth_over_spacing = kDepthOverSpacing[k];
    if (best.bodies.empty() || (found.value > best.value && !found.bodies.empty()))
      best = std::move(found);
  }
  for (Box& box : best.bodies) {
    box.centre = image.to_film(box.centre);
    box.height *= scale;
    box.depth *= scale;
  }
  return best;
}

} // namespace

Result<std::vector<FoundColumn>> find_columns(const Radiograph& film, const ColumnGuide& guide,
                                              const Progress& progress) {
  std::vector<FoundColumn> columns;
  for (const double share : kSpacingOverHeight) {
    SPONDYL_CHECK(progress.check());
    SPONDYL_TRY(FoundColumn found, search_spacing(film, share * film.rows(), guide));
    if (!found.bodies.empty())
      columns.push_back(std::move(found));
  }
  std::stable_sort(columns.begin(), columns.end(),
                   [](const FoundColumn& a, const FoundColumn& b) { return a.value > b.value; });
  return columns;
}

} // namespace spondyl::radiograph

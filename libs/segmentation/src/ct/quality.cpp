#include "quality.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace spondyl::segmentation::ct {

namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n == 0 ? 0.0 : 0.5 * (values[(n - 1) / 2] + values[n / 2]);
}

/// Range of the middle half: one stray plane does not condemn a body.
double interquartile(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n < 2 ? 0.0 : values[3 * (n - 1) / 4] - values[(n - 1) / 4];
}

double range(const std::vector<double>& values) {
  if (values.empty())
    return 0.0;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return *high - *low;
}

/// A body's measures, medians over its slab.
struct Measures {
  double anterior = 0.0, middle = 0.0, posterior = 0.0, depth = 0.0, spread = 0.0, range = 0.0;
  [[nodiscard]] double height() const { return (anterior + middle + posterior) / 3.0; }
  [[nodiscard]] double tallest() const { return std::max({anterior, middle, posterior}); }
};

Measures measure(const std::vector<SixPoints>& slab) {
  std::vector<double> anterior, middle, posterior, depth;
  for (const SixPoints& p : slab) {
    anterior.push_back(p.anterior_height());
    middle.push_back(p.middle_height());
    posterior.push_back(p.posterior_height());
    depth.push_back(0.5 * (distance(p.anterior_superior, p.posterior_superior) +
                           distance(p.anterior_inferior, p.posterior_inferior)));
  }
  return {median(anterior),
          median(middle),
          median(posterior),
          median(depth),
          std::max({interquartile(anterior), interquartile(middle), interquartile(posterior)}),
          std::max({range(anterior), range(middle), range(posterior)})};
}

/// Collects doubts: each multiplies the confidence by 1 (none) down to `least`.
class Judgement {
public:
  /// `value` raises no doubt up to `harmless` and the full one from `grave` on (either may be the larger).
  void doubt(double value, double harmless, double grave, double least, const char* sentence) {
    const double share = std::clamp((value - harmless) / (grave - harmless), 0.0, 1.0);
    const double factor = 1.0 - share * (1.0 - least);
    verdict_.confidence *= factor;
    if (factor < strongest_) {
      strongest_ = factor;
      verdict_.doubt = sentence;
    }
  }
  [[nodiscard]] Verdict verdict() const { return verdict_; }

private:
  Verdict verdict_{0.97, {}};
  double strongest_ = 0.9; // weaker doubts are not worth a sentence
};

void judge_alone(const BodyEvidence& body, const Measures& m, Judgement& judgement) {
  const BodyShape& shape = *body.shape;
  judgement.doubt(shape.endplate_support, 0.5, 0.1, 0.55, "The endplates are hardly seen.");
  judgement.doubt(shape.wall_support, 0.8, 0.4, 0.3, "The wall of the body is hardly seen.");
  judgement.doubt(body.open_end, 0.5, 0.9, 0.2, "The end of the body was not found.");
  judgement.doubt(m.spread, 1.5, 5.0, 0.25, "The heights differ from plane to plane.");
  judgement.doubt(m.range, 6.0, 14.0, 0.4, "The heights differ widely between planes.");
  judgement.doubt(std::abs(body.lateral_offset), 6.0, 14.0, 0.2, "The body lies beside the canal's midline.");
  // A living body is between a third and one and a half times as tall as deep (endplate depth and height tables).
  judgement.doubt(m.tallest() / m.depth, 0.4, 0.2, 0.3, "The outline is flatter than a vertebral body.");
  judgement.doubt(m.tallest() / m.depth, 1.3, 1.6, 0.2, "The outline is taller than a vertebral body.");
  // Endplates are concave or flat; a middle taller than both rims is a leak into a disc or a neighbour.
  judgement.doubt(m.middle / std::max(m.anterior, m.posterior), 1.12, 1.4, 0.3, "The middle is taller than both rims.");
  judgement.doubt(m.middle / std::max(m.anterior, m.posterior), 0.5, 0.25, 0.3,
                  "The middle is less than half the rims' height.");
  judgement.doubt(std::min(m.anterior, m.posterior) / std::max(m.anterior, m.posterior), 0.5, 0.25, 0.3,
                  "Anterior and posterior heights differ more than a fracture explains.");
}

/// The value a smooth spine would have at body i: a quantile over up to two bodies on either side.
std::optional<double> expected(const std::vector<double>& values, std::size_t i, double quantile) {
  std::vector<double> near;
  for (std::size_t j = i >= 2 ? i - 2 : 0; j <= i + 2 && j < values.size(); ++j)
    if (j != i && values[j] > 0.0)
      near.push_back(values[j]);
  if (near.size() < 2)
    return std::nullopt;
  std::sort(near.begin(), near.end());
  return near[static_cast<std::size_t>(std::lround(quantile * static_cast<double>(near.size() - 1)))];
}

void judge_beside(const std::vector<Measures>& measures, std::size_t i, Judgement& judgement) {
  std::vector<double> depths, heights;
  for (const Measures& m : measures) {
    depths.push_back(m.depth);
    heights.push_back(m.tallest());
  }
  if (const auto depth = expected(depths, i, 0.5))
    judgement.doubt(std::abs(std::log(measures[i].depth / *depth)), 0.2, 0.45, 0.25,
                    "The depth jumps against the neighbouring bodies.");
  // Only too tall is a doubt, and against the taller neighbours: fractured bodies are lower than theirs.
  if (const auto height = expected(heights, i, 0.75))
    judgement.doubt(measures[i].tallest() / *height, 1.3, 1.6, 0.2, "The body is much taller than its neighbours.");
}

void judge_turn(const std::vector<BodyEvidence>& bodies, std::size_t i, Judgement& judgement) {
  for (const std::size_t j : {i - 1, i + 1}) {
    if (j >= bodies.size())
      continue;
    const BodyFrame &a = bodies[i].shape->frame, &b = bodies[j].shape->frame;
    const double angle = std::acos(std::clamp(dot(a.superior, b.superior), -1.0, 1.0)) * 57.29577951;
    judgement.doubt(angle, 25.0, 45.0, 0.4, "The body is turned against its neighbour.");
  }
}

} // namespace

std::vector<Verdict> judge(const std::vector<BodyEvidence>& bodies) {
  std::vector<Measures> measures;
  for (const BodyEvidence& body : bodies)
    measures.push_back(measure(*body.slab));
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    Judgement judgement;
    if (bodies[i].slab->size() < 5)
      judgement.doubt(1.0, 0.0, 1.0, 0.0, "No landmarks could be placed.");
    else {
      judge_alone(bodies[i], measures[i], judgement);
      judge_beside(measures, i, judgement);
      judge_turn(bodies, i, judgement);
    }
    verdicts.push_back(judgement.verdict());
  }
  return verdicts;
}

} // namespace spondyl::segmentation::ct

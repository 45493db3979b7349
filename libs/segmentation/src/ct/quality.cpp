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
  judgement.doubt(m.spread, std::max(1.5, 0.6 * body.slice_along), 5.0, 0.25,
                  "The heights differ from plane to plane.");
  judgement.doubt(m.range, 6.0, 14.0, 0.4, "The heights differ widely between planes.");
  judgement.doubt(std::abs(body.lateral_offset), 6.0, 14.0, 0.2, "The body lies beside the canal's midline.");
  if (shape.first_heights) {
    const auto& first = *shape.first_heights;
    const double change =
        std::max({std::abs(m.anterior - first[0]), std::abs(m.middle - first[1]), std::abs(m.posterior - first[2])});
    const double harmless = std::max(2.5, body.slice_along); // thick slices leave more to chance
    judgement.doubt(change, harmless, harmless + 3.5, 0.3,
                    "Two searches from different starts do not agree on the outline.");
  }
  // A screw's tip is a share of a hundredth; a cage or a filling of cement is a tenth.
  judgement.doubt(shape.metal, 0.0005, 0.005, 0.7, "Metal lies in or beside the body; its edges are distorted.");
  judgement.doubt(shape.metal, 0.01, 0.08, 0.3, "Metal hides much of the body.");
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

/// The value a smooth spine would have at body i: a quantile over up to two bodies on either side, or up to four where
/// fewer than two of these have a value.
std::optional<double> expected(const std::vector<double>& values, std::size_t i, double quantile) {
  std::vector<double> near;
  for (std::size_t reach = 2; reach <= 4 && near.size() < 2; ++reach) {
    near.clear();
    for (std::size_t j = i >= reach ? i - reach : 0; j <= i + reach && j < values.size(); ++j)
      if (j != i && values[j] > 0.0)
        near.push_back(values[j]);
  }
  if (near.size() < 2)
    return std::nullopt;
  std::sort(near.begin(), near.end());
  return near[static_cast<std::size_t>(std::lround(quantile * static_cast<double>(near.size() - 1)))];
}

/// Whether next to nothing is left of a body: its outline was squeezed between misplaced discs.
bool squeezed_away(const BodyEvidence& body, const Measures& m) {
  constexpr double kFlat = 0.15; // of the depth; a vertebra plana keeps more of its height
  return body.slab->size() < 5 || m.middle < kFlat * m.depth;
}

void judge_squeezed_neighbours(const std::vector<BodyEvidence>& bodies, const std::vector<Measures>& measures,
                               std::size_t i, Judgement& judgement) {
  for (const std::size_t j : {i - 1, i + 1})
    if (j < bodies.size() && bodies[j].adjoins(bodies[i]) && squeezed_away(bodies[j], measures[j]))
      judgement.doubt(1.0, 0.0, 1.0, 0.35,
                      "The neighbouring body could not be outlined; this one may hold part of it.");
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

/// The least of the anterior, middle and posterior distances (mm) between two neighbours' endplates, medians over the
/// slab: a depressed endplate does not widen all three.
double gap_between(const std::vector<SixPoints>& above, const std::vector<SixPoints>& below) {
  const SixPoints &a = above[above.size() / 2], &b = below[below.size() / 2];
  return std::min({distance(a.anterior_inferior, b.anterior_superior), distance(a.middle_inferior, b.middle_superior),
                   distance(a.posterior_inferior, b.posterior_superior)});
}

void judge_gaps(const std::vector<BodyEvidence>& bodies, const std::vector<Measures>& measures, std::size_t i,
                Judgement& judgement) {
  for (const std::size_t j : {i - 1, i + 1}) {
    if (j >= bodies.size() || !bodies[j].adjoins(bodies[i]) || bodies[j].slab->empty())
      continue;
    const double gap = gap_between(*bodies[std::min(i, j)].slab, *bodies[std::max(i, j)].slab);
    // Discs are at most a third as tall as bodies are deep (endplate depth and height tables).
    judgement.doubt(gap / std::max(measures[i].depth, measures[j].depth), 0.38, 0.5, 0.35,
                    "The gap to the neighbouring body is wider than a disc.");
  }
}

/// A column in which many bodies fail is doubtful as a whole: what survives, above all beside the failed ones, is
/// likely to be wrong as well. Thick slices fail one by one instead, for lack of resolution. `failed`: for reasons of
/// their own; what a collapsed body does to its neighbours is no fault of the column.
void judge_column(const std::vector<BodyEvidence>& bodies, const std::vector<bool>& failed,
                  std::vector<Verdict>& verdicts) {
  constexpr double kThick = 3.01; // mm
  if (verdicts.size() < 3 || bodies.front().slice_along > kThick)
    return;
  const double share =
      static_cast<double>(std::count(failed.begin(), failed.end(), true)) / static_cast<double>(verdicts.size());
  const double doubt = std::clamp((share - 0.25) / 0.4, 0.0, 1.0);
  for (std::size_t i = 0; i < verdicts.size() && doubt > 0.0; ++i) {
    const bool beside = (i > 0 && failed[i - 1]) || (i + 1 < failed.size() && failed[i + 1]);
    verdicts[i].confidence *= (1.0 - 0.8 * doubt) * (beside ? 0.6 : 1.0);
    if (verdicts[i].doubt.empty())
      verdicts[i].doubt = "Many bodies of this column could not be outlined, which casts doubt on this one.";
  }
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
  std::vector<bool> failed;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    Judgement judgement;
    if (bodies[i].slab->size() < 5)
      judgement.doubt(1.0, 0.0, 1.0, 0.0, "No landmarks could be placed.");
    else {
      judge_alone(bodies[i], measures[i], judgement);
      judge_beside(measures, i, judgement);
      judge_turn(bodies, i, judgement);
      judge_gaps(bodies, measures, i, judgement);
    }
    failed.push_back(judgement.verdict().confidence < kMeasurable);
    judge_squeezed_neighbours(bodies, measures, i, judgement);
    verdicts.push_back(judgement.verdict());
  }
  judge_column(bodies, failed, verdicts);
  return verdicts;
}

} // namespace spondyl::segmentation::ct

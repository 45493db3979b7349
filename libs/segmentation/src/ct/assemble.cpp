#include "assemble.h"
#include "../common/numbering.h"
#include "label_map.h"
#include "landmarks.h"
#include "quality.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::ct {

namespace {

constexpr double kSomeMetal = 0.0005;                       // share of a body and its surroundings: a few voxels
constexpr double kCutEndplate = 0.05, kCutWall = 0.15;      // shares that may border on no data
constexpr double kThickSlices = 3.0, kThickestSlices = 6.0; // mm along the spine: flagged above, refused from

void refuse(SegmentedBody& body, std::string reason, double confidence) {
  body.status = BodyStatus::not_assessable;
  body.reason = std::move(reason);
  body.confidence = confidence;
}

bool cut_by_image(const Findings& findings, std::size_t i) {
  const BodyShape& shape = findings.shapes[i];
  return findings.column.cut(i) || shape.missing_endplate > kCutEndplate || shape.missing_wall > kCutWall;
}

BodyEvidence evidence(const Findings& findings, std::size_t i, const std::vector<SixPoints>& slab) {
  const BodyShape& shape = findings.shapes[i];
  const BodyFrame& canal = findings.curve[findings.curve.nearest(shape.frame.centre)];
  double open_end = 0.0; // inner discs are shared with a neighbour that holds the endplate back
  if (i == 0)
    open_end = shape.superior_unseen;
  if (i + 1 == findings.shapes.size())
    open_end = std::max(open_end, shape.inferior_unseen);
  return {&shape,
          &slab,
          dot(shape.frame.centre - canal.centre, canal.left),
          open_end,
          static_cast<int>(i),
          findings.slice_along};
}

PatientPoint midway(PatientPoint from, PatientPoint to, double share) {
  return from + (to - from) * share;
}

/// Width of the endplates' edges near each height's landmarks, a little inside the rim, and how far the heights moved
/// from the first outline to the refined one, which start from different discs and frames.
std::array<EdgeEvidence, 3> edge_evidence(const BodyShape& shape, const std::vector<SixPoints>& slab) {
  constexpr double kInside = 0.15; // of the depth: at the rim itself the wall's cortex lies along the column
  std::array<EdgeEvidence, 3> edges;
  const auto heights = median_heights(slab);
  if (!heights)
    return edges;
  const SixPoints& p = slab[slab.size() / 2];
  const auto width = [&](const HeightField& field, PatientPoint at) {
    const PatientVector d = at - shape.frame.centre;
    return field.height.empty() ? 0.0 : field.at(dot(d, shape.frame.anterior), dot(d, shape.frame.left));
  };
  for (std::size_t k = 0; k < 3; ++k) {
    const double share = k == 0 ? kInside : k == 1 ? 0.5 : 1.0 - kInside; // from the anterior corner
    const double up = width(shape.superior_edge, midway(p.anterior_superior, p.posterior_superior, share));
    const double down = width(shape.inferior_edge, midway(p.anterior_inferior, p.posterior_inferior, share));
    if (up > 0.0 && down > 0.0)
      edges[k].edge_width = 0.5 * (up + down);
    if (shape.first_heights) // two independent starts: the standard deviation of one
      edges[k].stability = std::abs((*heights)[k] - (*shape.first_heights)[k]) / std::sqrt(2.0);
  }
  return edges;
}

std::vector<SegmentedBody> bodies_of(const Findings& findings) {
  std::vector<SegmentedBody> bodies(findings.shapes.size());
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    bodies[i].frame = findings.shapes[i].frame;
    if (cut_by_image(findings, i))
      refuse(bodies[i], "The body is cut by the edge of the image.", 0.3);
    else if (findings.column.presumed(i))
      refuse(bodies[i], "The disc beside this body was not seen; where the body ends is not known.", 0.2);
    else {
      bodies[i].slab = place_landmarks(findings.shapes[i], findings.steps);
      bodies[i].slab_unbridged = follow_nodes(findings.shapes[i], bodies[i].slab, findings.steps);
      if (!bodies[i].slab_unbridged.empty())
        bodies[i].warnings.push_back("A Schmorl node of an endplate was bridged for the middle height.");
      bodies[i].edges = edge_evidence(findings.shapes[i], bodies[i].slab);
    }
  }
  return bodies;
}

void judge_bodies(const Findings& findings, std::vector<SegmentedBody>& bodies) {
  std::vector<std::size_t> whole;
  std::vector<BodyEvidence> evidences;
  for (std::size_t i = 0; i < bodies.size(); ++i)
    if (bodies[i].status == BodyStatus::measured) {
      whole.push_back(i);
      evidences.push_back(evidence(findings, i, bodies[i].slab));
    }
  const std::vector<Verdict> verdicts = judge(evidences);
  const double thickness =
      std::clamp((kThickestSlices - findings.slice_along) / (kThickestSlices - kThickSlices), 0.0, 1.0);
  for (std::size_t k = 0; k < whole.size(); ++k) {
    SegmentedBody& body = bodies[whole[k]];
    body.confidence = verdicts[k].confidence * (0.7 + 0.3 * thickness);
    if (!verdicts[k].doubt.empty())
      body.warnings.push_back(verdicts[k].doubt);
    if (findings.shapes[whole[k]].metal > kSomeMetal)
      body.warnings.push_back("Metal lies in or beside the body.");
    if (findings.slice_along > kThickSlices + 0.01)
      body.warnings.push_back("The slices are thick along the spine; endplates are blurred.");
    if (body.confidence < kMeasurable)
      refuse(body, verdicts[k].doubt.empty() ? "The slices are too thick to measure." : verdicts[k].doubt,
             body.confidence);
  }
}

/// Marks the bodies that seeds point at; a seed without a body becomes one that is not assessable.
void fit_seeds(const Findings& findings, const std::vector<Seed>& seeds, std::vector<SegmentedBody>& bodies) {
  constexpr double kNear = 15.0; // mm: clicks are several millimetres off, bodies half as tall lie beside
  const std::size_t found = bodies.size();
  for (const Seed& seed : seeds) {
    std::size_t best = found;
    double least = kNear;
    for (std::size_t i = 0; i < found; ++i)
      if (const double d = distance(bodies[i].frame.centre, seed.centre); d < least && !bodies[i].seeded) {
        least = d;
        best = i;
      }
    if (best == found) {
      SegmentedBody missed;
      missed.frame = findings.curve[findings.curve.nearest(seed.centre)];
      missed.frame.centre = seed.centre;
      refuse(missed, "No vertebral body was recognised at the reader's mark.", 0.1);
      bodies.push_back(missed);
      best = bodies.size() - 1;
    }
    bodies[best].seeded = true;
    bodies[best].level_guess = seed.level;
    bodies[best].level_confidence = seed.level ? 1.0 : 0.0;
  }
  std::stable_sort(bodies.begin(), bodies.end(), [&](const SegmentedBody& a, const SegmentedBody& b) {
    return findings.curve.nearest(a.frame.centre) < findings.curve.nearest(b.frame.centre);
  });
}

/// Numbers every body from the nearest one that a reader named; the reader's own names stay.
Labelling number_from_reader(std::vector<SegmentedBody>& bodies) {
  const std::vector<SegmentedBody> named = bodies;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    std::size_t nearest = bodies.size();
    for (std::size_t j = 0; j < named.size(); ++j)
      if (named[j].level_guess &&
          (nearest == bodies.size() || std::max(i, j) - std::min(i, j) < std::max(i, nearest) - std::min(i, nearest)))
        nearest = j;
    if (named[i].level_guess || nearest == bodies.size())
      continue;
    bodies[i].level_guess = named[nearest].level_guess->below(static_cast<int>(i) - static_cast<int>(nearest));
    bodies[i].level_confidence = bodies[i].level_guess ? 0.9 : 0.0;
  }
  return {LevelAnchor::reader, 1.0, "The reader named at least one body; the others are counted from it."};
}

std::optional<Labelling> count_from_sacrum(const Findings& findings, const std::vector<SegmentedBody>& bodies) {
  if (!findings.sacrum || bodies.empty())
    return std::nullopt;
  // One person in eleven has an unusual number of vertebrae (clinical table): never quite certain.
  double confidence = 0.92 * findings.sacrum->confidence;
  if (const SegmentedBody& last = bodies.back(); last.status != BodyStatus::measured || last.confidence < 0.6)
    confidence *= 0.5; // what lies above may be the sacrum's own first segment
  return Labelling{LevelAnchor::sacrum, confidence,
                   "The sacrum is in view; the last body above it is taken as L5 and the others are counted from it."};
}

Labelling count_from_ribs(LastRib rib, const std::vector<SegmentedBody>& bodies) {
  double confidence = rib.confidence;
  for (const std::size_t i : {rib.body, rib.body + 1}) // a missed or false body beside the last rib shifts the count
    if (bodies[i].status != BodyStatus::measured && bodies[i].confidence < 0.3)
      confidence *= 0.7;
  return {LevelAnchor::last_rib, confidence,
          "The lowest ribs are in view; their body is taken as T12 and the others are counted from it."};
}

/// Both counts together: agreement makes certain, contradiction (T13, L6, four lumbar bodies) is said and not decided.
Labelling number_levels(const Findings& findings, std::vector<SegmentedBody>& bodies) {
  if (std::any_of(bodies.begin(), bodies.end(), [](const SegmentedBody& b) { return b.level_guess.has_value(); }))
    return number_from_reader(bodies);
  const bool whole = bodies.size() == findings.shapes.size(); // unnamed marks may add bodies that nothing was traced at
  const std::optional<LastRib> found = whole ? last_rib(findings.ribs) : std::nullopt;
  const LastRib rib = found.value_or(LastRib{});
  const std::optional<Labelling> sacrum = count_from_sacrum(findings, bodies);
  if (!sacrum && !found)
    return {LevelAnchor::none, 0.0, "No landmark for numbering is in view; bodies are counted from the top only."};
  const Labelling ribs = found ? count_from_ribs(rib, bodies) : Labelling{};
  Labelling labelling = sacrum ? *sacrum : ribs;
  if (sacrum && found) {
    constexpr std::size_t kLumbar = 5;
    const std::size_t lumbar = bodies.size() - 1 - rib.body;
    if (lumbar == kLumbar)
      labelling = {LevelAnchor::sacrum, 1.0 - (1.0 - sacrum->confidence) * (1.0 - ribs.confidence),
                   "The sacrum and the lowest ribs are in view and agree: five bodies lie between them."};
    else
      labelling = {LevelAnchor::sacrum, 0.4,
                   "The counts from the sacrum and from the lowest ribs contradict each other: " +
                       std::to_string(lumbar) + " bodies without ribs lie above the sacrum instead of five."};
  }
  if (labelling.anchor == LevelAnchor::sacrum)
    number_from(bodies, bodies.size() - 1, *VertebraLevel::parse("L5"), labelling.confidence);
  else
    number_from(bodies, rib.body, *VertebraLevel::parse("T12"), labelling.confidence);
  return labelling;
}

/// A body that must lie at a frame of the curve, where bone goes on beyond the last disc that was recognised.
SegmentedBody unread_body(const Findings& findings, int frame, const std::optional<VertebraLevel>& level,
                          double confidence) {
  SegmentedBody body;
  body.frame = findings.curve[frame];
  body.frame.centre = findings.axis.centre(findings.curve, frame);
  refuse(body, "The spine goes on here, but no further body could be told apart.", 0.2);
  body.level_guess = level;
  body.level_confidence = level ? confidence : 0.0;
  return body;
}

/// Says where the column goes on beyond the bodies found; the body next to them stands for all that follow.
void add_unread_ends(const Findings& findings, std::vector<SegmentedBody>& bodies) {
  constexpr double kApart = 10.0; // mm: a reader's mark may stand there already
  const auto add = [&](int frame, bool above) {
    const SegmentedBody& next = above ? bodies.front() : bodies.back();
    const std::optional<VertebraLevel> level =
        next.level_guess ? next.level_guess->below(above ? -1 : 1) : std::optional<VertebraLevel>{};
    const SegmentedBody body = unread_body(findings, frame, level, next.level_confidence);
    if (distance(body.frame.centre, next.frame.centre) > kApart)
      bodies.insert(above ? bodies.begin() : bodies.end(), body);
  };
  if (bodies.empty())
    return;
  if (findings.column.unread_above)
    add(*findings.column.unread_above, true);
  if (findings.column.unread_below)
    add(*findings.column.unread_below, false);
}

void warn_of_gaps(const Findings& findings, std::vector<std::string>& warnings) {
  if (findings.column.unread_above || findings.column.unread_below)
    warnings.push_back("The spine goes on beyond the bodies found; those beyond were not assessed.");
  for (std::size_t i = 0; i < findings.column.bodies(); ++i)
    if (findings.column.presumed(i)) {
      warnings.push_back("A gap between neighbours holds more than a disc; its bodies were counted only.");
      return;
    }
}

LabelMap draw(const Findings& findings, std::vector<SegmentedBody>& bodies) {
  std::vector<LabelledShape> shapes;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    bodies[i].label = static_cast<std::uint8_t>(std::min<std::size_t>(i + 1, 255));
    for (const BodyShape& shape : findings.shapes)
      if (shape.frame.centre == bodies[i].frame.centre && !bodies[i].slab.empty())
        shapes.push_back({&shape, bodies[i].label});
  }
  return draw_labels(shapes);
}

} // namespace

SegmentedSpine assemble(const Findings& findings, const std::vector<Seed>& seeds) {
  SegmentedSpine spine;
  spine.bodies = bodies_of(findings);
  judge_bodies(findings, spine.bodies);
  fit_seeds(findings, seeds, spine.bodies);
  spine.labelling = number_levels(findings, spine.bodies);
  add_unread_ends(findings, spine.bodies);
  spine.labels = draw(findings, spine.bodies);
  warn_of_gaps(findings, spine.warnings);
  spine.sacral_endplate = findings.sacral_endplate;
  if (std::any_of(findings.shapes.begin(), findings.shapes.end(),
                  [](const BodyShape& shape) { return shape.metal > kSomeMetal; }))
    spine.warnings.push_back("Metal lies in or beside the spine; heights near it are distorted.");
  if (findings.slice_along > kThickSlices + 0.01)
    spine.warnings.push_back("Slices are thicker than 3 mm along the spine; heights are less certain.");
  return spine;
}

SegmentedSpine seeds_only(const std::vector<Seed>& seeds, const std::string& reason) {
  SegmentedSpine spine;
  for (const Seed& seed : seeds) {
    SegmentedBody body;
    body.frame = {seed.centre, {0, 0, 1}, {0, -1, 0}, {1, 0, 0}};
    refuse(body, reason, 0.05);
    body.seeded = true;
    body.level_guess = seed.level;
    body.level_confidence = seed.level ? 1.0 : 0.0;
    spine.bodies.push_back(body);
  }
  std::stable_sort(spine.bodies.begin(), spine.bodies.end(),
                   [](const SegmentedBody& a, const SegmentedBody& b) { return a.frame.centre.z > b.frame.centre.z; });
  for (std::size_t i = 0; i < spine.bodies.size(); ++i)
    spine.bodies[i].label = static_cast<std::uint8_t>(std::min<std::size_t>(i + 1, 255));
  if (std::any_of(seeds.begin(), seeds.end(), [](const Seed& s) { return s.level.has_value(); }))
    spine.labelling = number_from_reader(spine.bodies);
  spine.labels = draw_labels({});
  return spine;
}

} // namespace spondyl::segmentation::ct

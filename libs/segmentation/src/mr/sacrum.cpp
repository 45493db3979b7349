#include "sacrum.h"

#include "../common/upper_median.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kDegrees = 180.0 / std::numbers::pi;
constexpr std::size_t kJunctionsTried = 3; // at the chain's end: it may run one or two segments into the sacrum

// Where S1 is looked for below a body. Sacral slope in supine adults is 35 +- 9 degrees, the body axis of S1 steeper
// still; lumbar bodies down to L4 stay within 20 degrees (engineering choice of the bounds).
constexpr double kSmallestGap = -3.0, kLargestGap = 17.0; // mm of disc
constexpr double kUsualGap = 8.0, kGapTolerance = 5.0;
constexpr double kLargestShift = 13.0, kShiftTolerance = 6.0; // mm across the axis
constexpr double kLargestLateral = 12.0;
constexpr double kSmallestHeight = 18.0;
constexpr double kUsualTurn = 24.0, kTurnTolerance = 14.0, kLargestTurn = 50.0; // degrees from L5 to S1
constexpr double kFieldMargin = 3.0; // mm; the edge of the image would pass for an endplate
constexpr double kLeastScore = 0.75;
constexpr double kMisfitWeight = 0.06;
constexpr double kEvidenceWeight = 0.3; // in box scores

// Evidence that a junction is lumbosacral.
constexpr double kNeutralTurn = 14.0, kFullTurn = 30.0; // degrees: the largest between lumbar bodies, a usual L5-S1
constexpr double kNeutralTilt = 34.0, kFullTilt = 54.0; // degrees: a steep L5, a usual S1
constexpr double kFullShrink = 0.3;                     // of the logarithm of depth
constexpr double kFullFade = 0.5;                       // of the box score
constexpr double kFaintLumbar = 0.78;                   // of the chain's median score that a lumbar body keeps
constexpr double kLumbarBelow = 0.5;                    // against a junction above a sound lumbar body
constexpr double kSteepLumbar = 42.0;                   // degrees that no lumbar body is tilted
// Median tilt of a chain that needs no correction: supine spines of all postures; beyond it the patient lies askew.
constexpr double kUsualTilt = -4.0, kTiltTolerance = 9.0; // degrees

// From evidence to confidence: evidence of 0.4 without a rival just reaches what may be stated as certain.
constexpr double kEvenOdds = 0.70, kOddsSlope = 0.7, kWeakEvidence = 0.3, kMostConfident = 0.97;

double share(double value, double neutral, double full) {
  return std::clamp((value - neutral) / (full - neutral), -0.7, 1.0);
}

double square(double x) {
  return x * x;
}

double tilt(const Box& box) {
  return -box.angle * kDegrees;
}

/// How well a box lies where S1 would be below `body`; std::nullopt when it cannot be.
std::optional<double> misfit_as_s1(const Box& body, const Box& box) {
  const double turn = tilt(box) - tilt(body);
  if (box.height < kSmallestHeight || std::abs(box.lateral - body.lateral) > kLargestLateral || turn < -6.0 ||
      turn > kLargestTurn || box.depth > 1.25 * body.depth)
    return std::nullopt;
  const double angle = 0.5 * (body.angle + box.angle);
  const PlanePoint step = box.centre - body.centre;
  const double gap = dot(step, {-std::sin(angle), std::cos(angle)}) - 0.5 * (body.height + box.height);
  const double shift = dot(step, {std::cos(angle), std::sin(angle)});
  if (gap < kSmallestGap || gap > kLargestGap || std::abs(shift) > kLargestShift)
    return std::nullopt;
  return square((gap - kUsualGap) / kGapTolerance) + square(shift / kShiftTolerance) +
         square((turn - kUsualTurn) / kTurnTolerance);
}

/// Whether all corners lie well within the field of view.
bool inside(const Box& box, PlanePoint field) {
  const PlanePoint u = box.towards_posterior() * (0.5 * box.depth), v = box.towards_inferior() * (0.5 * box.height);
  for (const PlanePoint& p : {box.centre - u - v, box.centre + u - v, box.centre + u + v, box.centre - u + v})
    if (p.posterior < kFieldMargin || p.inferior < kFieldMargin || p.posterior > field.posterior - kFieldMargin ||
        p.inferior > field.inferior - kFieldMargin)
      return false;
  return true;
}

/// What the chain's bodies have in common.
struct Usual {
  double score = 1.0; ///< median: a last body far below it is itself sacral
  double lean = 0.0;  ///< degrees by which the whole spine leans in the image more than spines do
};

Usual usual_of(const std::vector<Box>& chain) {
  if (chain.empty())
    return {};
  std::vector<double> scores, tilts;
  for (const Box& box : chain) {
    scores.push_back(box.score);
    tilts.push_back(tilt(box));
  }
  const double median_tilt = upper_median(tilts);
  return {upper_median(scores),
          median_tilt - std::clamp(median_tilt, kUsualTilt - kTiltTolerance, kUsualTilt + kTiltTolerance)};
}

double evidence(const Box& last, const Box& s1, Usual usual) {
  const double turn = share(tilt(s1) - tilt(last), kNeutralTurn, kFullTurn);
  const double steep = share(tilt(s1) - usual.lean, kNeutralTilt, kFullTilt);
  const double shrink = share(std::log(last.depth / s1.depth), 0.0, kFullShrink);
  const double fade = share(last.score - s1.score, 0.0, kFullFade);
  const double too_steep = std::max(0.0, tilt(last) - usual.lean - kSteepLumbar) / 10.0;
  const double too_faint = std::clamp((kFaintLumbar - last.score / usual.score) / 0.2, 0.0, 1.0);
  return 0.35 * turn + 0.3 * steep + 0.15 * shrink + 0.2 * fade - too_steep - too_faint;
}

/// S1 below `body`: boxes of nearly equal merit compete for the place, and which of them is best by a hair must not
/// decide whether the junction looks lumbosacral.
std::optional<Box> find_s1(const Box& body, const std::vector<Box>& boxes, Usual usual) {
  std::optional<Box> best;
  double best_value = 0.0;
  for (const Box& box : boxes) {
    if (box.score < kLeastScore)
      continue;
    const auto misfit = misfit_as_s1(body, box);
    if (!misfit)
      continue;
    const double value = box.score - kMisfitWeight * *misfit + kEvidenceWeight * evidence(body, box, usual);
    if (!best || value > best_value) {
      best = box;
      best_value = value;
    }
  }
  return best;
}

/// One place where the sacrum may begin.
struct Junction {
  std::size_t presacral;
  std::optional<Box> missed;
  Box s1;
  double evidence;
};

bool faint_or_steep(const Box& box, Usual usual) {
  return box.score < kFaintLumbar * usual.score || tilt(box) - usual.lean > kSteepLumbar;
}

std::vector<Junction> junctions(const std::vector<Box>& chain, const std::vector<Box>& boxes) {
  std::vector<Junction> out;
  const Usual usual = usual_of(chain);
  for (std::size_t k = 0; k < std::min(kJunctionsTried, chain.size()); ++k) {
    const std::size_t last = chain.size() - 1 - k;
    const auto s1 = find_s1(chain[last], boxes, usual);
    if (!s1)
      continue;
    const bool lumbar_below = k > 0 && !faint_or_steep(chain[last + 1], usual);
    out.push_back(
        {last + 1, std::nullopt, *s1, evidence(chain[last], *s1, usual) - (lumbar_below ? kLumbarBelow : 0.0)});
    if (k > 0)
      continue;
    if (const auto below = find_s1(*s1, boxes, usual)) // the chain may have ended one body early
      out.push_back({chain.size(), *s1, *below, evidence(*s1, *below, usual)});
  }
  return out;
}

} // namespace

SacrumFinding find_sacrum(const std::vector<Box>& chain, const std::vector<Box>& all, PlanePoint field) {
  std::vector<Box> boxes;
  std::copy_if(all.begin(), all.end(), std::back_inserter(boxes), [&](const Box& b) { return inside(b, field); });
  SacrumFinding out;
  out.presacral = chain.size();
  std::vector<Junction> found = junctions(chain, boxes);
  std::stable_sort(found.begin(), found.end(),
                   [](const Junction& a, const Junction& b) { return a.evidence > b.evidence; });
  if (found.empty() || found.front().evidence <= 0.0) {
    while (out.presacral > 2 && faint_or_steep(chain[out.presacral - 1], usual_of(chain)))
      --out.presacral;
    return out;
  }
  const Junction& best = found.front();
  const double second = found.size() > 1 ? std::max(0.0, found[1].evidence) : 0.0;
  out.presacral = best.presacral;
  out.missed = best.missed;
  out.first_sacral = best.s1;
  out.evidence = best.evidence;
  out.confidence =
      std::clamp(kEvenOdds + kOddsSlope * (2.0 * best.evidence - second - 2.0 * kWeakEvidence), 0.0, kMostConfident);
  return out;
}

} // namespace spondyl::segmentation::mr

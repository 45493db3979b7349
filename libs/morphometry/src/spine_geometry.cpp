// The sagittal geometry of a whole spine: which bodies are neighbours, and what is measured between them.

#include <algorithm>
#include <cmath>
#include <spondyl/morphometry/sagittal.h>

namespace spondyl::morphometry {
namespace {

using Bodies = std::vector<std::optional<SagittalBody>>;

/// A gap as high as this part of the body above holds a missed body, not a disc (engineering choice).
constexpr double kLargestDiscToBody = 0.8;
constexpr int kRankT4 = 11, kRankT12 = 19, kRankT13 = 20, kRankL1 = 21, kRankL4 = 24, kRankL5 = 25, kRankL6 = 26;

Bodies bodies_of(const Findings& findings) {
  Bodies bodies;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    bodies.push_back(sagittal_body(vertebra));
  return bodies;
}

/// T13 and L6 are optional: T12 is followed by T13 or L1, L5 by L6 or S1.
bool levels_follow(const std::optional<VertebraLevel>& upper, const std::optional<VertebraLevel>& lower) {
  if (!upper || !lower)
    return true;
  const int step = lower->rank() - upper->rank();
  return step == 1 || (step == 2 && (upper->rank() == kRankT12 || upper->rank() == kRankL5));
}

bool is_disc(const DiscFinding& disc, const SagittalBody& upper) {
  const double body = std::min(upper.points.anterior_height(), upper.points.posterior_height());
  return *disc.anterior_height + *disc.posterior_height < 2.0 * kLargestDiscToBody * body;
}

std::optional<DiscFinding> disc_below(const Findings& findings, const Bodies& bodies, std::size_t upper) {
  if (upper + 1 >= bodies.size() || !bodies[upper] || !bodies[upper + 1] ||
      !levels_follow(findings.vertebrae[upper].level, findings.vertebrae[upper + 1].level))
    return std::nullopt;
  const SagittalBody& lower = *bodies[upper + 1];
  DiscFinding disc = disc_between(*bodies[upper], superior_endplate(lower), lower.points.middle_superior);
  if (!is_disc(disc, *bodies[upper]))
    return std::nullopt;
  disc.upper_ordinal = findings.vertebrae[upper].ordinal;
  disc.lower_ordinal = findings.vertebrae[upper + 1].ordinal;
  disc.index_uncertainty =
      std::hypot(*disc.index_uncertainty, disc_between(lower, superior_endplate(lower), {}).index_uncertainty.value()) /
      std::sqrt(2.0);
  return disc;
}

SagittalEndplate sacral(const EndplateLine& line, const SagittalBody& upper) {
  SagittalBody like = upper; // the error of the sacrum's corners is not known: taken as that of the body above
  like.points.anterior_superior = line.anterior;
  like.points.posterior_superior = line.posterior;
  return superior_endplate(like);
}

std::optional<DiscFinding> lumbosacral_disc(const Findings& findings, const Bodies& bodies) {
  if (!findings.sacral_endplate || bodies.empty() || !bodies.back())
    return std::nullopt;
  DiscFinding disc = disc_between(*bodies.back(), sacral(*findings.sacral_endplate, *bodies.back()), std::nullopt);
  if (!is_disc(disc, *bodies.back()))
    return std::nullopt;
  disc.upper_ordinal = findings.vertebrae.back().ordinal;
  return disc;
}

void fill_discs(Findings& findings, const Bodies& bodies) {
  for (std::size_t i = 0; i < bodies.size(); ++i)
    if (auto disc = disc_below(findings, bodies, i)) {
      findings.discs.push_back(*disc);
      findings.vertebrae[i].slip = slip_of(*bodies[i], superior_endplate(*bodies[i + 1]));
    }
  if (auto disc = lumbosacral_disc(findings, bodies)) {
    findings.discs.push_back(*disc);
    findings.vertebrae.back().slip = slip_of(*bodies.back(), sacral(*findings.sacral_endplate, *bodies.back()));
  }
}

bool is_joined(const Findings& findings, std::size_t upper) {
  return std::ranges::any_of(findings.discs, [&](const DiscFinding& disc) {
    return disc.upper_ordinal == findings.vertebrae[upper].ordinal && disc.lower_ordinal.has_value();
  });
}

void fill_body_angles(Findings& findings, const Bodies& bodies) {
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    if (!bodies[i])
      continue;
    const PatientVector left = left_of(bodies[i]->points);
    const Angle wedge = angle_between(superior_endplate(*bodies[i]), inferior_endplate(*bodies[i]), left);
    findings.vertebrae[i].wedge_angle = wedge.degrees;
    findings.vertebrae[i].wedge_angle_uncertainty = wedge.uncertainty;
    if (i > 0 && i + 1 < bodies.size() && is_joined(findings, i - 1) && is_joined(findings, i))
      findings.vertebrae[i].local_cobb_angle =
          angle_between(superior_endplate(*bodies[i - 1]), inferior_endplate(*bodies[i + 1]), left).degrees;
  }
}

std::optional<std::size_t> measured_at(const Findings& findings, const Bodies& bodies, int rank) {
  for (std::size_t i = 0; i < bodies.size(); ++i)
    if (bodies[i] && findings.vertebrae[i].level && findings.vertebrae[i].level->rank() == rank)
      return i;
  return std::nullopt;
}

void fill_regional_angles(Findings& findings, const Bodies& bodies, Posture posture) {
  const bool supine = posture == Posture::supine;
  const auto t4 = measured_at(findings, bodies, kRankT4), t12 = measured_at(findings, bodies, kRankT12),
             l1 = measured_at(findings, bodies, kRankL1);
  if (t4 && t12) {
    const PatientVector left = normalized(left_of(bodies[*t4]->points) + left_of(bodies[*t12]->points));
    const Angle angle = angle_between(superior_endplate(*bodies[*t4]), inferior_endplate(*bodies[*t12]), left);
    findings.angles.push_back({SpinalAngleName::thoracic_kyphosis, angle.degrees, angle.uncertainty,
                               "T4 superior endplate", "T12 inferior endplate", supine});
  }
  const auto last = bodies.empty() ? std::nullopt : findings.vertebrae.back().level;
  const bool sacrum_follows = last && (last->rank() == kRankL5 || last->rank() == kRankL6);
  if (l1 && findings.sacral_endplate && sacrum_follows && bodies.back()) {
    const SagittalEndplate endplate = sacral(*findings.sacral_endplate, *bodies.back());
    const Angle angle = angle_between(superior_endplate(*bodies[*l1]), endplate, left_of(bodies[*l1]->points));
    findings.angles.push_back({SpinalAngleName::lumbar_lordosis, -angle.degrees, angle.uncertainty,
                               "L1 superior endplate", "S1 superior endplate", supine});
  }
}

bool has_no_millimetres(const VertebraFinding& vertebra) {
  return vertebra.landmarks && std::holds_alternative<SixPixels>(*vertebra.landmarks) &&
         !(vertebra.heights.posterior && vertebra.heights.posterior->value_mm);
}

/// A film without a scale gives angles and ratios; its pixels are no millimetres.
void forget_lengths_without_a_scale(Findings& findings) {
  if (std::ranges::none_of(findings.vertebrae, has_no_millimetres))
    return;
  for (DiscFinding& disc : findings.discs)
    disc.anterior_height = disc.middle_height = disc.posterior_height = std::nullopt;
  for (VertebraFinding& vertebra : findings.vertebrae)
    vertebra.slip.reset();
}

void forget_earlier_geometry(Findings& findings) {
  findings.discs.clear();
  findings.angles.clear();
  findings.deformity_index.reset();
  for (VertebraFinding& vertebra : findings.vertebrae) {
    vertebra.wedge_angle.reset();
    vertebra.wedge_angle_uncertainty.reset();
    vertebra.local_cobb_angle.reset();
    vertebra.slip.reset();
  }
}

} // namespace

std::optional<SpinalDeformityIndex> spinal_deformity_index(const std::vector<VertebraFinding>& vertebrae) {
  SpinalDeformityIndex index;
  for (int rank = kRankT4; rank <= kRankL4; ++rank) {
    if (rank == kRankT13)
      continue;
    const VertebraLevel level = VertebraLevel::from_rank(rank).value();
    const auto found = std::ranges::find_if(
        vertebrae, [level](const VertebraFinding& vertebra) { return vertebra.level == level && vertebra.grade; });
    if (found == vertebrae.end()) {
      index.missing.push_back(level);
      continue;
    }
    index.counted.push_back(level);
    index.value += std::floor(found->grade->value);
    for (std::size_t i = 0; i < kGenantGrades.size(); ++i)
      index.expected += found->grade->probabilities[i] * std::floor(kGenantGrades[i]);
  }
  return index.counted.empty() ? std::nullopt : std::optional(index);
}

Findings with_sagittal_geometry(Findings findings, Posture posture) {
  forget_earlier_geometry(findings);
  const Bodies bodies = bodies_of(findings);
  fill_discs(findings, bodies);
  fill_body_angles(findings, bodies);
  fill_regional_angles(findings, bodies, posture);
  forget_lengths_without_a_scale(findings);
  findings.deformity_index = spinal_deformity_index(findings.vertebrae);
  return findings;
}

} // namespace spondyl::morphometry

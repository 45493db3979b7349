#include <spondyl/morphometry/alternatives.h>

#include "genant.h"
#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spondyl::morphometry {
namespace {

constexpr double kScheuermannWedge = 5.0; ///< degrees, Sorensen 1964: three adjacent bodies wedged more than 5 degrees
constexpr std::size_t kScheuermannBodies = 3;
constexpr double kNarrowDisc = 0.7; ///< engineering choice: part of the median disc index of the same spine
constexpr double kMildWedge = 0.25; ///< Genant's moderate grade begins here: above it no degenerative wedge is offered
constexpr int kRankT1 = 8, kRankT11 = 18, kRankT13 = 20, kRankL2 = 22;

std::string percent(double fraction) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0f %%", fraction * 100.0);
  return text;
}

std::string one_decimal(double value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

void add(VertebraFinding& vertebra, Alternative alternative, std::string sentence) {
  vertebra.reader_must_confirm.push_back({alternative, std::move(sentence)});
}

double grade_of(const VertebraFinding& vertebra) {
  return vertebra.grade ? vertebra.grade->value : 0.0;
}

std::optional<double> adjusted_loss(const VertebraFinding& vertebra, HeightName name) {
  const auto found = std::ranges::find(vertebra.loss, name, &HeightLoss::height);
  return found == vertebra.loss.end() ? std::nullopt : found->adjusted;
}

void add_grade(VertebraFinding& vertebra) {
  if (!vertebra.grade)
    return;
  const Grade& grade = *vertebra.grade;
  const double probability = grade.probabilities[2] + grade.probabilities[3] + grade.probabilities[4];
  if (grade.value >= 1.0)
    add(vertebra, Alternative::vertebral_fracture,
        "A loss of height was measured; whether an endplate is broken is not computed and must be read.");
  else if (grade.value > 0.0 || grade.between)
    add(vertebra, Alternative::borderline_loss,
        "The loss of height is borderline: grade 1 or more has a probability of " + percent(probability) + ".");
}

void add_schmorl_node(VertebraFinding& vertebra) {
  const auto& bridged = vertebra.heights.middle;
  const auto& followed = vertebra.heights.middle_unbridged;
  if (bridged && followed)
    add(vertebra, Alternative::schmorl_node,
        "An endplate has a focal depression: the middle height is " + one_decimal(bridged->value) +
            " with the depression bridged and " + one_decimal(followed->value) + " at its floor.");
}

bool is_thoracic(const VertebraFinding& vertebra) {
  const auto& level = vertebra.level ? vertebra.level : vertebra.level_guess;
  return level && level->rank() >= kRankT1 && level->rank() <= kRankT13;
}

bool is_scheuermann_wedge(const VertebraFinding& vertebra) {
  return is_thoracic(vertebra) && vertebra.wedge_angle.value_or(0.0) > kScheuermannWedge;
}

void add_scheuermann(std::vector<VertebraFinding>& vertebrae) {
  for (std::size_t first = 0; first < vertebrae.size();) {
    std::size_t end = first;
    while (end < vertebrae.size() && is_scheuermann_wedge(vertebrae[end]))
      ++end;
    if (end - first >= kScheuermannBodies)
      for (std::size_t i = first; i < end; ++i)
        add(vertebrae[i], Alternative::scheuermann,
            std::to_string(end - first) + " adjacent thoracic bodies are wedged by more than 5 degrees (this one " +
                one_decimal(*vertebrae[i].wedge_angle) + "): Scheuermann's disease looks like this.");
    first = end + 1;
  }
}

/// The body is low, and its endplates are no deeper than its neighbours': no sign of a depression.
void add_short_height(VertebraFinding& vertebra) {
  if (grade_of(vertebra) < 0.5 || vertebra.grade->shape == FractureShape::biconcave)
    return;
  const auto middle = std::ranges::find(vertebra.loss, HeightName::middle, &HeightLoss::height);
  if (middle == vertebra.loss.end() || !middle->adjusted || *middle->adjusted > middle->uncertainty.value_or(0.0))
    return;
  add(vertebra, Alternative::short_vertebral_height,
      "The body is low but its endplates are no deeper than its neighbours': a short vertebral height without fracture "
      "looks like this.");
}

std::optional<double> median_index(const std::vector<DiscFinding>& discs) {
  std::vector<double> values;
  for (const DiscFinding& disc : discs)
    if (disc.index)
      values.push_back(*disc.index);
  if (values.size() < 3) // engineering choice: fewer say nothing of what is usual in this spine
    return std::nullopt;
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

std::optional<double> narrowest_adjacent(const Findings& findings, const VertebraFinding& vertebra) {
  std::optional<double> narrowest;
  for (const DiscFinding& disc : findings.discs)
    if (disc.index && (disc.upper_ordinal == vertebra.ordinal || disc.lower_ordinal == vertebra.ordinal))
      narrowest = std::min(*disc.index, narrowest.value_or(*disc.index));
  return narrowest;
}

void add_degenerative_wedge(const Findings& findings, VertebraFinding& vertebra) {
  const auto loss = adjusted_loss(vertebra, HeightName::anterior);
  const bool junction = vertebra.level && vertebra.level->rank() >= kRankT11 && vertebra.level->rank() <= kRankL2;
  if (!junction || !loss || *loss < kBorderlineLoss || *loss >= kMildWedge)
    return;
  const auto usual = median_index(findings.discs), narrowest = narrowest_adjacent(findings, vertebra);
  if (usual && narrowest && *narrowest < kNarrowDisc * *usual)
    add(vertebra, Alternative::degenerative_wedging,
        "A mild wedge beside a disc of " + percent(*narrowest / *usual) +
            " of this spine's usual height index: degenerative wedging looks like this.");
}

void add_normal_variant(VertebraFinding& vertebra) {
  const auto anterior = std::ranges::find(vertebra.loss, HeightName::anterior, &HeightLoss::height);
  if (grade_of(vertebra) >= 0.5 || anterior == vertebra.loss.end() || !anterior->adjusted ||
      anterior->raw < kGenantMildLoss)
    return;
  add(vertebra, Alternative::normal_variant,
      "The anterior height is " + percent(anterior->raw) + " below the posterior one, of which " +
          percent(anterior->raw - *anterior->adjusted) + " are the normal shape of this level.");
}

} // namespace

Findings with_reader_must_confirm(Findings findings) {
  for (VertebraFinding& vertebra : findings.vertebrae) {
    vertebra.reader_must_confirm.clear();
    if (vertebra.status != MeasurementStatus::measured)
      continue;
    add_grade(vertebra);
    add_schmorl_node(vertebra);
    add_short_height(vertebra);
    add_degenerative_wedge(findings, vertebra);
    add_normal_variant(vertebra);
  }
  add_scheuermann(findings.vertebrae);
  return findings;
}

} // namespace spondyl::morphometry

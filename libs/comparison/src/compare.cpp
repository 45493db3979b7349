#include <spondyl/comparison/comparison.h>

#include "height_pair.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace spondyl::comparison {
namespace {

enum class ImageKind { ct, mr, film };

ImageKind kind_of(const Findings& findings) {
  if (findings.modality == "CT")
    return ImageKind::ct;
  return findings.modality == "MR" ? ImageKind::mr : ImageKind::film;
}

bool is_calibrated(const Findings& findings) {
  return std::ranges::all_of(findings.vertebrae, [](const VertebraFinding& vertebra) {
    return std::ranges::all_of(kHeightNames, [&](HeightName name) {
      const auto& height = vertebra.heights.of(name);
      return !height || (height->spacing == SpacingProvenance::calibrated && height->value_mm);
    });
  });
}

std::pair<Basis, std::string> basis_of(const Findings& prior, const Findings& current) {
  const ImageKind before = kind_of(prior), now = kind_of(current);
  if (before != now && (before == ImageKind::film || now == ImageKind::film))
    return {Basis::none,
            "A radiograph magnifies by an amount that a CT or MR does not: their heights are not compared."};
  if (before != now)
    return {Basis::none, "CT measures to the outer edge of the bone, MR to the edge of the marrow: their heights are "
                         "not compared."};
  if (before == ImageKind::film && !(is_calibrated(prior) && is_calibrated(current)))
    return {Basis::ratios, "At least one film is not calibrated: only ratios are compared."};
  const auto& thickness = prior.images.slice_thickness;
  const auto& thickness_now = current.images.slice_thickness;
  if (thickness && thickness_now && std::abs(*thickness - *thickness_now) > kSliceThicknessTolerance)
    return {Basis::ratios, "The studies have slices of different thickness: only ratios are compared."};
  return {Basis::millimetres, {}};
}

void add_identity_notes(Comparison& comparison) {
  switch (comparison.identity.same) {
  case SamePerson::same:
    return;
  case SamePerson::probable:
    comparison.notes.emplace_back("The studies are probably of one person; a reader should confirm it.");
    return;
  case SamePerson::unknown:
    comparison.notes.emplace_back("The findings do not say enough to tell whether the studies are of one person.");
    return;
  case SamePerson::contradicted:
    break;
  }
  std::string what;
  for (const std::string& contradiction : comparison.identity.contradictions)
    what += (what.empty() ? "" : ", ") + contradiction;
  comparison.notes.push_back("These studies seem to be of different persons: " + what + " differ.");
}

void add_study_notes(const Findings& prior, const Findings& current, Comparison& comparison) {
  if (comparison.days.value_or(0) < 0)
    comparison.notes.emplace_back("The prior study is the later one; changes run backwards in time.");
  if (!comparison.days)
    comparison.notes.emplace_back("A study date is missing: no annual rates.");
  if (prior.software.version != current.software.version)
    comparison.notes.emplace_back("The studies were measured by different versions of the program.");
  if (!comparison.basis_reason.empty())
    comparison.notes.push_back(comparison.basis_reason);
}

const Intervention* intervention_between(const VertebraChange& change, const Comparison& comparison,
                                         const CompareOptions& options) {
  for (const Intervention& done : options.interventions) {
    const auto after_prior = days_between(comparison.prior_date, done.date);
    const auto before_current = days_between(done.date, comparison.current_date);
    if (change.level == done.level && after_prior.value_or(0) >= 0 && before_current.value_or(0) >= 0)
      return &done;
  }
  return nullptr;
}

bool persons_differ(const Comparison& comparison, const CompareOptions& options) {
  return comparison.identity.same == SamePerson::contradicted && !options.same_person_confirmed;
}

/// Why the two may not be one vertebra of one person; empty when they are. Then not even grades are set side by side.
std::string doubt(const VertebraFinding& prior, const VertebraFinding& current, const Comparison& comparison,
                  const CompareOptions& options) {
  if (persons_differ(comparison, options))
    return "The studies seem to be of different persons.";
  if (comparison.matched_by_image)
    return {};
  if (comparison.numbering_differs)
    return "The numbering seems to have slipped by one level between the studies.";
  if (!(prior.level && current.level))
    return "The number of this vertebra is uncertain, and no image shows that it is the same one.";
  return {};
}

/// What stands against comparing the heights of one vertebra; empty when nothing does.
std::string obstacle(const VertebraFinding& prior, const VertebraFinding& current, const VertebraChange& change,
                     const Comparison& comparison, const CompareOptions& options) {
  if (prior.status != MeasurementStatus::measured)
    return "Not assessable in the prior study: " + prior.reason;
  if (current.status != MeasurementStatus::measured)
    return "Not assessable in the current study: " + current.reason;
  if (comparison.basis == Basis::none)
    return comparison.basis_reason;
  if (const Intervention* done = intervention_between(change, comparison, options))
    return std::string(to_string(done->kind)) + " is marked at this level between the studies.";
  return {};
}

VertebraChange change_head(const VertebraFinding& prior, const VertebraFinding& current) {
  VertebraChange change;
  change.level = current.level ? current.level : prior.level;
  change.name = current.display_name();
  change.prior_ordinal = prior.ordinal;
  change.current_ordinal = current.ordinal;
  if (prior.grade)
    change.prior_grade = prior.grade->value;
  if (current.grade)
    change.current_grade = current.grade->value;
  const auto before = number_of(prior), now = number_of(current);
  if (before && now && *before != *now)
    change.warnings.push_back("This vertebra is called " + before->name() + " in the prior study and " + now->name() +
                              " in the current one.");
  return change;
}

VertebraChange only_in_one(const VertebraFinding& vertebra, bool is_current) {
  VertebraChange change;
  change.level = vertebra.level;
  change.name = is_current || vertebra.level ? vertebra.display_name() : "prior " + vertebra.display_name();
  (is_current ? change.current_ordinal : change.prior_ordinal) = vertebra.ordinal;
  if (vertebra.grade)
    (is_current ? change.current_grade : change.prior_grade) = vertebra.grade->value;
  change.reason = is_current ? "Not found in the prior study." : "Not found in the current study.";
  return change;
}

void judge_pairs(const Findings& prior, const Findings& current, const Matching& matching,
                 const CompareOptions& options, Comparison& comparison) {
  std::vector<VertebraChange> changes;
  std::vector<BodyHeights> heights;
  for (const IndexPair& pair : matching.pairs) {
    const VertebraFinding& before = prior.vertebrae[pair.prior];
    const VertebraFinding& now = current.vertebrae[pair.current];
    changes.push_back(change_head(before, now));
    const std::string doubtful = doubt(before, now, comparison, options);
    if (!persons_differ(comparison, options))
      changes.back().reason = obstacle(before, now, changes.back(), comparison, options);
    if (changes.back().reason.empty())
      changes.back().reason = doubtful;
    if (!doubtful.empty()) {
      changes.back().prior_grade.reset();
      changes.back().level = now.level;
    }
    // A body that must not be compared must not be the reference of others either.
    heights.push_back(changes.back().reason.empty() ? heights_in_both(before, now, comparison.basis) : BodyHeights{});
  }
  const auto years = comparison.days ? std::optional(*comparison.days / 365.25) : std::nullopt; // the mean Julian year
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!changes[i].reason.empty())
      continue;
    BodyQuestion question{comparison.basis, years, std::nullopt};
    if (comparison.basis == Basis::ratios)
      question.reference = scale_reference(heights, i);
    if (comparison.basis == Basis::ratios && !question.reference)
      changes[i].reason = "Nothing in both studies tells the scale between them.";
    else
      judge_change(heights[i], question, changes[i]);
  }
  comparison.vertebrae = std::move(changes);
}

void add_unpaired(const Findings& prior, const Findings& current, const Matching& matching, Comparison& comparison) {
  std::set<std::size_t> before, now;
  for (const IndexPair& pair : matching.pairs) {
    before.insert(pair.prior);
    now.insert(pair.current);
  }
  for (std::size_t i = 0; i < current.vertebrae.size(); ++i)
    if (!now.contains(i))
      comparison.vertebrae.push_back(only_in_one(current.vertebrae[i], true));
  for (std::size_t i = 0; i < prior.vertebrae.size(); ++i)
    if (!before.contains(i))
      comparison.vertebrae.push_back(only_in_one(prior.vertebrae[i], false));
  std::ranges::stable_sort(comparison.vertebrae, {}, [](const VertebraChange& change) {
    return change.level ? change.level->rank() : VertebraLevel::last_rank + change.current_ordinal.value_or(0);
  });
}

std::optional<IndexChange> index_change(const std::vector<VertebraChange>& changes) {
  const int first = VertebraLevel::parse("T4")->rank(), last = VertebraLevel::parse("L4")->rank();
  IndexChange index;
  for (const VertebraChange& change : changes)
    if (change.level && change.level->rank() >= first && change.level->rank() <= last && change.prior_grade &&
        change.current_grade && change.prior_ordinal && change.current_ordinal) {
      index.prior += std::floor(*change.prior_grade);
      index.current += std::floor(*change.current_grade);
      ++index.levels;
    }
  return index.levels > 0 ? std::optional(index) : std::nullopt;
}

void check_numbering(const Findings& prior, const Findings& current, const Matching& matching, Comparison& comparison) {
  if (!matching.by_image) {
    comparison.numbering_differs = suspected_slip(prior, current) != 0;
    if (comparison.numbering_differs)
      comparison.notes.emplace_back("The shapes fit much better one level apart: the numbering seems to have slipped "
                                    "between the studies. Check the levels.");
    return;
  }
  for (const IndexPair& pair : matching.pairs) {
    const auto before = number_of(prior.vertebrae[pair.prior]), now = number_of(current.vertebrae[pair.current]);
    if (before && now && *before != *now) {
      comparison.numbering_differs = true;
      comparison.notes.push_back("The image shows that " + before->name() + " of the prior study is " + now->name() +
                                 " of the current one: the numbering slipped. Vertebrae are compared by image.");
      return;
    }
  }
}

} // namespace

Comparison compare(const Findings& prior, const Findings& current, const CompareOptions& options) {
  Comparison comparison;
  comparison.prior = {prior.modality, prior.study.uid, prior.series_instance_uid, {}};
  comparison.identity = identity_of(prior.patient, current.patient);
  comparison.prior_date = prior.study.date;
  comparison.current_date = current.study.date;
  comparison.days = days_between(prior.study.date, current.study.date);
  std::tie(comparison.basis, comparison.basis_reason) = basis_of(prior, current);
  add_identity_notes(comparison);
  add_study_notes(prior, current, comparison);
  const Matching matching = match_bodies(prior, current, options);
  comparison.matched_by_image = matching.by_image;
  check_numbering(prior, current, matching, comparison);
  judge_pairs(prior, current, matching, options, comparison);
  add_unpaired(prior, current, matching, comparison);
  comparison.deformity_index = index_change(comparison.vertebrae);
  return comparison;
}

} // namespace spondyl::comparison

#include <spondyl/comparison/timeline.h>

#include <algorithm>
#include <map>

namespace spondyl::comparison {
namespace {

/// The comparison of each study with the latest earlier one that compares with it.
struct Step {
  std::optional<std::size_t> with;
  Comparison comparison;
};

Comparison compared(const Findings& prior, const Findings& current, CompareOptions options,
                    const ImageMatcher& match_by_image) {
  Comparison comparison = compare(prior, current, options);
  if (!match_by_image || comparison.matched_by_image || !comparison.numbering_differs)
    return comparison;
  options.same_by_image = match_by_image(prior, current);
  return options.same_by_image ? compare(prior, current, options) : comparison;
}

Step step_to(const std::vector<Findings>& studies, std::size_t now, const CompareOptions& options,
             const ImageMatcher& match_by_image) {
  for (std::size_t before = now; before-- > 0;) {
    Comparison comparison = compared(studies[before], studies[now], options, match_by_image);
    const bool any = std::ranges::any_of(comparison.vertebrae, [](const VertebraChange& change) {
      return change.verdict != ChangeVerdict::not_comparable;
    });
    if (any)
      return {before, std::move(comparison)};
  }
  return {};
}

TimelinePoint point_of(const VertebraFinding& vertebra, std::size_t study, const Step& step) {
  TimelinePoint point{study, vertebra.display_name(), {}, std::nullopt, std::nullopt, std::nullopt};
  for (std::size_t i = 0; i < kHeightNames.size(); ++i)
    point.heights[i] = vertebra.heights.of(kHeightNames[i]);
  if (vertebra.grade)
    point.grade = vertebra.grade->value;
  const auto change = std::ranges::find(step.comparison.vertebrae, vertebra.ordinal, &VertebraChange::current_ordinal);
  if (step.with && change != step.comparison.vertebrae.end()) {
    point.compared_with = step.with;
    point.change = *change;
  }
  return point;
}

/// Under which number each vertebra of a study stands, by its ordinal.
using Numbers = std::map<int, VertebraLevel>;

Numbers own_numbers(const Findings& study) {
  Numbers numbers;
  for (const VertebraFinding& vertebra : study.vertebrae)
    if (const auto number = vertebra.level ? vertebra.level : vertebra.level_guess)
      numbers.emplace(vertebra.ordinal, *number);
  return numbers;
}

/// By how many levels the image shows the numbers of this study to be off those of the earlier one.
int slip(const Comparison& comparison, const Numbers& earlier, const Numbers& now) {
  for (const VertebraChange& change : comparison.vertebrae) {
    if (!change.prior_ordinal || !change.current_ordinal)
      continue;
    const auto before = earlier.find(*change.prior_ordinal), current = now.find(*change.current_ordinal);
    if (before != earlier.end() && current != now.end() && before->second != current->second)
      return before->second.rank() - current->second.rank();
  }
  return 0;
}

Numbers numbers_of(const Findings& study, const Step& step, const std::vector<Numbers>& earlier) {
  const Numbers own = own_numbers(study);
  if (!step.with || !step.comparison.matched_by_image || !step.comparison.numbering_differs)
    return own;
  const int levels = slip(step.comparison, earlier[*step.with], own);
  Numbers moved;
  for (const auto& [ordinal, number] : own)
    if (const auto earlier_number = number.below(levels))
      moved.emplace(ordinal, *earlier_number);
  return moved;
}

} // namespace

Timeline timeline_of(std::vector<Findings> studies, const std::vector<Intervention>& interventions,
                     const ImageMatcher& match_by_image) {
  std::ranges::stable_sort(studies, {}, [](const Findings& findings) { return findings.study.date; });
  CompareOptions options;
  options.same_person_confirmed = true; // who belongs together was decided before
  options.interventions = interventions;
  Timeline timeline;
  std::map<VertebraLevel, std::vector<TimelinePoint>> points;
  std::vector<Numbers> numbers;
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const Findings& study = studies[i];
    const Step step = step_to(studies, i, options, match_by_image);
    numbers.push_back(numbers_of(study, step, numbers));
    std::optional<double> index;
    if (study.deformity_index)
      index = study.deformity_index->value;
    timeline.studies.push_back(
        {study.study.date, study.modality, study.series_instance_uid, index, step.comparison.notes});
    for (const VertebraFinding& vertebra : study.vertebrae)
      if (const auto number = numbers[i].find(vertebra.ordinal); number != numbers[i].end())
        points[number->second].push_back(point_of(vertebra, i, step));
  }
  for (auto& [level, of_level] : points)
    timeline.vertebrae.push_back({level, std::move(of_level)});
  return timeline;
}

} // namespace spondyl::comparison

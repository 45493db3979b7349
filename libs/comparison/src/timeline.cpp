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

Step step_to(const std::vector<Findings>& studies, std::size_t now, const CompareOptions& options) {
  for (std::size_t before = now; before-- > 0;) {
    Comparison comparison = compare(studies[before], studies[now], options);
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

} // namespace

Timeline timeline_of(std::vector<Findings> studies, const std::vector<Intervention>& interventions) {
  std::ranges::stable_sort(studies, {}, [](const Findings& findings) { return findings.study.date; });
  CompareOptions options;
  options.same_person_confirmed = true; // who belongs together was decided before
  options.interventions = interventions;
  Timeline timeline;
  std::map<VertebraLevel, std::vector<TimelinePoint>> points;
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const Findings& study = studies[i];
    const Step step = step_to(studies, i, options);
    std::optional<double> index;
    if (study.deformity_index)
      index = study.deformity_index->value;
    timeline.studies.push_back(
        {study.study.date, study.modality, study.series_instance_uid, index, step.comparison.notes});
    for (const VertebraFinding& vertebra : study.vertebrae)
      if (const auto number = vertebra.level ? vertebra.level : vertebra.level_guess)
        points[*number].push_back(point_of(vertebra, i, step));
  }
  for (auto& [level, of_level] : points)
    timeline.vertebrae.push_back({level, std::move(of_level)});
  return timeline;
}

} // namespace spondyl::comparison

#include "exam_result.h"

#include <algorithm>
#include <cmath>

namespace spondyl::accuracy {
namespace {

BodyResult body_result(const ReferenceBody& reference, const MeasuredBody& measured) {
  BodyResult result;
  result.level = reference.level;
  result.measured = measured;
  for (std::size_t i = 0; i < kHeightNames.size(); ++i) {
    const auto truth = reference.heights.find(kHeightNames[i]);
    const auto& height = measured.finding.heights.of(kHeightNames[i]);
    if (truth == reference.heights.end())
      continue;
    result.reference_heights[i] = truth->second;
    if (height)
      result.errors[i] = height->value - truth->second;
  }
  return result;
}

bool is_listed(const MeasuredExam& exam, const ReferenceBody& reference) {
  return std::ranges::any_of(exam.bodies, [&](const MeasuredBody& body) {
    return !body.is_measured() && distance(body.centre, centre_of(reference.points)) < 0.5 * depth_of(reference.points);
  });
}

void count_level(ExamResult& result, const BodyResult& body) {
  if (!body.measured.finding.level)
    ++result.level_unstated;
  else
    ++(body.measured.finding.level->name() == body.level ? result.level_right : result.level_wrong);
}

std::uint8_t label_at(const LabelMap& labels, PatientPoint point) {
  const IndexPoint p = labels.geometry.to_index(point);
  const IndexPoint whole{std::round(p.column), std::round(p.row), std::round(p.slice)};
  if (!labels.geometry.contains(whole))
    return 0;
  return labels.voxels[labels.geometry.offset(static_cast<int>(whole.column), static_cast<int>(whole.row),
                                              static_cast<int>(whole.slice))];
}

/// How many voxels of the reference's grid have each pair of labels.
std::vector<std::array<std::size_t, 256>> joint_counts(const LabelMap& reference, const LabelMap& measured) {
  std::vector<std::array<std::size_t, 256>> counts(256);
  const GridSize size = reference.geometry.size;
  for (int slice = 0; slice < size.slices; ++slice)
    for (int row = 0; row < size.rows; ++row)
      for (int column = 0; column < size.columns; ++column) {
        const PatientPoint here = reference.geometry.to_patient(
            {static_cast<double>(column), static_cast<double>(row), static_cast<double>(slice)});
        ++counts[reference.voxels[reference.geometry.offset(column, row, slice)]][label_at(measured, here)];
      }
  return counts;
}

} // namespace

std::optional<double> mean_dice(const LabelMap& reference, const LabelMap& measured) {
  const auto counts = joint_counts(reference, measured);
  double sum = 0.0;
  int bodies = 0;
  for (std::size_t label = 1; label < counts.size(); ++label) {
    std::size_t size = 0, most = 0, best = 0;
    for (std::size_t other = 0; other < 256; ++other) {
      size += counts[label][other];
      if (other > 0 && counts[label][other] > most) {
        most = counts[label][other];
        best = other;
      }
    }
    if (size == 0)
      continue;
    ++bodies;
    std::size_t covered = 0;
    for (std::size_t row = 0; best > 0 && row < counts.size(); ++row)
      covered += counts[row][best];
    sum += best > 0 ? 2.0 * static_cast<double>(most) / static_cast<double>(size + covered) : 0.0;
  }
  return bodies > 0 ? std::optional(sum / bodies) : std::nullopt;
}

ExamResult compare(const ReferenceCase& reference, const MeasuredExam& exam, const ReferenceSets& sets) {
  ExamResult result;
  result.name = reference.name;
  result.person = sets.person_of(reference.name);
  result.set = sets.set_of(reference.name);
  result.modality = reference.modality;
  result.bodies = reference.bodies.size();
  result.failure = exam.failure;
  result.segment_seconds = exam.segment_seconds;
  result.assess_seconds = exam.assess_seconds;
  const Matching matching = match(exam.bodies, reference.bodies);
  std::vector<bool> is_found(reference.bodies.size(), false);
  for (const auto& [r, m] : matching.pairs) {
    is_found[r] = true;
    result.found.push_back(body_result(reference.bodies[r], exam.bodies[m]));
    count_level(result, result.found.back());
  }
  for (std::size_t r = 0; r < reference.bodies.size(); ++r)
    if (!is_found[r]) {
      result.missed.push_back(reference.bodies[r].level);
      result.missed_but_listed += is_listed(exam, reference.bodies[r]) ? 1 : 0;
    }
  for (const std::size_t i : matching.false_bodies)
    result.false_bodies.push_back(exam.bodies[i]);
  return result;
}

} // namespace spondyl::accuracy

#include "height_samples.h"

#include <map>
#include <set>

namespace spondyl::accuracy {
namespace {

constexpr std::size_t kLeastCases = 3;

struct Sum {
  double total = 0.0;
  std::size_t n = 0;

  void add(double value) {
    total += value;
    ++n;
  }
  [[nodiscard]] Sum without(const Sum& part) const { return {total - part.total, n - part.n}; }
  [[nodiscard]] double mean() const { return n > 0 ? total / static_cast<double>(n) : 0.0; }
};

/// Sums of the errors of one group and height, all and by person.
struct Offset {
  Sum all;
  std::map<std::string, Sum> by_person;
};
using Offsets = std::map<std::pair<std::string, HeightName>, Offset>;

std::vector<HeightSample> raw_samples(const std::vector<ExamResult>& results) {
  std::vector<HeightSample> samples;
  for (std::size_t e = 0; e < results.size(); ++e)
    for (std::size_t b = 0; b < results[e].found.size(); ++b)
      for (std::size_t h = 0; h < kHeightNames.size(); ++h) {
        const BodyResult& body = results[e].found[b];
        if (!body.errors[h])
          continue;
        HeightSample sample;
        sample.person = results[e].person;
        sample.level = body.level;
        sample.modality = results[e].modality;
        sample.height = kHeightNames[h];
        sample.error = sample.after_offset = sample.after_left_out = *body.errors[h];
        sample.reference_error = results[e].set.reference_error;
        sample.uncertainty = body.measured.finding.heights.of(kHeightNames[h])->uncertainty.value_or(0.0);
        sample.exam = e;
        sample.body = b;
        samples.push_back(sample);
      }
  return samples;
}

} // namespace

std::string convention_group(const std::string& case_name) {
  return case_name.substr(0, case_name.rfind('-'));
}

std::vector<HeightSample> height_samples(const std::vector<ExamResult>& results) {
  std::vector<HeightSample> samples = raw_samples(results);
  std::map<std::string, std::size_t> cases;
  for (const ExamResult& result : results)
    ++cases[convention_group(result.name)];
  Offsets offsets;
  for (const HeightSample& sample : samples) {
    Offset& offset = offsets[{convention_group(results[sample.exam].name), sample.height}];
    offset.all.add(sample.error);
    offset.by_person[sample.person].add(sample.error);
  }
  for (HeightSample& sample : samples) {
    const std::string group = convention_group(results[sample.exam].name);
    if (cases[group] < kLeastCases)
      continue;
    const Offset& offset = offsets.at({group, sample.height});
    sample.after_offset -= offset.all.mean();
    sample.after_left_out -= offset.all.without(offset.by_person.at(sample.person)).mean();
  }
  return samples;
}

} // namespace spondyl::accuracy

#include "summary.h"

#include <algorithm>
#include <functional>
#include <set>

namespace spondyl::accuracy {
namespace {

constexpr double kWrong = 5.0; // mm: beyond this an outline is wrong, not imprecise; engineering choice
constexpr double kGood = 0.8;  // confidence that is shown without reserve; engineering choice

using ExamFilter = std::function<bool(const ExamResult&)>;

std::vector<double> errors_of(const std::vector<HeightSample>& samples, double HeightSample::*which,
                              const std::function<bool(const HeightSample&)>& wanted) {
  std::vector<double> errors;
  for (const HeightSample& sample : samples)
    if (wanted(sample))
      errors.push_back(sample.*which);
  return errors;
}

Json error_figures(const std::vector<HeightSample>& samples, const std::function<bool(const HeightSample&)>& wanted) {
  Json json;
  const std::pair<const char*, double HeightSample::*> kinds[] = {{"raw", &HeightSample::error},
                                                                  {"after_offset", &HeightSample::after_offset},
                                                                  {"left_out", &HeightSample::after_left_out}};
  for (const auto& [name, which] : kinds) {
    const auto errors = absolute(errors_of(samples, which, wanted));
    json[name] = {{"mae", figure(mean(errors))}, {"p95", figure(percentile(errors, 95.0))}};
  }
  for (const HeightName height : kHeightNames) {
    const auto of_height = [&](const HeightSample& sample) { return wanted(sample) && sample.height == height; };
    json["bias"][std::string(to_string(height))] = figure(mean(errors_of(samples, &HeightSample::error, of_height)));
    json["mae_by_height"][std::string(to_string(height))] =
        figure(mean(absolute(errors_of(samples, &HeightSample::after_offset, of_height))));
  }
  return json;
}

Json row_of(const std::string& name, const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples,
            const ExamFilter& wanted) {
  std::size_t exams = 0, bodies = 0, found = 0, wrong = 0, listed = 0, right = 0, wrong_level = 0, unstated = 0;
  std::set<std::string> persons;
  std::vector<double> dice;
  for (const ExamResult& result : results) {
    if (!wanted(result))
      continue;
    ++exams;
    persons.insert(result.person);
    bodies += result.bodies;
    found += result.found.size();
    wrong += result.false_bodies.size();
    listed += result.missed_but_listed;
    right += result.level_right;
    wrong_level += result.level_wrong;
    unstated += result.level_unstated;
    if (result.dice)
      dice.push_back(*result.dice);
  }
  Json row = {{"set", name},
              {"exams", exams},
              {"persons", persons.size()},
              {"bodies", bodies},
              {"found", found},
              {"missed_but_listed", listed},
              {"false", wrong},
              {"level_right", right},
              {"level_wrong", wrong_level},
              {"level_unstated", unstated},
              {"dice", figure(mean(dice))}};
  row.update(error_figures(samples, [&](const HeightSample& sample) { return wanted(results[sample.exam]); }));
  return row;
}

double worst_error(const std::vector<HeightSample>& samples, std::size_t exam, std::size_t body) {
  double worst = 0.0;
  for (const HeightSample& sample : samples)
    if (sample.exam == exam && sample.body == body)
      worst = std::max(worst, std::abs(sample.after_offset));
  return worst;
}

struct Judged {
  double confidence = 0.0, worst = 0.0;
  bool is_wrong = false;
};

std::vector<Judged> judged_bodies(const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples) {
  std::vector<Judged> judged;
  for (std::size_t e = 0; e < results.size(); ++e) {
    for (std::size_t b = 0; b < results[e].found.size(); ++b) {
      const double worst = worst_error(samples, e, b);
      judged.push_back({results[e].found[b].measured.finding.confidence.value_or(0.0), worst, worst > kWrong});
    }
    for (const MeasuredBody& body : results[e].false_bodies)
      judged.push_back({body.finding.confidence.value_or(0.0), std::numeric_limits<double>::quiet_NaN(), true});
  }
  return judged;
}

const ExamResult* exam_named(const std::vector<ExamResult>& results, const std::string& name) {
  const auto found = std::ranges::find_if(results, [&](const ExamResult& r) { return stands_for(name, r.name); });
  return found == results.end() ? nullptr : &*found;
}

/// Differences per height, CT - MR, of the levels both have.
struct Differences {
  std::array<std::vector<double>, 3> measured, read;
};

Differences differences(const ExamResult& ct, const ExamResult& mr) {
  Differences result;
  for (const BodyResult& a : ct.found)
    for (const BodyResult& b : mr.found) {
      if (a.level != b.level)
        continue;
      for (std::size_t h = 0; h < kHeightNames.size(); ++h)
        if (a.errors[h] && b.errors[h]) {
          result.read[h].push_back(*a.reference_heights[h] - *b.reference_heights[h]);
          result.measured[h].push_back(result.read[h].back() + *a.errors[h] - *b.errors[h]);
        }
    }
  return result;
}

Json difference_figures(const std::array<std::vector<double>, 3>& by_height) {
  std::vector<double> raw, after_offset;
  Json offsets;
  for (std::size_t h = 0; h < by_height.size(); ++h) {
    const double offset = mean(by_height[h]);
    offsets[std::string(to_string(kHeightNames[h]))] = figure(offset);
    for (const double value : by_height[h]) {
      raw.push_back(std::abs(value));
      after_offset.push_back(std::abs(value - offset));
    }
  }
  return {{"n", raw.size()},
          {"raw", figure(mean(raw))},
          {"after_offset", figure(mean(after_offset))},
          {"greatest_after_offset", figure(percentile(after_offset, 100.0))},
          {"offsets", offsets}};
}

Json stage(const std::vector<double>& seconds) {
  return {{"median", figure(percentile(seconds, 50.0))}, {"greatest", figure(percentile(seconds, 100.0))}};
}

} // namespace

Json errors_by_set(const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples) {
  std::vector<std::string> names;
  for (const ExamResult& result : results)
    if (std::ranges::find(names, result.set.name) == names.end())
      names.push_back(result.set.name);
  Json rows = Json::array();
  for (const std::string& name : names)
    rows.push_back(row_of(name, results, samples, [&](const ExamResult& r) { return r.set.name == name; }));
  for (const Modality modality : {Modality::mr, Modality::ct})
    if (std::ranges::find(results, modality, &ExamResult::modality) != results.end())
      rows.push_back(row_of("all " + modality_name(modality), results, samples,
                            [&](const ExamResult& r) { return r.modality == modality; }));
  return rows;
}

Json errors_by_level(const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples) {
  Json rows = Json::array();
  for (const Modality modality : {Modality::mr, Modality::ct})
    for (int rank = VertebraLevel::first_rank; rank <= VertebraLevel::last_rank; ++rank) {
      const std::string level = VertebraLevel::from_rank(rank)->name();
      std::size_t found = 0, missed = 0;
      for (const ExamResult& result : results)
        if (result.modality == modality) {
          found += static_cast<std::size_t>(std::ranges::count(result.found, level, &BodyResult::level));
          missed += static_cast<std::size_t>(std::ranges::count(result.missed, level));
        }
      if (found + missed == 0)
        continue;
      Json row = {
          {"modality", modality_name(modality)}, {"level", level}, {"bodies", found + missed}, {"found", found}};
      row.update(error_figures(
          samples, [&](const HeightSample& sample) { return sample.modality == modality && sample.level == level; }));
      rows.push_back(row);
    }
  return rows;
}

Json confidence_against_error(const std::vector<ExamResult>& results, const std::vector<HeightSample>& samples) {
  const std::vector<Judged> judged = judged_bodies(results, samples);
  constexpr std::array<double, 6> limits = {0.0, 0.5, 0.7, 0.8, 0.9, 1.0001};
  Json bins = Json::array();
  for (std::size_t i = 0; i + 1 < limits.size(); ++i) {
    std::vector<double> worst;
    std::size_t n = 0, wrong = 0;
    for (const Judged& body : judged)
      if (body.confidence >= limits[i] && body.confidence < limits[i + 1]) {
        ++n;
        wrong += body.is_wrong ? 1 : 0;
        if (std::isfinite(body.worst))
          worst.push_back(body.worst);
      }
    bins.push_back({{"from", limits[i]},
                    {"to", std::min(1.0, limits[i + 1])},
                    {"n", n},
                    {"wrong", wrong},
                    {"mean_worst_error", figure(mean(worst))}});
  }
  const auto wrong = static_cast<std::size_t>(std::ranges::count(judged, true, &Judged::is_wrong));
  const auto good = static_cast<std::size_t>(
      std::ranges::count_if(judged, [](const Judged& body) { return body.is_wrong && body.confidence >= kGood; }));
  return {{"wrong_beyond_mm", kWrong}, {"good_from", kGood},        {"bodies", judged.size()},
          {"wrong_shown", wrong},      {"wrong_called_good", good}, {"bins", bins}};
}

Json healthy_grades(const std::vector<ExamResult>& results) {
  Json rows = Json::array();
  for (const Modality modality : {Modality::mr, Modality::ct}) {
    std::size_t n = 0, flagged = 0;
    for (const ExamResult& result : results)
      if (result.set.healthy && result.modality == modality)
        for (const BodyResult& body : result.found) {
          n += body.measured.finding.grade ? 1 : 0;
          flagged += body.measured.finding.grade && body.measured.finding.grade->value >= 1.0 ? 1 : 0;
        }
    if (n > 0)
      rows.push_back({{"modality", modality_name(modality)}, {"flagged", proportion(flagged, n)}});
  }
  return rows;
}

Json ct_against_mr(const std::vector<ExamResult>& results, const ReferenceSets& sets) {
  Json rows = Json::array();
  for (const auto& [ct_name, mr_name] : sets.ct_and_mr()) {
    const ExamResult* ct = exam_named(results, ct_name);
    const ExamResult* mr = exam_named(results, mr_name);
    if (ct == nullptr || mr == nullptr)
      continue;
    const Differences found = differences(*ct, *mr);
    rows.push_back({{"measured", difference_figures(found.measured)}, {"read", difference_figures(found.read)}});
  }
  return rows;
}

Json timing(const std::vector<ExamResult>& results) {
  Json rows = Json::array();
  for (const Modality modality : {Modality::mr, Modality::ct}) {
    std::array<std::vector<double>, 5> seconds;
    for (const ExamResult& r : results)
      if (r.modality == modality) {
        const double all[] = {r.scan_seconds, r.load_seconds, r.segment_seconds, r.assess_seconds,
                              r.scan_seconds + r.load_seconds + r.segment_seconds + r.assess_seconds};
        for (std::size_t i = 0; i < seconds.size(); ++i)
          seconds[i].push_back(all[i]);
      }
    if (!seconds[0].empty())
      rows.push_back({{"modality", modality_name(modality)},
                      {"exams", seconds[0].size()},
                      {"scan", stage(seconds[0])},
                      {"load", stage(seconds[1])},
                      {"segment", stage(seconds[2])},
                      {"assess", stage(seconds[3])},
                      {"all", stage(seconds[4])}});
  }
  return rows;
}

} // namespace spondyl::accuracy

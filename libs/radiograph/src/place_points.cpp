#include "place_points.h"

#include <algorithm>
#include <cmath>
#include <tbb/parallel_for.h>

namespace spondyl::radiograph {
namespace {

// Depth over spacing is one number per film, up to a slow change along the spine: films may be squashed, patients
// differ. Against the tether's mean; each in units of its deviation.
constexpr double kDepthHypotheses[] = {-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2};
constexpr double kDepthDeviation = 0.10; // of one body from its film's value; engineering choice

template <typename Value> double mean(const std::vector<double>& weights, Value&& value) {
  double sum = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i)
    sum += weights[i] * value(i);
  return sum;
}

PixelPoint mean_point(const std::vector<double>& weights, const std::vector<Candidate>& candidates,
                      PixelPoint BodyQuad::*corner) {
  return {mean(weights, [&](std::size_t i) { return (candidates[i].quad.*corner).column; }),
          mean(weights, [&](std::size_t i) { return (candidates[i].quad.*corner).row; })};
}

double anterior_height(const Candidate& c) {
  return length(c.quad.anterior_inferior - c.quad.anterior_superior);
}

double posterior_height(const Candidate& c) {
  return length(c.quad.posterior_inferior - c.quad.posterior_superior);
}

double middle_height(const Candidate& c) {
  const FilmVector axis =
      (c.quad.anterior_inferior - c.quad.anterior_superior) + (c.quad.posterior_inferior - c.quad.posterior_superior);
  return 0.5 * length(axis) - c.sides.superior_bow - c.sides.inferior_bow;
}

double deviation(const std::vector<double>& w, const std::vector<Candidate>& c, double (*height)(const Candidate&)) {
  const double centre = mean(w, [&](std::size_t i) { return height(c[i]); });
  return std::sqrt(mean(w, [&](std::size_t i) { return std::pow(height(c[i]) - centre, 2); }));
}

/// The marginal mean, not the best candidate, is the answer; its spread is the uncertainty.
PlacedBody average(const std::vector<double>& w, const std::vector<Candidate>& c) {
  PlacedBody out;
  for (const auto corner : {&BodyQuad::anterior_superior, &BodyQuad::anterior_inferior, &BodyQuad::posterior_superior,
                            &BodyQuad::posterior_inferior})
    out.quad.*corner = mean_point(w, c, corner);
  out.superior_bow = mean(w, [&](std::size_t i) { return c[i].sides.superior_bow; });
  out.inferior_bow = mean(w, [&](std::size_t i) { return c[i].sides.inferior_bow; });
  out.support = mean(w, [&](std::size_t i) { return weighted(c[i].sides); });
  for (std::size_t k = 0; k < kShapeParameters; ++k)
    out.shape[k] = mean(w, [&](std::size_t i) { return c[i].shape[k]; });
  out.height_deviation = {deviation(w, c, anterior_height), deviation(w, c, middle_height),
                          deviation(w, c, posterior_height)};
  return out;
}

/// The candidates' own energies if the film's bodies are deeper than expected by `hypothesis`.
BodyValues under_depth(const BodyCandidates& candidates, const std::vector<Tether>& tethers, double hypothesis) {
  BodyValues energies(candidates.size());
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    Tether tether = tethers[k];
    tether.normal.log_depth += hypothesis * tether.log_depth_deviation;
    tether.log_depth_deviation = kDepthDeviation;
    for (const Candidate& c : candidates[k])
      energies[k].push_back(c.energy - prior_energy(c.shape, tethers[k]) + prior_energy(c.shape, tether));
  }
  return energies;
}

/// Marginals averaged over the film's depth, each hypothesis by how well it explains the film.
BodyValues weigh(const std::vector<SpineFrame>& frames, const BodyCandidates& candidates,
                 const std::vector<Tether>& tethers) {
  const auto pairs = pair_weights(frames, tethers, candidates);
  std::vector<BodyValues> all;
  std::vector<double> evidence;
  for (const double hypothesis : kDepthHypotheses) {
    evidence.push_back(0.0);
    all.push_back(marginals(under_depth(candidates, tethers, hypothesis), pairs, &evidence.back()));
  }
  const double most = *std::max_element(evidence.begin(), evidence.end());
  double total = 0.0;
  for (double& e : evidence)
    total += e = std::exp(e - most);
  BodyValues mixed = all.front();
  for (std::size_t k = 0; k < mixed.size(); ++k)
    for (std::size_t i = 0; i < mixed[k].size(); ++i) {
      mixed[k][i] = 0.0;
      for (std::size_t h = 0; h < all.size(); ++h)
        mixed[k][i] += evidence[h] / total * all[h][k][i];
    }
  return mixed;
}

/// The same outlines as they are judged from other frames.
BodyCandidates seen_from(const std::vector<SpineFrame>& frames, BodyCandidates candidates,
                         const std::vector<Tether>& tethers) {
  for (std::size_t k = 0; k < candidates.size(); ++k)
    for (Candidate& c : candidates[k]) {
      c.energy -= prior_energy(c.shape, tethers[k]);
      c.shape = shape_of(c.quad, frames[k]);
      c.energy += prior_energy(c.shape, tethers[k]);
    }
  return candidates;
}

/// Each candidate's weight as the mean over the frames.
BodyValues weigh_all(const std::vector<std::vector<SpineFrame>>& frames, const BodyCandidates& candidates,
                     const std::vector<Tether>& tethers) {
  std::vector<BodyValues> weights(frames.size());
  tbb::parallel_for(std::size_t{0}, frames.size(), [&](std::size_t m) {
    weights[m] = weigh(frames[m], m == 0 ? candidates : seen_from(frames[m], candidates, tethers), tethers);
  });
  BodyValues mean = weights.front();
  for (std::size_t k = 0; k < mean.size(); ++k)
    for (std::size_t i = 0; i < mean[k].size(); ++i) {
      for (std::size_t m = 1; m < weights.size(); ++m)
        mean[k][i] += weights[m][k][i];
      mean[k][i] /= static_cast<double>(weights.size());
    }
  return mean;
}

} // namespace

Result<std::vector<PlacedBody>> place_bodies(const FilmImage& film, const std::vector<std::vector<SpineFrame>>& frames,
                                             const std::vector<Tether>& tethers, const SearchEffort& effort,
                                             const Progress& progress) {
  BodyCandidates candidates(frames.front().size());
  tbb::parallel_for(std::size_t{0}, candidates.size(), [&](std::size_t k) {
    if (!progress.cancelled())
      candidates[k] = find_candidates(film, frames.front()[k], tethers[k], effort);
  });
  SPONDYL_CHECK(progress.check());
  const BodyValues weights = weigh_all(frames, candidates, tethers);
  std::vector<PlacedBody> bodies;
  for (std::size_t k = 0; k < candidates.size(); ++k)
    bodies.push_back(average(weights[k], candidates[k]));
  return bodies;
}

} // namespace spondyl::radiograph

#include "chain.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace spondyl::radiograph {
namespace {

/// Divides by the sum and returns it; the sums' logarithms add up to the evidence.
double normalise(std::vector<double>& values) {
  const double total = std::max(1e-300, std::accumulate(values.begin(), values.end(), 0.0));
  for (double& v : values)
    v /= total;
  return total;
}

/// Weights of one body's candidates on their own, the best being 1; `best` gets that one's energy.
std::vector<double> own_weights(const std::vector<double>& energies, double& best) {
  best = *std::min_element(energies.begin(), energies.end());
  std::vector<double> weights;
  for (const double energy : energies)
    weights.push_back(std::exp(best - energy));
  return weights;
}

std::vector<double> product(std::vector<double> a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] *= b[i];
  return a;
}

std::vector<double> passed_down(const std::vector<double>& above, const std::vector<double>& pairs, std::size_t below) {
  std::vector<double> out(below, 0.0);
  for (std::size_t i = 0; i < above.size(); ++i)
    for (std::size_t j = 0; j < below; ++j)
      out[j] += above[i] * pairs[i * below + j];
  return out;
}

std::vector<double> passed_up(const std::vector<double>& below, const std::vector<double>& pairs, std::size_t above) {
  std::vector<double> out(above, 0.0);
  for (std::size_t i = 0; i < above; ++i)
    for (std::size_t j = 0; j < below.size(); ++j)
      out[i] += below[j] * pairs[i * below.size() + j];
  return out;
}

} // namespace

std::vector<std::vector<double>> pair_weights(const std::vector<SpineFrame>& frames, const std::vector<Tether>& tethers,
                                              const BodyCandidates& candidates) {
  std::vector<std::vector<double>> pairs;
  for (std::size_t k = 1; k < candidates.size(); ++k) {
    std::vector<double>& weights = pairs.emplace_back();
    weights.reserve(candidates[k - 1].size() * candidates[k].size());
    for (const Candidate& above : candidates[k - 1])
      for (const Candidate& below : candidates[k])
        weights.push_back(std::exp(-pair_energy({above.shape, above.quad, frames[k - 1], tethers[k - 1]},
                                                {below.shape, below.quad, frames[k], tethers[k]})));
  }
  return pairs;
}

BodyValues marginals(const BodyValues& energies, const std::vector<std::vector<double>>& pairs, double* log_evidence) {
  const std::size_t n = energies.size();
  BodyValues own(n), from_above(n), from_below(n), out(n);
  double evidence = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    double best = 0.0;
    own[k] = own_weights(energies[k], best);
    from_above[k] = k == 0 ? std::vector<double>(own[k].size(), 1.0)
                           : passed_down(product(from_above[k - 1], own[k - 1]), pairs[k - 1], own[k].size());
    evidence += std::log(normalise(from_above[k])) - best;
  }
  for (std::size_t k = n; k-- > 0;) {
    from_below[k] = k + 1 == n ? std::vector<double>(own[k].size(), 1.0)
                               : passed_up(product(from_below[k + 1], own[k + 1]), pairs[k], own[k].size());
    normalise(from_below[k]);
  }
  for (std::size_t k = 0; k < n; ++k) {
    out[k] = product(product(from_above[k], own[k]), from_below[k]);
    normalise(out[k]);
  }
  if (log_evidence != nullptr) {
    std::vector<double> last = product(from_above[n - 1], own[n - 1]);
    *log_evidence = evidence + std::log(normalise(last));
  }
  return out;
}

} // namespace spondyl::radiograph

#include "chain.h"

#include <algorithm>
#include <cmath>

namespace spondyl::radiograph {
namespace {

double log_sum(const std::vector<double>& logs) {
  const double most = *std::max_element(logs.begin(), logs.end());
  double sum = 0.0;
  for (const double v : logs)
    sum += std::exp(v - most);
  return most + std::log(sum);
}

/// One step of the recursion: for each target candidate the log sum over the sources.
template <typename Energy>
std::vector<double> passed(const std::vector<double>& from, std::size_t targets, const std::vector<Candidate>& sources,
                           Energy&& energy) {
  std::vector<double> out(targets), terms(sources.size());
  for (std::size_t j = 0; j < targets; ++j) {
    for (std::size_t i = 0; i < sources.size(); ++i)
      terms[i] = from[i] - sources[i].energy - energy(i, j);
    out[j] = log_sum(terms);
  }
  return out;
}

} // namespace

std::vector<std::vector<double>> marginals(const std::vector<SpineFrame>& frames, const std::vector<Tether>& tethers,
                                           const std::vector<std::vector<Candidate>>& candidates,
                                           double* log_evidence) {
  const std::size_t n = candidates.size();
  const auto pair = [&](std::size_t above, std::size_t i, std::size_t j) {
    const Candidate &a = candidates[above][i], &b = candidates[above + 1][j];
    return pair_energy({a.shape, a.quad, frames[above], tethers[above]},
                       {b.shape, b.quad, frames[above + 1], tethers[above + 1]});
  };
  std::vector<std::vector<double>> forward(n), backward(n), out(n);
  for (std::size_t k = 0; k < n; ++k)
    forward[k] = k == 0 ? std::vector<double>(candidates[0].size(), 0.0)
                        : passed(forward[k - 1], candidates[k].size(), candidates[k - 1],
                                 [&](std::size_t i, std::size_t j) { return pair(k - 1, i, j); });
  for (std::size_t k = n; k-- > 0;)
    backward[k] = k + 1 == n ? std::vector<double>(candidates[k].size(), 0.0)
                             : passed(backward[k + 1], candidates[k].size(), candidates[k + 1],
                                      [&](std::size_t i, std::size_t j) { return pair(k, j, i); });
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<double> logs(candidates[k].size());
    for (std::size_t i = 0; i < logs.size(); ++i)
      logs[i] = forward[k][i] + backward[k][i] - candidates[k][i].energy;
    const double total = log_sum(logs);
    if (log_evidence != nullptr && k == 0)
      *log_evidence = total;
    for (const double v : logs)
      out[k].push_back(std::exp(v - total));
  }
  return out;
}

} // namespace spondyl::radiograph

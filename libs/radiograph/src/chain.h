#pragma once

#include "candidates.h"
#include <vector>

namespace spondyl::radiograph {

using BodyCandidates = std::vector<std::vector<Candidate>>; ///< per body
using BodyValues = std::vector<std::vector<double>>;        ///< per body and candidate

/// How well each candidate of a body goes with each of the next one: exp of the negative energy, row by row.
[[nodiscard]] std::vector<std::vector<double>> pair_weights(const std::vector<SpineFrame>& frames,
                                                            const std::vector<Tether>& tethers,
                                                            const BodyCandidates& candidates);

/// Forward-backward over the candidates of a chain of bodies, given each candidate's own energy and the pairs' weights:
/// each candidate's share of the posterior, adding up to 1 per body. `log_evidence`, where asked for, is the logarithm
/// of the sum over all chains.
[[nodiscard]] BodyValues marginals(const BodyValues& energies, const std::vector<std::vector<double>>& pairs,
                                   double* log_evidence = nullptr);

} // namespace spondyl::radiograph

#pragma once

#include "candidates.h"

namespace spondyl::radiograph {

/// The probability of each candidate of each body, given all bodies of the chain (forward-backward).
[[nodiscard]] std::vector<std::vector<double>> marginals(const std::vector<SpineFrame>& frames,
                                                         const std::vector<Tether>& tethers,
                                                         const std::vector<std::vector<Candidate>>& candidates,
                                                         double* log_evidence = nullptr);

} // namespace spondyl::radiograph

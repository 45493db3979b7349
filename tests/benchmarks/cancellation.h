#pragma once

#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::benchmarks {

/// How long segmentation takes to return once it is told to stop, at several moments of its run (s, longest last).
/// Only moments before its end count.
[[nodiscard]] std::vector<double> cancellation_latencies(const Volume& volume);

} // namespace spondyl::benchmarks

#pragma once

#include <spondyl/model/findings.h>

namespace spondyl::findings {

/// Findings of a CT with every field filled: one graded body, one numbered only by its place and not assessable.
[[nodiscard]] Findings example_findings();
/// One body of a radiograph, in pixels.
[[nodiscard]] Findings example_film_findings();

} // namespace spondyl::findings

#pragma once

#include <spondyl/model/findings.h>

namespace spondyl::morphometry {

/// Lists, per vertebra, what height alone cannot tell apart and a reader must confirm. The rules are in
/// docs/measurement.md; whether an endplate is broken (ABQ) is not computed. Needs grades, angles and discs to be
/// filled in; replaces what an earlier call listed.
[[nodiscard]] Findings with_reader_must_confirm(Findings findings);

} // namespace spondyl::morphometry

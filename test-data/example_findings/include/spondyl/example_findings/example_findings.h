#pragma once

#include <spondyl/model/findings.h>

namespace spondyl::example_findings {

/// Findings of a CT with every field of the model filled with values that do not round: three bodies (graded, without a
/// number, not assessable), discs, angles, deformity index. UIDs are those of no real study.
[[nodiscard]] Findings full();
/// Two bodies of a radiograph, in pixels, one of them not assessable.
[[nodiscard]] Findings film();

/// What no DICOM object holds because it is local to a machine: images.root, file names, the label map's name.
[[nodiscard]] Findings without_local_paths(Findings findings);

} // namespace spondyl::example_findings

#pragma once
// Height loss over time with known truth: phantoms that lose 0 to 45 % of one body, measured by the product's own line,
// re-positioned, with other noise and, in some, other slice thickness, and compared as follow-up compares them.

#include "json.h"

#include <cstdint>
#include <spondyl/comparison/comparison.h>
#include <string>
#include <vector>

namespace spondyl::accuracy {

/// One later study of a phantom against its first.
struct LossStep {
  std::string group;
  int ordinal = 0; ///< of the body that loses height, in the later study; 0 = not found
  FractureShape shape = FractureShape::wedge;
  double loss = 0.0; ///< of the named level, as a fraction; the first study has none
  comparison::Comparison comparison;
};

/// "stable" up to 10 %, "new" from 25 % on: what the named level must be called.
[[nodiscard]] std::string right_verdict(double loss);

/// `quick`: one shape per group, what a test can wait for. `first_seed`: every phantom's seed is counted from it;
/// limits that were chosen on one run are judged on another.
[[nodiscard]] std::vector<LossStep> run_loss_series(bool quick, std::uint64_t first_seed = 0);

/// Per group and loss: true and measured loss, verdicts; and how many of the unchanged vertebrae were called changed.
[[nodiscard]] Json loss_figures(const std::vector<LossStep>& steps);

/// The figures as Markdown: the table of docs/follow-up.md.
[[nodiscard]] std::string loss_markdown(const Json& figures);

} // namespace spondyl::accuracy

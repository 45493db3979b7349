#include "steps.h"

#include <array>

namespace spondyl::segmentation::mr {
namespace {

struct NamedStep {
  const char* name;
  const char* purpose;
  bool Steps::*step;
};

constexpr std::array<NamedStep, 8> kSteps = {
    {{"mr.second_pass", "the chain is searched again with a penalty on unusual sizes", &Steps::second_pass},
     {"mr.mid_sagittal", "every body is measured in its own plane of symmetry", &Steps::mid_sagittal},
     {"mr.recentring", "bodies whose extent disagrees with the plane of symmetry are measured in their own middle",
      &Steps::recentring},
     {"mr.agreement", "of several outlines of a body the one that agrees with its neighbours is taken",
      &Steps::agreement},
     {"mr.region_term", "the inside of an outline is wanted to be marrow", &Steps::region},
     {"mr.barrier", "an outline does not lie beyond a dark line", &Steps::barrier},
     {"mr.affine_marrow", "marrow may brighten across a body", &Steps::affine_marrow},
     {"mr.sacrum", "the chain ends at the sacrum, from which levels are counted", &Steps::sacrum}}};

} // namespace

Steps steps_of(const Request& request) {
  Steps steps;
  for (const NamedStep& s : kSteps)
    if (request.without.contains(s.name))
      steps.*s.step = false;
  return steps;
}

std::vector<SkippableStep> skippable_steps() {
  std::vector<SkippableStep> out;
  for (const NamedStep& s : kSteps)
    out.push_back({s.name, s.purpose});
  return out;
}

} // namespace spondyl::segmentation::mr

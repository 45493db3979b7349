#include "apply_edit.h"

#include <algorithm>
#include <array>
#include <set>
#include <spondyl/findings/findings_json.h>
#include <spondyl/findings/private_file.h>
#include <spondyl/imaging/nifti.h>
#include <spondyl/view_model/autosave.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;

bool lies_in(const fs::path& path, const fs::path& folder) {
  std::error_code ignored;
  const fs::path inner = fs::weakly_canonical(path, ignored), outer = fs::weakly_canonical(folder, ignored);
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

Result<void> check_outside_input(const ReviewDocument& document, const fs::path& file) {
  std::set<fs::path> inputs;
  for (const FrameRef& frame : document.series().frames)
    inputs.insert(frame.file.parent_path());
  if (!document.base().images.root.empty())
    inputs.insert(document.base().images.root);
  for (const fs::path& input : inputs)
    if (lies_in(fs::absolute(file).parent_path(), input))
      return failure(ErrorCode::invalid_argument, "Nothing is ever written into the folder of the images.",
                     "Choose a place outside " + input.string() + ".");
  return {};
}

/// Values as the vertebrae are called now; bodies that were removed vanish.
LabelMap published(const ReviewState& state) {
  std::array<std::uint8_t, 256> value{};
  for (std::size_t i = 0; i < state.reviews.size(); ++i)
    if (state.reviews[i].label > 0)
      value[static_cast<std::uint8_t>(state.reviews[i].label)] =
          static_cast<std::uint8_t>(published_label(state.vertebrae[i]));
  LabelMap labels = *state.labels;
  std::ranges::transform(labels.voxels, labels.voxels.begin(), [&](std::uint8_t old) { return value[old]; });
  return labels;
}

} // namespace

Result<void> save_findings(ReviewDocument& document, const fs::path& file) {
  SPONDYL_CHECK(document.commit_drag());
  SPONDYL_CHECK(check_outside_input(document, file));
  Findings findings = document.findings();
  const ReviewState& state = document.committed_state();
  findings.labels.clear();
  if (state.labels) {
    findings.labels = "labels.nii.gz";
    SPONDYL_CHECK(imaging::write_nifti(published(state), fs::absolute(file).parent_path() / findings.labels));
  }
  SPONDYL_CHECK(findings::write_private_file(file, findings::to_json(findings)));
  document.mark_saved();
  return {};
}

} // namespace spondyl::view_model

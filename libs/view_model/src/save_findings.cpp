#include "published_labels.h"

#include <algorithm>
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

} // namespace

Result<ReadyToSave> ready_to_save(ReviewDocument& document, const fs::path& file) {
  SPONDYL_CHECK(document.commit_drag());
  SPONDYL_CHECK(check_outside_input(document, file));
  const ReviewState& state = document.committed_state();
  ReadyToSave ready{document.findings(), state.labels, published_values(state), file};
  ready.findings.labels = state.labels ? "labels.nii.gz" : "";
  return ready;
}

Result<void> write(const ReadyToSave& ready) {
  if (ready.labels) {
    const LabelMap labels = published_labels(*ready.labels, ready.published);
    SPONDYL_CHECK(imaging::write_nifti(labels, fs::absolute(ready.file).parent_path() / ready.findings.labels));
  }
  return findings::write_private_file(ready.file, findings::to_json(ready.findings));
}

Result<void> save_findings(ReviewDocument& document, const fs::path& file) {
  SPONDYL_TRY(const ReadyToSave ready, ready_to_save(document, file));
  SPONDYL_CHECK(write(ready));
  document.mark_saved();
  return {};
}

} // namespace spondyl::view_model

#include <spondyl/pipeline/output_folder.h>

#include <algorithm>
#include <spondyl/drawing/overview.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/findings/private_file.h>
#include <spondyl/imaging/nifti.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLabels = "labels.nii.gz";
constexpr const char* kOverview = "overview.png";
constexpr const char* kFindings = "findings.json";

bool lies_inside(const fs::path& inner, const fs::path& outer) {
  const auto [end_of_outer, rest] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end_of_outer == outer.end();
}

fs::path resolved(const fs::path& path) {
  std::error_code ignored;
  fs::path canonical = fs::weakly_canonical(path, ignored);
  return canonical.has_filename() ? canonical : canonical.parent_path(); // without a trailing slash
}

/// False when there is nothing to show: no body has landmarks or an outline.
Result<bool> draw_overview(const SeriesReview& review, const fs::path& file) {
  Result<void> drawn = failure(ErrorCode::not_measurable, "No image was read.");
  if (const auto* volume = std::get_if<Volume>(&review.image))
    drawn = drawing::draw_overview(*volume, review.labels ? &*review.labels : nullptr, review.findings, file);
  else if (const auto* radiograph = std::get_if<Radiograph>(&review.image))
    drawn = drawing::draw_overview(*radiograph, review.findings, file);
  if (!drawn && drawn.error().code != ErrorCode::not_measurable)
    return tl::make_unexpected(drawn.error());
  return drawn.has_value();
}

} // namespace

Result<void> check_output_outside_inputs(const std::vector<fs::path>& inputs, const fs::path& output) {
  for (const fs::path& input : inputs)
    if (std::error_code ignored; fs::is_directory(input, ignored) && lies_inside(resolved(output), resolved(input)))
      return failure(ErrorCode::invalid_argument,
                     "The output folder " + output.string() + " lies inside the input " + input.string() + ".",
                     "Nothing is written into the input; choose another folder.");
  return {};
}

Result<void> create_output_folder(const fs::path& folder) {
  std::error_code error;
  const bool created = fs::create_directories(folder, error);
  if (created && !error)
    fs::permissions(folder, fs::perms::owner_all, error);
  if (error || !fs::is_directory(folder))
    return failure(ErrorCode::io,
                   "Cannot create the folder " + folder.string() + ": " +
                       (error ? error.message() : "a file of that name exists") + ".",
                   "Choose another output folder.");
  return {};
}

Result<std::vector<std::string>> write_review(const SeriesReview& review, const fs::path& folder) {
  std::vector<std::string> written;
  SPONDYL_CHECK(create_output_folder(folder));
  // A run over an older one must not leave that one's findings beside new labels if it is cut off in between.
  std::error_code ignored;
  for (const char* name : {kFindings, kLabels, kOverview})
    fs::remove(folder / name, ignored);
  if (review.labels) {
    SPONDYL_CHECK(imaging::write_nifti(*review.labels, folder / kLabels));
    written.emplace_back(kLabels);
  }
  SPONDYL_TRY(const bool drawn, draw_overview(review, folder / kOverview));
  if (drawn)
    written.emplace_back(kOverview);
  SPONDYL_CHECK(findings::write_private_file(folder / kFindings, findings::to_json(review.findings) + "\n"));
  written.emplace_back(kFindings);
  return written;
}

} // namespace spondyl::pipeline

#include <spondyl/pipeline/report_sources.h>

#include <algorithm>
#include <set>
#include <spondyl/base/digest.h>
#include <spondyl/dicom/load.h>
#include <spondyl/dicom/scan.h>
#include <spondyl/dicom_modules/source_study.h>
#include <spondyl/drawing/overview.h>
#include <spondyl/imaging/nifti.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;
using Image = std::variant<Volume, Radiograph>;

constexpr const char* kStoredOverview = "overview.png";

Result<void> check_digest(const InstanceReference& instance, const fs::path& file) {
  if (instance.sha256.empty())
    return {};
  SPONDYL_TRY(const std::string digest, sha256_of_file(file));
  if (digest == instance.sha256)
    return {};
  return failure(ErrorCode::unreadable, "The image " + file.string() + " is not the one that was measured.",
                 "Name the folder of the measured images with --images.");
}

Result<std::vector<fs::path>> find_files(const Findings& findings, const fs::path& images_folder) {
  SPONDYL_TRY(auto files, dicom_modules::image_files(findings, images_folder));
  for (std::size_t i = 0; i < files.size(); ++i) {
    SPONDYL_CHECK(check_digest(findings.images.instances[i], files[i]));
  }
  return files;
}

/// The part of the series the findings were made from: the one that shares the most images with them.
Result<Series> measured_series(const std::vector<fs::path>& files) {
  SPONDYL_TRY(ScanResult scan, dicom::scan(files));
  const auto largest = std::ranges::max_element(
      scan.series, [](const Series& a, const Series& b) { return a.frames.size() < b.frames.size(); });
  if (largest == scan.series.end())
    return failure(ErrorCode::unreadable, "The images of these findings hold no series.");
  return *largest;
}

Result<Image> load_image(const std::vector<fs::path>& files) {
  SPONDYL_TRY(const Series series, measured_series(files));
  if (series.kind == SeriesKind::radiograph) {
    SPONDYL_TRY(dicom::LoadedRadiograph loaded, dicom::load_radiograph(series));
    return std::move(loaded.radiograph);
  }
  SPONDYL_TRY(dicom::LoadedVolume loaded, dicom::load_volume(series));
  return std::move(loaded.volume);
}

Result<LabelMap> load_labels(const Findings& findings, const fs::path& folder) {
  if (findings.labels.empty())
    return failure(ErrorCode::not_measurable, "These findings have no label map.");
  if (fs::path(findings.labels).has_parent_path())
    return failure(ErrorCode::invalid_argument, "The label map of findings lies beside them.");
  return imaging::read_nifti_labels(folder / findings.labels);
}

Result<drawing::Picture> draw(const Image& image, const Result<LabelMap>& labels, const Findings& findings,
                              bool with_values) {
  drawing::OverviewOptions options;
  options.with_values = with_values;
  if (const auto* volume = std::get_if<Volume>(&image))
    return drawing::render_overview(*volume, labels ? &*labels : nullptr, findings, options);
  return drawing::render_overview(std::get<Radiograph>(image), findings, options);
}

/// Everything that was read for one set of findings, kept for the formats that come later.
struct StoredImages {
  Findings findings;
  fs::path findings_folder, images_folder;
  std::optional<Result<std::vector<fs::path>>> files{};
  std::optional<Result<Image>> image{};
  std::optional<Result<LabelMap>> labels{};

  const Result<std::vector<fs::path>>& get_files() {
    if (!files)
      files = find_files(findings, images_folder);
    return *files;
  }
  const Result<Image>& get_image() {
    if (!image)
      image = get_files().and_then([](const std::vector<fs::path>& found) { return load_image(found); });
    return *image;
  }
  const Result<LabelMap>& get_labels() {
    if (!labels)
      labels = load_labels(findings, findings_folder);
    return *labels;
  }
  Result<drawing::Picture> labelled_image() {
    if (get_image())
      return draw(*get_image(), get_labels(), findings, false);
    return tl::make_unexpected(get_image().error());
  }
  Result<drawing::Picture> overview() {
    if (get_image())
      return draw(*get_image(), get_labels(), findings, true);
    if (auto stored = drawing::read_png(findings_folder / kStoredOverview))
      return stored;
    return tl::make_unexpected(get_image().error());
  }
};

plugin_host::ReportSources sources_of(const std::shared_ptr<StoredImages>& stored) {
  plugin_host::ReportSources sources;
  sources.image = [stored] { return stored->get_image(); };
  sources.labels = [stored] { return stored->get_labels(); };
  sources.overview = [stored] { return stored->overview(); };
  sources.labelled_image = [stored] { return stored->labelled_image(); };
  sources.source_files = [stored] { return stored->get_files(); };
  return sources;
}

} // namespace

plugin_host::ReportSources report_sources(const Findings& findings, const fs::path& findings_folder,
                                          const fs::path& images_folder) {
  return sources_of(std::make_shared<StoredImages>(StoredImages{findings, findings_folder, images_folder}));
}

plugin_host::ReportSources report_sources_with(std::shared_ptr<const LabelMap> labels, const Findings& findings,
                                               const fs::path& images_folder) {
  const auto stored = std::make_shared<StoredImages>(StoredImages{findings, {}, images_folder});
  if (labels)
    stored->labels = *labels;
  else
    stored->labels = failure(ErrorCode::not_measurable, "These findings have no label map.");
  return sources_of(stored);
}

plugin_host::ReportSources report_sources(const SeriesReview& review) {
  plugin_host::ReportSources sources;
  const auto image = [&review]() -> Result<Image> {
    if (const auto* volume = std::get_if<Volume>(&review.image))
      return *volume;
    if (const auto* radiograph = std::get_if<Radiograph>(&review.image))
      return *radiograph;
    return failure(ErrorCode::not_found, "No image was read.");
  };
  const auto labels = [&review]() -> Result<LabelMap> {
    if (review.labels)
      return *review.labels;
    return failure(ErrorCode::not_measurable, "These findings have no label map.");
  };
  sources.image = image;
  sources.labels = labels;
  const auto drawn = [image, labels, &review](bool with_values) -> Result<drawing::Picture> {
    SPONDYL_TRY(const Image shown, image());
    return draw(shown, labels(), review.findings, with_values);
  };
  sources.overview = [drawn] { return drawn(true); };
  sources.labelled_image = [drawn] { return drawn(false); };
  sources.source_files = [&review] { return find_files(review.findings, {}); };
  return sources;
}

} // namespace spondyl::pipeline

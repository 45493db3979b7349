#pragma once
// Reports and segmentations that lie beside a series: what of them can be shown over its images.

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <spondyl/model/findings.h>
#include <spondyl/model/series.h>
#include <spondyl/view_model/overlay.h>
#include <spondyl/view_model/review_state.h>
#include <spondyl/view_model/study_browser.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// Coordinates of another system's report, in patient space or on one image.
struct StoredShape {
  std::string name;               ///< "L1", or the report's own word
  std::vector<ImagePoint> points; ///< one, or a line through several
  bool closed = false;
  std::string image_uid; ///< SOP Instance UID, of points on an image
};

struct StoredResult {
  std::filesystem::path file;
  std::string title; ///< "Signed report of Spondyl", "Segmentation, 5 vertebrae"
  /// Of a report of Spondyl: a document can be opened with them. Signed ones are verified; altered ones are not here.
  std::optional<Findings> findings;
  /// To draw over the images with build_overlay(), not editable: the findings, or the outlines of a segmentation.
  ReviewState state;
  std::map<int, std::string> names; ///< of the outlines of a segmentation, by their value in `state.labels`
  std::vector<StoredShape> shapes;  ///< of another system's report
  std::vector<std::string> notes;   ///< what was not understood, full sentences
};

/// Reads the reports and segmentations among `files` that are of this series: measured on it, or in its frame of
/// reference. Anything else is passed over.
[[nodiscard]] std::vector<StoredResult> stored_results(const Series& series,
                                                       std::span<const std::filesystem::path> files);

/// Every file of the browser that is no image, of whatever series: where reports and segmentations are looked for.
[[nodiscard]] std::vector<std::filesystem::path> files_without_images(const StudyBrowser& browser);

/// Lines and names of another system's shapes; points further than kFadeDistance from the plane are left out.
[[nodiscard]] OverlayScene shapes_overlay(std::span<const StoredShape> shapes, const Projection& projection,
                                          const std::string& image_uid = {});

/// Outlines of another system's segmentation, dashed, each with its name in its middle. `names` are the result's own.
[[nodiscard]] OverlayScene segments_overlay(std::span<const LabelOutline> outlines,
                                            const std::map<int, std::string>& names);

} // namespace spondyl::view_model

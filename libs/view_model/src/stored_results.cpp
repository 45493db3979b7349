#include <spondyl/view_model/stored_results.h>

#include "apply_edit.h"
#include "stored_shapes.h"

#include <algorithm>
#include <cmath>
#include <spondyl/dicom_seg/segmentation.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/sign_off/sign_off.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;
using dicom_sr::MeasurementGroup;
using dicom_sr::Report;

constexpr Colour kShapeColour{255, 200, 60}; // unlike the grades' colours: these are not our measurements

bool shows_images_of(const Series& series, const std::vector<std::string>& instances) {
  return std::ranges::any_of(series.frames, [&](const FrameRef& frame) {
    return std::ranges::find(instances, frame.sop_instance_uid) != instances.end();
  });
}

bool same_frame(const Series& series, const std::string& frame_uid) {
  return !frame_uid.empty() && frame_uid == series.info.frame_of_reference_uid;
}

bool belongs_to(const Series& series, const Report& report) {
  if (report.findings)
    return report.findings->series_instance_uid == series.info.uid;
  return shows_images_of(series, report.referenced_instances) ||
         std::ranges::any_of(report.groups, [&](const MeasurementGroup& group) {
           return std::ranges::any_of(
               group.shapes, [&](const auto& shape) { return same_frame(series, shape.frame_of_reference_uid); });
         });
}

void add_shapes(const MeasurementGroup& group, const Series& series, std::vector<StoredShape>& shapes) {
  const std::string name = group.level ? group.level->name() : group.tracking_identifier;
  for (const dicom_sr::ReportedShape& reported : group.shapes)
    for (StoredShape& shape : drawable_shapes(reported, name, series))
      shapes.push_back(std::move(shape));
}

std::optional<StoredResult> shown(const Series& series, const fs::path& file, Report report) {
  if (!belongs_to(series, report) || (!report.findings && report.groups.empty())) // key objects measure nothing
    return std::nullopt;
  StoredResult result{file, "Report of another system", std::nullopt, {}, {}, {}, std::move(report.notes)};
  if (!report.findings) {
    for (const MeasurementGroup& group : report.groups)
      add_shapes(group, series, result.shapes);
    return result;
  }
  result.title = report.verified ? "Signed report of Spondyl" : "Report of Spondyl";
  result.state = initial_state(series, *report.findings, nullptr);
  if (const auto verified = sign_off::verify(*report.findings, findings::to_json(*report.findings)); verified)
    result.findings = std::move(report.findings);
  else
    result.notes.push_back(verified.error().text());
  return result;
}

/// A body that is known by its outline alone.
VertebraFinding outlined(const dicom_seg::Segment& segment, int ordinal) {
  VertebraFinding vertebra;
  vertebra.ordinal = ordinal;
  vertebra.level = vertebra.level_guess = segment.level;
  vertebra.status = MeasurementStatus::not_assessable;
  vertebra.reason = "An outline of a segmentation; not measured.";
  return vertebra;
}

std::optional<StoredResult> shown(const Series& series, const fs::path& file, dicom_seg::Segmentation segmentation) {
  if (segmentation.referenced_series_uid != series.info.uid &&
      !same_frame(series, segmentation.frame_of_reference_uid) &&
      !shows_images_of(series, segmentation.referenced_instances))
    return std::nullopt;
  StoredResult result{file, {}, std::nullopt, {}, {}, {}, std::move(segmentation.notes)};
  for (const dicom_seg::Segment& segment : segmentation.segments) {
    if (segment.label_value == 0)
      continue;
    VertebraReview review;
    review.key = result.state.next_key++;
    review.label = segment.label_value;
    result.names[review.label] = segment.level ? segment.level->name() : segment.label;
    result.state.vertebrae.push_back(outlined(segment, review.key));
    result.state.reviews.push_back(review);
  }
  result.title = "Segmentation, " + std::to_string(result.state.vertebrae.size()) + " segments";
  result.state.labels = std::make_shared<const LabelMap>(std::move(segmentation.labels));
  return result;
}

std::optional<StoredResult> read(const Series& series, const fs::path& file) {
  auto report = dicom_sr::read_report(file);
  if (report)
    return shown(series, file, std::move(*report));
  if (report.error().code != ErrorCode::unsupported)
    return std::nullopt;
  auto segmentation = dicom_seg::read_segmentation(file);
  return segmentation ? shown(series, file, std::move(*segmentation)) : std::nullopt;
}

} // namespace

std::vector<StoredResult> stored_results(const Series& series, std::span<const fs::path> files) {
  std::vector<StoredResult> results;
  for (const fs::path& file : files)
    if (auto result = read(series, file))
      results.push_back(std::move(*result));
  return results;
}

std::vector<fs::path> files_without_images(const StudyBrowser& browser) {
  std::vector<fs::path> files;
  for (const SkippedFile& skipped : browser.skipped())
    files.push_back(skipped.file);
  for (const StudyItem& study : browser.studies())
    for (const SeriesItem& item : study.series)
      if (item.series.kind == SeriesKind::not_an_image) {
        for (const FrameRef& frame : item.series.frames)
          files.push_back(frame.file);
        for (const VerdictReason& reason : item.series.reasons)
          files.insert(files.end(), reason.files.begin(), reason.files.end());
      }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

OverlayScene shapes_overlay(std::span<const StoredShape> shapes, const Projection& projection,
                            const std::string& image_uid) {
  OverlayScene scene;
  for (const StoredShape& shape : shapes) {
    if (!shape.image_uid.empty() && shape.image_uid != image_uid)
      continue;
    OverlayLine line;
    for (const ImagePoint& point : shape.points)
      if (const auto projected = projection(point); projected && std::abs(projected->off_plane) <= kFadeDistance)
        line.points.push_back(projected->at);
    if (line.points.empty() || line.points.size() != shape.points.size())
      continue;
    line.closed = shape.closed;
    line.colour = kShapeColour;
    OverlayText name;
    name.at = line.points.front();
    name.dx = 6.0; // screen px, engineering choice: clear of the point
    name.text = shape.name;
    name.colour = kShapeColour;
    scene.texts.push_back(std::move(name));
    if (line.points.size() > 1)
      scene.lines.push_back(std::move(line));
    else
      scene.markers.push_back({name.at, MarkerShape::handle, kShapeColour, 1.0, false, shape.name, {}});
  }
  return scene;
}

OverlayScene segments_overlay(std::span<const LabelOutline> outlines, const std::map<int, std::string>& names) {
  OverlayScene scene;
  for (const LabelOutline& outline : outlines) {
    const auto known = names.find(outline.label);
    const auto largest = std::ranges::max_element(outline.contours, {}, &std::vector<PlanePoint>::size);
    if (known == names.end() || largest == outline.contours.end())
      continue;
    for (const auto& contour : outline.contours)
      scene.lines.push_back({contour, true, true, 1.5, kShapeColour, 0.9});
    PlanePoint middle;
    for (const PlanePoint& point : *largest)
      middle = {middle.x + point.x / static_cast<double>(largest->size()),
                middle.y + point.y / static_cast<double>(largest->size())};
    OverlayText name;
    name.at = middle;
    name.dy = 18.0; // screen px: below our own name of the body
    name.anchor = OverlayText::Anchor::middle;
    name.text = known->second;
    name.colour = kShapeColour;
    scene.texts.push_back(std::move(name));
  }
  return scene;
}

} // namespace spondyl::view_model

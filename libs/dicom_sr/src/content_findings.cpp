// The way back: what the content of a report says.

#include <cmath>

#include "describe_findings.h"
#include "report_content.h"

namespace spondyl::dicom_sr {
namespace {

const ContentItem* find_below(const ContentItem& root, const Code& name) {
  if (root.concept_name == name)
    return &root;
  for (const ContentItem& child : root.children)
    if (const ContentItem* found = find_below(child, name))
      return found;
  return nullptr;
}

template <typename Action> void for_each_below(const ContentItem& root, const Code& name, const Action& action) {
  if (root.concept_name == name)
    action(root);
  for (const ContentItem& child : root.children)
    for_each_below(child, name, action);
}

std::vector<HeightLoss> losses_of(const ContentItem& group) {
  std::vector<HeightLoss> losses;
  const std::pair<const Code*, HeightName> codes[] = {{&own::kAnteriorLoss, HeightName::anterior},
                                                      {&own::kMiddleLoss, HeightName::middle},
                                                      {&own::kPosteriorLoss, HeightName::posterior}};
  for (const ContentItem& child : group.children)
    for (const auto& [code, height] : codes) {
      if (!(child.concept_name == *code))
        continue;
      HeightLoss& loss = losses.emplace_back();
      loss.height = height;
      ContentReader reader(child);
      describe_loss(reader, loss);
    }
  return losses;
}

/// Items without a value stand for "not assessable" in other systems; in findings such a height is absent.
void drop_failed_heights(const ContentItem& group, Heights& heights) {
  const auto drop = [&](const Code& code, std::optional<HeightMeasurement>& height) {
    if (const ContentItem* item = group.find(code); item != nullptr && !item->number)
      height.reset();
  };
  drop(own::kAnteriorHeight, heights.anterior);
  drop(own::kMiddleHeight, heights.middle);
  drop(own::kPosteriorHeight, heights.posterior);
}

VertebraFinding vertebra_of(const ContentItem& group) {
  VertebraFinding vertebra;
  ContentReader reader(group);
  describe_vertebra(reader, vertebra);
  reader.level(standard::kFindingSite, vertebra.level);
  drop_failed_heights(group, vertebra.heights);
  vertebra.loss = losses_of(group);
  std::string landmarks;
  reader.text(own::kLandmarks, landmarks);
  vertebra.landmarks = landmarks_of_text(landmarks);
  return vertebra;
}

ImageReferences images_of(const ContentItem& root) {
  ImageReferences images;
  const ContentItem* library = root.find(standard::kImageLibrary);
  const ContentItem* group = library == nullptr ? nullptr : library->find(standard::kImageLibraryGroup);
  if (group == nullptr)
    return images;
  for (const ContentItem& image : group->children) {
    if (image.type != ValueType::image)
      continue;
    InstanceReference& instance = images.instances.emplace_back();
    instance.sop_class_uid = image.sop_class_uid;
    instance.sop_instance_uid = image.sop_instance_uid;
    ContentReader(image).text(own::kDigest, instance.sha256);
  }
  return images;
}

void add_groups(const ContentItem& measurements, Findings& findings) {
  for (const ContentItem& group : measurements.children) {
    const ContentItem* finding = group.find(standard::kFinding);
    if (finding == nullptr)
      continue;
    ContentReader reader(group);
    if (finding->code == standard::kBodyOfVertebra)
      findings.vertebrae.push_back(vertebra_of(group));
    else if (finding->code == own::kDisc)
      describe_disc(reader, findings.discs.emplace_back());
    else if (finding->code == own::kSpine)
      describe_spine(reader, findings);
  }
}

std::optional<Code> code_of(const ContentItem& group, const Code& name) {
  const ContentItem* item = group.find(name);
  return item != nullptr && item->type == ValueType::code ? std::optional(item->code) : std::nullopt;
}

void add_shapes(const ContentItem& item, std::vector<ReportedShape>& shapes) {
  if (item.type == ValueType::coordinates || item.type == ValueType::coordinates_3d) {
    ReportedShape& shape = shapes.emplace_back();
    shape.graphic_type = item.graphic_type;
    shape.points = item.points;
    shape.frame_of_reference_uid = item.frame_of_reference_uid;
    for (const PixelPoint& pixel : item.pixels)
      shape.pixels.push_back({pixel.column - 0.5, pixel.row - 0.5}); // PS3.3 C.18.6.1.2, see landmark_shapes.cpp
    for (const ContentItem& child : item.children)
      if (child.type == ValueType::image)
        shape.referenced_sop_instance_uid = child.sop_instance_uid;
  }
  for (const ContentItem& child : item.children)
    add_shapes(child, shapes);
}

void add_segments(const ContentItem& item, std::vector<std::string>& segments) {
  for (const int segment : item.segments)
    segments.push_back(item.sop_instance_uid + "#" + std::to_string(segment));
  for (const ContentItem& child : item.children)
    add_segments(child, segments);
}

ReportedMeasurement measurement_of(const ContentItem& item) {
  ReportedMeasurement measurement{item.concept_name, {}, item.number, item.unit, item.qualifier};
  for (const ContentItem& child : item.children)
    if (child.relationship == Relationship::has_concept_modifier && child.type == ValueType::code)
      measurement.modifiers.push_back(child.code);
  return measurement;
}

std::optional<VertebraLevel> level_of(const MeasurementGroup& group) {
  if (group.finding_site)
    if (const auto level = dicom_modules::level_of_code(*group.finding_site))
      return level;
  if (group.finding)
    if (const auto level = dicom_modules::level_of_code(*group.finding))
      return level;
  return VertebraLevel::parse(group.tracking_identifier);
}

MeasurementGroup group_of(const ContentItem& item) {
  MeasurementGroup group;
  ContentReader reader(item);
  reader.text(standard::kTrackingIdentifier, group.tracking_identifier);
  if (const ContentItem* uid = item.find(standard::kTrackingUid))
    group.tracking_uid = uid->text;
  group.finding = code_of(item, standard::kFinding);
  group.finding_site = code_of(item, standard::kFindingSite);
  if (!group.finding_site) // as SNOMED-RT calls it in older reports
    group.finding_site = code_of(item, {"G-C0E3", "SRT", ""});
  for (const ContentItem& child : item.children) {
    if (child.type == ValueType::number)
      group.measurements.push_back(measurement_of(child));
    else if (child.type == ValueType::code && child.relationship == Relationship::contains &&
             !(child.concept_name == standard::kFinding))
      group.evaluations.emplace_back(child.concept_name, child.code);
    else if (child.type == ValueType::text && child.relationship == Relationship::contains)
      group.texts.emplace_back(child.concept_name, child.text);
  }
  add_shapes(item, group.shapes);
  add_segments(item, group.referenced_segments);
  group.level = level_of(group);
  return group;
}

} // namespace

std::optional<Findings> findings_of_content(const ContentItem& root) {
  const ContentItem* series = root.find(own::kSeriesAssessment);
  const ContentItem* measurements = root.find(standard::kImagingMeasurements);
  if (series == nullptr || measurements == nullptr)
    return std::nullopt;
  Findings findings;
  findings.images = images_of(root);
  ContentReader reader(*series);
  describe_series(reader, findings);
  add_groups(*measurements, findings);
  return findings;
}

std::vector<MeasurementGroup> groups_of_content(const ContentItem& root) {
  std::vector<MeasurementGroup> groups;
  for_each_below(root, standard::kMeasurementGroup,
                 [&](const ContentItem& group) { groups.push_back(group_of(group)); });
  return groups;
}

std::string text_of_content(const ContentItem& root, const Code& name) {
  const ContentItem* item = find_below(root, name);
  return item == nullptr ? std::string() : item->text;
}

} // namespace spondyl::dicom_sr

#include "report_content.h"

#include <spondyl/base/uid.h>
#include <spondyl/dicom_modules/put_modules.h>

#include "describe_findings.h"

namespace spondyl::dicom_sr {
namespace {

using dicom_modules::device_uid;
using dicom_modules::kManufacturer;

Code language_code(const std::string& language) {
  // RFC 5646 (CID 5000); the meaning is what is known of it without a table of languages.
  if (language == "en-US")
    return {language, "RFC5646", "English (United States)"};
  return {language, "RFC5646", language.starts_with("de") ? "German" : language};
}

Code procedure_code(const std::string& modality) {
  if (modality == "CT")
    return {"25045-6", "LN", "CT unspecified body region"}; // CID 100
  if (modality == "MR")
    return {"25056-3", "LN", "MRI unspecified body region"}; // CID 100
  return {"18748-4", "LN", "Diagnostic imaging study"};
}

Code modality_code(const std::string& modality) {
  const std::pair<const char*, const char*> names[] = {{"CT", "Computed Tomography"},
                                                       {"MR", "Magnetic Resonance"},
                                                       {"CR", "Computed Radiography"},
                                                       {"DX", "Digital Radiography"},
                                                       {"RF", "Radiofluoroscopy"}};
  for (const auto& [value, meaning] : names)
    if (modality == value)
      return {value, "DCM", meaning};
  return {"OT", "DCM", "Other Modality"};
}

/// TID 1001 with 1002 to 1004: the program, and the person who signs.
void add_observers(ContentItem& root, const Findings& findings, const std::optional<Signature>& signature) {
  constexpr auto context = Relationship::has_observation_context;
  if (signature) {
    root.add(code_item(context, standard::kObserverType, standard::kPerson));
    ContentItem name = text_item(context, standard::kPersonObserverName, signature->reader_name);
    name.type = ValueType::person_name;
    root.add(std::move(name));
    if (!signature->organization.empty())
      root.add(text_item(context, standard::kPersonObserverOrganization, signature->organization));
  }
  root.add(code_item(context, standard::kObserverType, standard::kDevice));
  root.add(uid_item(context, standard::kDeviceObserverUid, device_uid(findings.software)));
  root.add(text_item(context, standard::kDeviceObserverName, findings.software.name));
  root.add(text_item(context, standard::kDeviceObserverManufacturer, kManufacturer));
  root.add(
      text_item(context, standard::kDeviceObserverModelName, findings.software.name + " " + findings.software.version));
}

/// TID 1600.
ContentItem image_library(const Findings& findings) {
  ContentItem library = container(standard::kImageLibrary, "1600");
  ContentItem& group = library.add(container(standard::kImageLibraryGroup));
  group.add(code_item(Relationship::has_acquisition_context, standard::kModality, modality_code(findings.modality)));
  if (!findings.images.frame_of_reference_uid.empty())
    group.add(uid_item(Relationship::has_acquisition_context, standard::kFrameOfReferenceUid,
                       findings.images.frame_of_reference_uid));
  for (const InstanceReference& instance : findings.images.instances) {
    ContentItem image;
    image.type = ValueType::image;
    image.sop_class_uid = instance.sop_class_uid;
    image.sop_instance_uid = instance.sop_instance_uid;
    if (!instance.sha256.empty())
      image.add(text_item(Relationship::has_acquisition_context, own::kDigest, instance.sha256));
    group.add(std::move(image));
  }
  return library;
}

/// TID 4019.
void add_algorithm(ContentItem& group, const SoftwareInfo& software) {
  constexpr auto modifier = Relationship::has_concept_modifier;
  group.add(text_item(modifier, standard::kAlgorithmName, software.name));
  group.add(text_item(modifier, standard::kAlgorithmVersion, software.version));
  group.add(text_item(modifier, standard::kAlgorithmManufacturer, kManufacturer));
}

/// The rows of TID 1501 that come before the measurements.
ContentItem group_head(const Findings& findings, const std::string& identifier, const std::string& uid,
                       const Code& finding, const Code& site) {
  ContentItem group = container(standard::kMeasurementGroup, "1501");
  group.add(text_item(Relationship::has_observation_context, standard::kTrackingIdentifier, identifier));
  group.add(uid_item(Relationship::has_observation_context, standard::kTrackingUid, uid));
  group.add(code_item(Relationship::contains, standard::kFindingCategory, standard::kAnatomicalStructure));
  group.add(code_item(Relationship::contains, standard::kFinding, finding));
  group.add(code_item(Relationship::has_concept_modifier, standard::kMeasurementMethod, own::kSixPointMorphometry));
  group.add(code_item(Relationship::has_concept_modifier, standard::kFindingSite, site));
  add_algorithm(group, findings.software);
  return group;
}

/// A body that cannot be assessed says so where a system that knows no private code looks: in its heights (CID 42).
void add_failed_heights(ContentItem& group, const VertebraFinding& vertebra) {
  if (vertebra.status != MeasurementStatus::not_assessable)
    return;
  const std::pair<const Code*, const std::optional<HeightMeasurement>*> heights[] = {
      {&own::kAnteriorHeight, &vertebra.heights.anterior},
      {&own::kMiddleHeight, &vertebra.heights.middle},
      {&own::kPosteriorHeight, &vertebra.heights.posterior}};
  for (const auto& [code, height] : heights) {
    if (*height)
      continue;
    ContentItem failed = container(*code);
    failed.type = ValueType::number;
    failed.qualifier = standard::kMeasurementFailure;
    group.add(std::move(failed));
  }
}

/// Derived values refer to these.
void anchor_heights(ContentItem& group, const VertebraFinding& vertebra) {
  const std::pair<const Code*, HeightName> heights[] = {{&own::kAnteriorHeight, HeightName::anterior},
                                                        {&own::kMiddleHeight, HeightName::middle},
                                                        {&own::kPosteriorHeight, HeightName::posterior}};
  for (ContentItem& child : group.children)
    for (const auto& [code, name] : heights)
      if (child.concept_name == *code)
        child.anchor = height_anchor(vertebra.ordinal, name);
}

const Code& loss_code(HeightName name) {
  static const std::array codes = {own::kAnteriorLoss, own::kMiddleLoss, own::kPosteriorLoss};
  return codes[static_cast<std::size_t>(name)];
}

ContentItem vertebra_group(const Findings& findings, const VertebraFinding& vertebra) {
  ContentItem group = group_head(findings, dicom_modules::tracking_identifier(vertebra),
                                 dicom_modules::tracking_uid(findings, vertebra), standard::kBodyOfVertebra,
                                 dicom_modules::vertebra_code(vertebra.level));
  const LandmarkShapes shapes(findings, vertebra);
  ContentWriter writer(group);
  describe_vertebra(writer, vertebra, &shapes);
  anchor_heights(group, vertebra);
  add_failed_heights(group, vertebra);
  for (const HeightLoss& loss : vertebra.loss)
    writer.structure(loss_code(loss.height), std::optional(loss),
                     [](auto& item, auto& value) { describe_loss(item, value); });
  if (vertebra.landmarks)
    writer.text(own::kLandmarks, landmark_text(*vertebra.landmarks));
  return group;
}

const VertebraFinding* body_of(const Findings& findings, int ordinal) {
  for (const VertebraFinding& vertebra : findings.vertebrae)
    if (vertebra.ordinal == ordinal)
      return &vertebra;
  return nullptr;
}

ContentItem disc_group(const Findings& findings, const DiscFinding& disc) {
  VertebraFinding unknown;
  unknown.ordinal = disc.upper_ordinal;
  const VertebraFinding* found = body_of(findings, disc.upper_ordinal);
  const VertebraFinding& upper = found != nullptr ? *found : unknown;
  ContentItem group = group_head(findings, "Disc below " + upper.display_name(),
                                 uid_from_text("disc below;" + dicom_modules::tracking_uid(findings, upper)),
                                 own::kDisc, dicom_modules::disc_code(upper.level));
  ContentWriter writer(group);
  describe_disc(writer, disc);
  return group;
}

ContentItem spine_group(const Findings& findings) {
  ContentItem group =
      group_head(findings, "Spine", uid_from_text("spine;" + findings.series_instance_uid), own::kSpine, own::kSpine);
  ContentWriter writer(group);
  describe_spine(writer, findings);
  return group;
}

ContentItem measurements(const Findings& findings) {
  ContentItem all = container(standard::kImagingMeasurements);
  for (const VertebraFinding& vertebra : findings.vertebrae)
    all.add(vertebra_group(findings, vertebra));
  for (const DiscFinding& disc : findings.discs)
    all.add(disc_group(findings, disc));
  if (!findings.angles.empty() || findings.deformity_index || findings.sacral_endplate)
    all.add(spine_group(findings));
  return all;
}

ContentItem evaluations(const ReportOptions& options) {
  ContentItem all = container(standard::kQualitativeEvaluations);
  all.add(text_item(Relationship::contains, own::kNotice, dicom_modules::kResearchUseOnly));
  if (!options.impression.empty())
    all.add(text_item(Relationship::contains, standard::kImpression, options.impression));
  if (!options.recommendation.empty())
    all.add(text_item(Relationship::contains, standard::kRecommendation, options.recommendation));
  return all;
}

} // namespace

ContentItem report_content(const Findings& findings, const ReportOptions& options) {
  ContentItem root = container(standard::kImagingMeasurementReport, "1500");
  root.add(code_item(Relationship::has_concept_modifier, standard::kLanguage, language_code(options.language)));
  add_observers(root, findings, options.signature);
  root.add(
      code_item(Relationship::has_concept_modifier, standard::kProcedureReported, procedure_code(findings.modality)));
  root.add(image_library(findings));
  root.add(measurements(findings));
  if (options.comparison)
    add_change(root, *options.comparison);
  root.add(evaluations(options));
  ContentItem& series = root.add(container(own::kSeriesAssessment));
  ContentWriter writer(series);
  describe_series(writer, findings);
  return root;
}

} // namespace spondyl::dicom_sr

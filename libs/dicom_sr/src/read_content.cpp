#include <map>
#include <spondyl/dicom_file/character_set.h>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_modules/put_modules.h>

#include "content_dataset.h"

namespace spondyl::dicom_sr {
namespace {

Relationship relationship_of(const std::string& word) {
  static const std::map<std::string, Relationship> words = {
      {"CONTAINS", Relationship::contains},
      {"HAS OBS CONTEXT", Relationship::has_observation_context},
      {"HAS ACQ CONTEXT", Relationship::has_acquisition_context},
      {"HAS CONCEPT MOD", Relationship::has_concept_modifier},
      {"HAS PROPERTIES", Relationship::has_properties},
      {"INFERRED FROM", Relationship::inferred_from},
      {"SELECTED FROM", Relationship::selected_from},
  };
  const auto found = words.find(word);
  return found == words.end() ? Relationship::contains : found->second;
}

ValueType value_type_of(const std::string& word) {
  static const std::map<std::string, ValueType> words = {
      {"CONTAINER", ValueType::container}, {"TEXT", ValueType::text},          {"CODE", ValueType::code},
      {"NUM", ValueType::number},          {"UIDREF", ValueType::uid},         {"PNAME", ValueType::person_name},
      {"DATETIME", ValueType::date_time},  {"SCOORD", ValueType::coordinates}, {"SCOORD3D", ValueType::coordinates_3d},
      {"IMAGE", ValueType::image},         {"COMPOSITE", ValueType::image},
  };
  const auto found = words.find(word);
  return found == words.end() ? ValueType::other : found->second;
}

class Reader {
public:
  explicit Reader(std::string character_set) : character_set_(std::move(character_set)) {}

  ContentItem read(DcmItem& source) {
    ContentItem item;
    item.relationship = relationship_of(dicom::text(source, DCM_RelationshipType));
    item.type = value_type_of(dicom::text(source, DCM_ValueType));
    item.concept_name = code(source, DCM_ConceptNameCodeSequence).value_or(Code{});
    read_value(source, item);
    DcmSequenceOfItems* children = nullptr;
    if (source.findAndGetSequence(DCM_ContentSequence, children).good() && children != nullptr)
      for (unsigned long i = 0; i < children->card() && items_ < kMostContentItems; ++i, ++items_)
        item.children.push_back(read(*children->getItem(i)));
    return item;
  }

private:
  std::optional<Code> code(DcmItem& source, const DcmTagKey& sequence) const {
    auto found = dicom_modules::read_code(source, sequence);
    if (found)
      found->meaning = dicom::to_utf8(found->meaning, character_set_);
    return found;
  }

  /// Text without the toolkit's split at backslashes and without dicom::text()'s bound, which is for headers.
  std::string long_text(DcmItem& source, const DcmTagKey& tag) const {
    const char* value = nullptr;
    if (source.findAndGetString(tag, value).bad() || value == nullptr)
      return {};
    std::string text(value);
    text.erase(text.find_last_not_of(' ') + 1);
    return dicom::to_utf8(text, character_set_, tag == DCM_PersonName);
  }

  void read_value(DcmItem& source, ContentItem& item) {
    switch (item.type) {
    case ValueType::text:
      item.text = long_text(source, DCM_TextValue);
      break;
    case ValueType::uid:
      item.text = dicom::text(source, DCM_UID);
      break;
    case ValueType::person_name:
      item.text = long_text(source, DCM_PersonName);
      break;
    case ValueType::date_time:
      item.text = dicom::text(source, DCM_DateTime);
      break;
    case ValueType::code:
      item.code = code(source, DCM_ConceptCodeSequence).value_or(Code{});
      break;
    case ValueType::number:
      read_number(source, item);
      break;
    case ValueType::coordinates:
    case ValueType::coordinates_3d:
      read_coordinates(source, item);
      break;
    case ValueType::image:
      read_reference(source, item);
      break;
    default:
      break;
    }
  }

  void read_number(DcmItem& source, ContentItem& item) const {
    item.qualifier = code(source, DCM_NumericValueQualifierCodeSequence);
    DcmItem* measured = dicom::first_item(source, DCM_MeasuredValueSequence);
    if (measured == nullptr)
      return;
    item.number = dicom::number(*measured, DCM_FloatingPointValue);
    if (!item.number)
      item.number = dicom::number(*measured, DCM_NumericValue);
    item.unit = code(*measured, DCM_MeasurementUnitsCodeSequence).value_or(Code{});
  }

  static void read_coordinates(DcmItem& source, ContentItem& item) {
    item.graphic_type = dicom::text(source, DCM_GraphicType);
    item.frame_of_reference_uid = dicom::text(source, DCM_ReferencedFrameOfReferenceUID);
    const std::vector<double> numbers = dicom::numbers(source, DCM_GraphicData);
    if (item.type == ValueType::coordinates)
      for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
        item.pixels.push_back({numbers[i], numbers[i + 1]});
    else
      for (std::size_t i = 0; i + 2 < numbers.size(); i += 3)
        item.points.push_back({numbers[i], numbers[i + 1], numbers[i + 2]});
  }

  static void read_reference(DcmItem& source, ContentItem& item) {
    DcmItem* reference = dicom::first_item(source, DCM_ReferencedSOPSequence);
    if (reference == nullptr)
      return;
    item.sop_class_uid = dicom::text(*reference, DCM_ReferencedSOPClassUID);
    item.sop_instance_uid = dicom::text(*reference, DCM_ReferencedSOPInstanceUID);
    for (const double segment : dicom::numbers(*reference, DCM_ReferencedSegmentNumber))
      if (segment >= 1 && segment <= 65535) // US
        item.segments.push_back(static_cast<int>(segment));
  }

  std::string character_set_;
  std::size_t items_ = 1;
};

} // namespace

ContentItem read_content(DcmItem& dataset, const std::string& character_set) {
  return Reader(character_set).read(dataset);
}

} // namespace spondyl::dicom_sr

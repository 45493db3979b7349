#include <array>
#include <dcmtk/dcmsr/dsrcitem.h>
#include <map>

#include "content_dataset.h"
#include <spondyl/dicom_modules/put_modules.h>

namespace spondyl::dicom_sr {
namespace {

constexpr std::array kRelationships = {
    DSRTypes::RT_contains,      DSRTypes::RT_hasObsContext, DSRTypes::RT_hasAcqContext, DSRTypes::RT_hasConceptMod,
    DSRTypes::RT_hasProperties, DSRTypes::RT_inferredFrom,  DSRTypes::RT_selectedFrom};
constexpr std::array kValueTypes = {DSRTypes::VT_Container, DSRTypes::VT_Text,   DSRTypes::VT_Code,
                                    DSRTypes::VT_Num,       DSRTypes::VT_UIDRef, DSRTypes::VT_PName,
                                    DSRTypes::VT_DateTime,  DSRTypes::VT_SCoord, DSRTypes::VT_SCoord3D,
                                    DSRTypes::VT_Image,     DSRTypes::VT_invalid};

DSRCodedEntryValue coded(const Code& code) {
  return {code.value.c_str(), code.scheme.c_str(), code.meaning.c_str()};
}

OFCondition put_number(DSRContentItem& target, const ContentItem& item) {
  DSRNumericMeasurementValue value;
  OFCondition status;
  if (item.number) {
    status = value.setValue(dicom_modules::decimal_string(*item.number).c_str(), coded(item.unit));
    if (status.good())
      status = value.setFloatingPointRepresentation(*item.number); // decimal strings round; this does not
  } else {
    status = value.setValue(coded(item.qualifier.value_or(Code{})));
  }
  return status.good() ? target.setNumericValue(value) : status;
}

OFCondition put_coordinates(DSRContentItem& target, const ContentItem& item) {
  DSRSpatialCoordinatesValue value(DSRTypes::enumeratedValueToGraphicType(item.graphic_type.c_str()));
  for (const PixelPoint& point : item.pixels)
    value.getGraphicDataList().addItem(static_cast<Float32>(point.column), static_cast<Float32>(point.row));
  return target.setSpatialCoordinates(value);
}

OFCondition put_coordinates_3d(DSRContentItem& target, const ContentItem& item) {
  DSRSpatialCoordinates3DValue value(DSRTypes::enumeratedValueToGraphicType3D(item.graphic_type.c_str()));
  for (const PatientPoint& point : item.points)
    value.getGraphicDataList().addItem(static_cast<Float32>(point.x), static_cast<Float32>(point.y),
                                       static_cast<Float32>(point.z));
  const OFCondition status = value.setFrameOfReferenceUID(item.frame_of_reference_uid.c_str());
  return status.good() ? target.setSpatialCoordinates3D(value) : status;
}

OFCondition put_value(DSRContentItem& target, const ContentItem& item) {
  switch (item.type) {
  case ValueType::text:
  case ValueType::uid:
  case ValueType::person_name:
  case ValueType::date_time:
    return target.setStringValue(item.text.c_str());
  case ValueType::code:
    return target.setCodeValue(coded(item.code));
  case ValueType::number:
    return put_number(target, item);
  case ValueType::coordinates:
    return put_coordinates(target, item);
  case ValueType::coordinates_3d:
    return put_coordinates_3d(target, item);
  case ValueType::image: // classes the toolkit does not know are images all the same
    return target.setImageReference(
        DSRImageReferenceValue(item.sop_class_uid.c_str(), item.sop_instance_uid.c_str(), OFFalse), OFFalse);
  default:
    return item.template_id == nullptr ? EC_Normal : target.setTemplateIdentification(item.template_id, "DCMR");
  }
}

using Anchors = std::map<std::string, std::size_t>;

Result<void> put_item(DSRDocumentTree& tree, const ContentItem& item, DSRTypes::E_RelationshipType relationship,
                      DSRTypes::E_AddMode where, Anchors& anchors);

/// Ends on the item whose children they are.
Result<void> put_children(DSRDocumentTree& tree, const ContentItem& item, Anchors& anchors) {
  bool below = false;
  for (const ContentItem& child : item.children) {
    const auto relationship = kRelationships[static_cast<std::size_t>(child.relationship)];
    if (!child.refers_to.empty())
      continue;
    SPONDYL_CHECK(
        put_item(tree, child, relationship, below ? DSRTypes::AM_afterCurrent : DSRTypes::AM_belowCurrent, anchors));
    below = true;
  }
  if (below)
    tree.goUp();
  for (const ContentItem& child : item.children) {
    const auto relationship = kRelationships[static_cast<std::size_t>(child.relationship)];
    const auto target = anchors.find(child.refers_to);
    if (!child.refers_to.empty() &&
        (target == anchors.end() || tree.addByReferenceRelationship(relationship, target->second) == 0))
      return failure(ErrorCode::internal, "The report item \"" + item.concept_name.meaning +
                                              "\" cannot refer to another item of the report.");
  }
  return {};
}

Result<void> put_item(DSRDocumentTree& tree, const ContentItem& item, DSRTypes::E_RelationshipType relationship,
                      DSRTypes::E_AddMode where, Anchors& anchors) {
  const auto refused = [&](const std::string& cause) {
    return failure(ErrorCode::internal,
                   "The report item \"" + item.concept_name.meaning + "\" cannot be written (" + cause + ").");
  };
  const DSRTypes::E_ValueType type = kValueTypes[static_cast<std::size_t>(item.type)];
  const std::size_t node = tree.addContentItem(relationship, type, where);
  if (node == 0)
    return refused("not allowed in its place");
  if (!item.anchor.empty())
    anchors[item.anchor] = node;
  DSRContentItem& target = tree.getCurrentContentItem();
  if (!item.concept_name.value.empty())
    if (const OFCondition status = target.setConceptName(coded(item.concept_name)); status.bad())
      return refused(status.text());
  if (const OFCondition status = put_value(target, item); status.bad())
    return refused(status.text());
  return put_children(tree, item, anchors);
}

} // namespace

Result<void> put_content(DSRDocumentTree& tree, const ContentItem& root) {
  Anchors anchors;
  return put_item(tree, root, DSRTypes::RT_isRoot, DSRTypes::AM_afterCurrent, anchors);
}

} // namespace spondyl::dicom_sr

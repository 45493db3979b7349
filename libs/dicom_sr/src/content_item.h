#pragma once
// A structured report as a plain tree of content items (PS3.3 C.17.3), without the toolkit: what the rest of this
// library thinks in. content_dataset.h turns it into a data set and back.

#include <optional>
#include <span>
#include <spondyl/dicom_modules/codes.h>
#include <spondyl/model/geometry.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spondyl::dicom_sr {

using dicom_modules::Code;

enum class ValueType {
  container,
  text,
  code,
  number,
  uid,
  person_name,
  date_time,
  coordinates,
  coordinates_3d,
  image,
  other
};
enum class Relationship {
  contains,
  has_observation_context,
  has_acquisition_context,
  has_concept_modifier,
  has_properties,
  inferred_from,
  selected_from
};

struct ContentItem {
  Relationship relationship = Relationship::contains; ///< to the item around it
  ValueType type = ValueType::container;
  Code concept_name;                  ///< empty where the value type allows it (image)
  std::string text;                   ///< of text, uid, person_name, date_time
  Code code;                          ///< of code
  std::optional<double> number;       ///< of number; absent = `qualifier` says why
  Code unit;                          ///< of number
  std::optional<Code> qualifier;      ///< of number
  std::string graphic_type;           ///< of coordinates
  std::vector<PixelPoint> pixels;     ///< of coordinates, as DICOM counts: 0.5 is the centre of the first pixel
  std::vector<PatientPoint> points;   ///< of coordinates_3d
  std::string frame_of_reference_uid; ///< of coordinates_3d
  std::string sop_class_uid, sop_instance_uid; ///< of image
  std::vector<int> segments;                   ///< of image: a segmentation's
  const char* template_id = nullptr;           ///< of containers we write, DCMR
  std::string anchor;                          ///< what `refers_to` of a later item names, when writing
  std::string refers_to; ///< not empty: this stands for the item of that anchor (by-reference relationship)
  std::vector<ContentItem> children;

  [[nodiscard]] const ContentItem* find(const Code& name) const;
  ContentItem& add(ContentItem child);
};

[[nodiscard]] ContentItem container(Code name, const char* template_id = nullptr);
[[nodiscard]] ContentItem text_item(Relationship relationship, Code name, std::string text);
[[nodiscard]] ContentItem code_item(Relationship relationship, Code name, Code value);
[[nodiscard]] ContentItem uid_item(Relationship relationship, Code name, std::string uid);

/// Numbers apart by blanks, each in the shortest spelling that reads back as the same double.
[[nodiscard]] std::string exact_text(std::span<const double> numbers);
/// The inverse; std::nullopt unless there are `count` finite numbers.
[[nodiscard]] std::optional<std::vector<double>> exact_numbers(std::string_view text, std::size_t count);

} // namespace spondyl::dicom_sr

#include <spondyl/findings/reader_input.h>

#include "read_assessment.h"
#include "read_vertebra.h"

namespace spondyl::findings {
namespace {

ReaderSeeds read_seeds(const JsonReader& document) {
  ReaderSeeds seeds;
  const JsonReader vertebrae = document.get("vertebrae");
  for (const JsonReader& vertebra : vertebrae.items()) {
    const auto level = read_level(vertebra, "level");
    const JsonReader centre = vertebra.get("centre");
    if (const auto pixel = centre.find("pixel"))
      seeds.on_image.push_back({read_pixel_point(*pixel), level});
    else if (const auto patient = centre.find("patient_mm"))
      seeds.in_patient_space.push_back({read_patient_point(*patient), level});
    else
      centre.fail("needs \"patient_mm\": [x, y, z] or \"pixel\": [column, row]");
  }
  if (seeds.in_patient_space.empty() && seeds.on_image.empty())
    vertebrae.fail("names no body");
  return seeds;
}

std::optional<std::string> read_known_text(const JsonReader& object, const char* key) {
  const std::string text = read_optional_text(object, key);
  return text.empty() ? std::nullopt : std::optional(text);
}

std::vector<VertebraFinding> read_vertebrae(const JsonReader& list) {
  std::vector<VertebraFinding> vertebrae;
  bool any = false;
  for (const JsonReader& item : list.items()) {
    VertebraFinding vertebra = read_vertebra(item, static_cast<int>(vertebrae.size()) + 1);
    if (vertebra.status == MeasurementStatus::measured && !vertebra.landmarks)
      item.fail("lacks \"landmarks\"");
    any = any || vertebra.landmarks.has_value();
    vertebrae.push_back(std::move(vertebra));
  }
  if (!any)
    list.fail("holds no landmarks");
  return vertebrae;
}

ReaderLandmarks read_document(const JsonReader& document) {
  ReaderLandmarks landmarks;
  if (document.is_list()) {
    landmarks.vertebrae = read_vertebrae(document);
    return landmarks;
  }
  landmarks.vertebrae = read_vertebrae(document.get("vertebrae"));
  landmarks.series_instance_uid = read_known_text(document, "series_instance_uid");
  if (const auto images = document.find("images"))
    landmarks.frame_of_reference_uid = read_known_text(*images, "frame_of_reference_uid");
  if (const auto labelling = document.find("labelling"))
    landmarks.numbering = read_numbering(*labelling);
  Findings spine; // only what no landmark can give again is kept
  read_spine_assessment(document, spine);
  landmarks.sacral_endplate = spine.sacral_endplate;
  landmarks.warnings = spine.warnings;
  return landmarks;
}

} // namespace

Result<ReaderSeeds> parse_seeds(std::string_view text, const std::string& name) {
  return read_json<ReaderSeeds>(text, name, read_seeds);
}

Result<ReaderLandmarks> parse_landmarks(std::string_view text, const std::string& name) {
  return read_json<ReaderLandmarks>(text, name, read_document);
}

} // namespace spondyl::findings

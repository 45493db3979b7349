#pragma once

#include "json_reader.h"
#include <spondyl/model/findings.h>

namespace spondyl::findings {

/// The level under `key`; std::nullopt where it is missing or null.
[[nodiscard]] std::optional<VertebraLevel> read_level(const JsonReader& object, const char* key);
[[nodiscard]] PatientPoint read_patient_point(const JsonReader& patient_mm);
[[nodiscard]] PixelPoint read_pixel_point(const JsonReader& pixel);
[[nodiscard]] Numbering read_numbering(const JsonReader& labelling);
[[nodiscard]] std::string read_optional_text(const JsonReader& object, const char* key);
[[nodiscard]] std::optional<double> read_optional_number(const JsonReader& object, const char* key);
/// What `read` makes of every item of the list under `key`; empty where it is missing.
template <typename Read> auto read_each(const JsonReader& object, const char* key, const Read& read) {
  std::vector<decltype(read(object))> values;
  if (const auto list = object.find(key))
    for (const JsonReader& item : list->items())
      values.push_back(read(item));
  return values;
}

/// Everything a vertebra may hold; what is missing keeps its default, with `ordinal` as given.
[[nodiscard]] VertebraFinding read_vertebra(const JsonReader& vertebra, int ordinal);

} // namespace spondyl::findings

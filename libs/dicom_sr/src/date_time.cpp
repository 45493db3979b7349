#include "date_time.h"

#include <algorithm>

namespace spondyl::dicom_sr {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

} // namespace

std::optional<std::string> dicom_date_time(std::string_view text) {
  const bool separated = text.size() > 4 && text[4] == '-';
  const std::size_t date_length = separated ? 10 : 8;
  const std::string date = digits_of(text.substr(0, date_length));
  if (date.size() != 8)
    return std::nullopt;
  const std::string_view rest = text.substr(date_length);
  const std::size_t zone_at = std::min(rest.find_first_of("+-Z"), rest.size());
  const std::string_view clock = rest.substr(0, rest.substr(0, zone_at).find('.'));
  const std::string time = digits_of(clock.substr(0, std::min(clock.size(), zone_at)));
  if (time.size() != 6)
    return date;
  const std::string_view zone = rest.substr(zone_at);
  if (zone.starts_with('Z'))
    return date + time + "+0000";
  const std::string offset = digits_of(zone);
  return offset.size() == 4 ? date + time + zone[0] + offset : date + time;
}

} // namespace spondyl::dicom_sr

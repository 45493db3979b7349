#include "date_time.h"

#include <algorithm>
#include <ctime>

namespace spondyl::dicom_sr {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

/// The same instant one zone to the east: DCMTK 3.6.7 refuses the offset +0000, which PS3.5 6.2 (DT) allows.
std::string away_from_utc(const std::string& date, const std::string& time) {
  std::tm utc{};
  if (strptime((date + time).c_str(), "%Y%m%d%H%M%S", &utc) == nullptr)
    return date + time + "+0000";
  constexpr std::time_t kHour = 3600;
  const std::time_t shifted = timegm(&utc) + kHour;
  gmtime_r(&shifted, &utc);
  char text[40];
  std::strftime(text, sizeof text, "%Y%m%d%H%M%S+0100", &utc);
  return text;
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
  const std::string offset = digits_of(zone);
  if (zone.starts_with('Z') || offset == "0000")
    return away_from_utc(date, time);
  return offset.size() == 4 ? date + time + zone[0] + offset : date + time;
}

} // namespace spondyl::dicom_sr

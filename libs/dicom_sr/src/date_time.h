#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spondyl::dicom_sr {

/// An ISO 8601 or DICOM date and time as DICOM writes it (DT: YYYYMMDDHHMMSS&ZZXX); std::nullopt without a whole date.
[[nodiscard]] std::optional<std::string> dicom_date_time(std::string_view text);

} // namespace spondyl::dicom_sr

#pragma once
// Reading single values out of a DCMTK item, forgiving about value representations and strict about numbers.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

class DcmItem; // of DCMTK, which public headers do not include
class DcmTagKey;

namespace spondyl::dicom {

/// The text of an element as stored (not converted to UTF-8), without padding; empty when absent or too long.
[[nodiscard]] std::string text(DcmItem& item, const DcmTagKey& tag);
/// All numbers of an element, whatever its value representation; empty when one of them is not a finite number.
[[nodiscard]] std::vector<double> numbers(DcmItem& item, const DcmTagKey& tag);
[[nodiscard]] std::optional<double> number(DcmItem& item, const DcmTagKey& tag);
/// A whole number, or `fallback` when absent or not one.
[[nodiscard]] long whole_number(DcmItem& item, const DcmTagKey& tag, long fallback);
/// The first item of a sequence, or null.
[[nodiscard]] DcmItem* first_item(DcmItem& item, const DcmTagKey& sequence);
/// Splits at backslashes and trims blanks.
[[nodiscard]] std::vector<std::string> split_values(const std::string& text);
/// The whole text as a finite number in DICOM's decimal notation.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

} // namespace spondyl::dicom

#include <spondyl/dicom_file/read_values.h>

#include <charconv>
#include <cmath>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

namespace spondyl::dicom {
namespace {

// No text or list of numbers that we read is longer; a hostile one is not worth the memory.
constexpr Uint32 kLongestValue = 1U << 16U;

std::string_view trimmed(std::string_view text) {
  const char blanks[] = {' ', '\t', '\r', '\n', '\0'};
  const std::string_view set(blanks, sizeof blanks);
  const auto first = text.find_first_not_of(set);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(set) - first + 1);
}

DcmElement* find_element(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).bad() || element == nullptr)
    return nullptr;
  return element->getLengthField() <= kLongestValue ? element : nullptr;
}

std::string element_text(DcmElement& element) {
  OFString value;
  if (element.getOFStringArray(value, OFFalse).bad())
    return {};
  return std::string(trimmed(std::string_view(value.c_str(), value.length())));
}

bool is_binary(DcmEVR vr) {
  switch (vr) {
  case EVR_FL:
  case EVR_FD:
  case EVR_US:
  case EVR_SS:
  case EVR_UL:
  case EVR_SL:
  case EVR_xs:
    return true;
  default:
    return false;
  }
}

template <typename Value, typename Getter> std::optional<double> get(Getter getter) {
  Value value{};
  return getter(value).good() ? std::optional<double>(static_cast<double>(value)) : std::nullopt;
}

std::optional<double> binary_number(DcmElement& element, unsigned long index) {
  switch (element.ident()) {
  case EVR_FL:
    return get<Float32>([&](Float32& value) { return element.getFloat32(value, index); });
  case EVR_FD:
    return get<Float64>([&](Float64& value) { return element.getFloat64(value, index); });
  case EVR_SS:
    return get<Sint16>([&](Sint16& value) { return element.getSint16(value, index); });
  case EVR_UL:
    return get<Uint32>([&](Uint32& value) { return element.getUint32(value, index); });
  case EVR_SL:
    return get<Sint32>([&](Sint32& value) { return element.getSint32(value, index); });
  default:
    return get<Uint16>([&](Uint16& value) { return element.getUint16(value, index); });
  }
}

} // namespace

std::optional<double> parse_number(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && text.front() == '+')
    text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::vector<std::string> split_values(const std::string& text) {
  std::vector<std::string> values;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\\', begin), text.size());
    values.emplace_back(trimmed(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return values;
}

std::string text(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = find_element(item, tag);
  return element == nullptr ? std::string() : element_text(*element);
}

std::vector<double> numbers(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = find_element(item, tag);
  if (element == nullptr || element->getLengthField() == 0)
    return {};
  std::vector<double> values;
  const auto add = [&](std::optional<double> value) {
    if (value && std::isfinite(*value))
      values.push_back(*value);
    return value && std::isfinite(*value);
  };
  if (is_binary(element->ident())) {
    for (unsigned long i = 0; i < element->getVM(); ++i)
      if (!add(binary_number(*element, i)))
        return {};
  } else {
    for (const std::string& part : split_values(element_text(*element)))
      if (!add(parse_number(part)))
        return {};
  }
  return values;
}

std::optional<double> number(DcmItem& item, const DcmTagKey& tag) {
  const std::vector<double> values = numbers(item, tag);
  return values.empty() ? std::nullopt : std::optional<double>(values.front());
}

long whole_number(DcmItem& item, const DcmTagKey& tag, long fallback) {
  const auto value = number(item, tag);
  constexpr double kLargest = 1e15; // exact in a double and in a long
  if (!value || std::abs(*value) > kLargest || *value != std::floor(*value))
    return fallback;
  return static_cast<long>(*value);
}

DcmItem* first_item(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* found = nullptr;
  return item.findAndGetSequenceItem(sequence, found, 0).good() ? found : nullptr;
}

} // namespace spondyl::dicom

#include "content_item.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace spondyl::dicom_sr {

const ContentItem* ContentItem::find(const Code& name) const {
  const auto found =
      std::ranges::find_if(children, [&](const ContentItem& child) { return child.concept_name == name; });
  return found == children.end() ? nullptr : &*found;
}

ContentItem& ContentItem::add(ContentItem child) {
  return children.emplace_back(std::move(child));
}

ContentItem container(Code name, const char* template_id) {
  ContentItem item;
  item.concept_name = std::move(name);
  item.template_id = template_id;
  return item;
}

ContentItem text_item(Relationship relationship, Code name, std::string text) {
  ContentItem item = container(std::move(name));
  item.relationship = relationship;
  item.type = ValueType::text;
  item.text = std::move(text);
  return item;
}

ContentItem code_item(Relationship relationship, Code name, Code value) {
  ContentItem item = container(std::move(name));
  item.relationship = relationship;
  item.type = ValueType::code;
  item.code = std::move(value);
  return item;
}

ContentItem uid_item(Relationship relationship, Code name, std::string uid) {
  ContentItem item = text_item(relationship, std::move(name), std::move(uid));
  item.type = ValueType::uid;
  return item;
}

std::string exact_text(std::span<const double> numbers) {
  std::string text;
  for (const double number : numbers) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    text += (text.empty() ? "" : " ") + std::string(buffer, end);
  }
  return text;
}

std::optional<std::vector<double>> exact_numbers(std::string_view text, std::size_t count) {
  std::vector<double> numbers;
  while (!text.empty()) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !std::isfinite(number) || numbers.size() == count)
      return std::nullopt;
    numbers.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty() && text.front() != ' ')
      return std::nullopt;
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  return numbers.size() == count ? std::optional(numbers) : std::nullopt;
}

} // namespace spondyl::dicom_sr

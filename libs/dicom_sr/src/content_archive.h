#pragma once
// One description of what findings hold serves writing and reading, so that the two cannot drift apart: the functions
// of describe_findings.h are templates over ContentWriter and ContentReader, which have the same members.
//
// Values of a container's item become its children by CONTAINS, those of any other item by HAS PROPERTIES.

#include <algorithm>
#include <cmath>
#include <limits>
#include <spondyl/dicom_sr/private_codes.h>

#include "content_item.h"
#include "standard_codes.h"

namespace spondyl::dicom_sr {

class ContentWriter {
public:
  static constexpr bool writing = true;
  explicit ContentWriter(ContentItem& item) : item_(&item) {}

  void text(const Code& name, const std::string& value) {
    if (!value.empty())
      add(name, ValueType::text).text = value;
  }
  void texts(const Code& name, const std::vector<std::string>& values) {
    for (const std::string& value : values)
      text(name, value);
  }
  void number(const Code& name, const Code& unit, const std::optional<double>& value) {
    if (value && std::isfinite(*value))
      number_item(add(name, ValueType::number), unit, *value);
  }
  void whole(const Code& name, int value) { number_item(add(name, ValueType::number), standard::kNoUnit, value); }
  void whole(const Code& name, const std::optional<int>& value) {
    if (value)
      whole(name, *value);
  }
  template <typename Value, std::size_t N>
  void choice(const Code& name, const Value& value, const std::array<Choice<Value>, N>& choices) {
    for (const auto& choice : choices)
      if (choice.value == value)
        add(name, ValueType::code).code = choice.code;
  }
  void level(const Code& name, const std::optional<VertebraLevel>& value) {
    if (value)
      add(name, ValueType::code).code = dicom_modules::vertebra_code(value);
  }
  void levels(const Code& name, const std::vector<VertebraLevel>& values) {
    for (const VertebraLevel value : values)
      level(name, value);
  }
  template <std::size_t N> void exact(const Code& name, const std::array<double, N>& values) {
    if (std::ranges::all_of(values, [](double value) { return std::isfinite(value); }))
      text(name, exact_text(values));
  }

  /// An item of its own that holds a part of `value`.
  template <typename Value, typename Describe>
  void part(const Code& name, const Value& value, const Describe& describe) {
    element(name, value, describe);
  }
  /// An item of its own, with its own value and properties, when the value is there.
  template <typename Value, typename Describe>
  void structure(const Code& name, const std::optional<Value>& value, const Describe& describe) {
    if (value)
      element(name, *value, describe);
  }
  template <typename Value, typename Describe>
  void each(const Code& name, const std::vector<Value>& values, const Describe& describe) {
    for (const Value& value : values)
      element(name, value, describe);
  }

  // The value of the item itself.
  void own_number(const Code& unit, const std::optional<double>& value) {
    item_->type = ValueType::number;
    if (value && std::isfinite(*value))
      number_item(*item_, unit, *value);
    else
      item_->qualifier = standard::kValueIndeterminate;
  }
  /// A fraction, shown in percent.
  void own_fraction(double value) {
    own_number(standard::kPercent, value * 100);
    if (value * 100 / 100 != value)
      exact(spondyl_code::kExact, std::array{value});
  }
  template <typename Value, std::size_t N>
  void own_choice(const Value& value, const std::array<Choice<Value>, N>& choices) {
    item_->type = ValueType::code;
    for (const auto& choice : choices)
      if (choice.value == value)
        item_->code = choice.code;
  }
  /// Coordinates the value was taken from; for other systems, never read back.
  void source(ContentItem coordinates) { item_->add(std::move(coordinates)); }

private:
  ContentItem& add(const Code& name, ValueType type) {
    ContentItem child = container(name);
    child.type = type;
    child.relationship = item_->type == ValueType::container ? Relationship::contains : Relationship::has_properties;
    return item_->add(std::move(child));
  }
  template <typename Value, typename Describe>
  void element(const Code& name, const Value& value, const Describe& describe) {
    ContentWriter child(add(name, ValueType::other));
    describe(child, value);
  }
  static void number_item(ContentItem& item, const Code& unit, double value) {
    item.number = value;
    item.unit = unit;
  }

  ContentItem* item_;
};

class ContentReader {
public:
  static constexpr bool writing = false;
  explicit ContentReader(const ContentItem& item) : item_(&item) {}

  void text(const Code& name, std::string& value) const {
    if (const ContentItem* child = find(name, ValueType::text))
      value = child->text;
  }
  void texts(const Code& name, std::vector<std::string>& values) const {
    for_each(name, [&](const ContentItem& child) { values.push_back(child.text); });
  }
  void number(const Code& name, const Code& /*unit*/, std::optional<double>& value) const {
    if (const ContentItem* child = find(name, ValueType::number))
      value = child->number;
  }
  void whole(const Code& name, int& value) const {
    if (const ContentItem* child = find(name, ValueType::number))
      value = whole_of(*child).value_or(value);
  }
  void whole(const Code& name, std::optional<int>& value) const {
    if (const ContentItem* child = find(name, ValueType::number))
      value = whole_of(*child);
  }
  template <typename Value, std::size_t N>
  void choice(const Code& name, Value& value, const std::array<Choice<Value>, N>& choices) const {
    if (const ContentItem* child = find(name, ValueType::code))
      choose(child->code, value, choices);
  }
  void level(const Code& name, std::optional<VertebraLevel>& value) const {
    if (const ContentItem* child = find(name, ValueType::code))
      value = dicom_modules::level_of_code(child->code);
  }
  void levels(const Code& name, std::vector<VertebraLevel>& values) const {
    for_each(name, [&](const ContentItem& child) {
      if (const auto level = dicom_modules::level_of_code(child.code))
        values.push_back(*level);
    });
  }
  template <std::size_t N> bool exact(const Code& name, std::array<double, N>& values) const {
    const ContentItem* child = find(name, ValueType::text);
    const auto numbers = child == nullptr ? std::nullopt : exact_numbers(child->text, N);
    if (numbers)
      std::copy(numbers->begin(), numbers->end(), values.begin());
    return numbers.has_value();
  }
  template <typename Value, typename Describe>
  void part(const Code& name, Value& value, const Describe& describe) const {
    if (const ContentItem* child = item_->find(name)) {
      ContentReader reader(*child);
      describe(reader, value);
    }
  }
  template <typename Value, typename Describe>
  void structure(const Code& name, std::optional<Value>& value, const Describe& describe) const {
    if (const ContentItem* child = item_->find(name))
      value = read_element<Value>(*child, describe);
  }
  template <typename Value, typename Describe>
  void each(const Code& name, std::vector<Value>& values, const Describe& describe) const {
    for_each(name, [&](const ContentItem& child) { values.push_back(read_element<Value>(child, describe)); });
  }
  void own_number(const Code& /*unit*/, std::optional<double>& value) const { value = item_->number; }
  void own_number(const Code& /*unit*/, double& value) const { value = item_->number.value_or(value); }
  void own_fraction(double& value) const {
    std::array<double, 1> exactly{};
    value = exact(spondyl_code::kExact, exactly) ? exactly[0] : item_->number.value_or(0) / 100;
  }
  template <typename Value, std::size_t N>
  void own_choice(Value& value, const std::array<Choice<Value>, N>& choices) const {
    choose(item_->code, value, choices);
  }
  [[nodiscard]] const ContentItem& item() const { return *item_; }

private:
  [[nodiscard]] const ContentItem* find(const Code& name, ValueType type) const {
    const ContentItem* child = item_->find(name);
    return child != nullptr && child->type == type ? child : nullptr;
  }
  template <typename Action> void for_each(const Code& name, const Action& action) const {
    for (const ContentItem& child : item_->children)
      if (child.concept_name == name)
        action(child);
  }
  template <typename Value, typename Describe>
  static Value read_element(const ContentItem& child, const Describe& describe) {
    Value value{};
    ContentReader reader(child);
    describe(reader, value);
    return value;
  }
  template <typename Value, std::size_t N>
  static void choose(const Code& code, Value& value, const std::array<Choice<Value>, N>& choices) {
    for (const auto& choice : choices)
      if (choice.code == code)
        value = choice.value;
  }
  static std::optional<int> whole_of(const ContentItem& child) {
    if (!child.number || *child.number != std::floor(*child.number) ||
        std::abs(*child.number) > std::numeric_limits<int>::max())
      return std::nullopt;
    return static_cast<int>(*child.number);
  }

  const ContentItem* item_;
};

} // namespace spondyl::dicom_sr

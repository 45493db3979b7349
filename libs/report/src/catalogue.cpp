#include <spondyl/report/catalogue.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "sentence_patterns.h"

namespace spondyl::report {
namespace {

using Json = nlohmann::json;
using Texts = std::map<std::string, std::string>;

Result<void> add(std::string_view file, const std::string& name, Texts& texts, SentencePatterns& sentences) {
  const Json document = Json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object())
    return failure(ErrorCode::unreadable, "The " + name + " texts are no JSON object.",
                   "See docs/report-templates.md.");
  for (const auto& [key, value] : document.items()) {
    if (key == "sentences" && value.is_object()) {
      for (const auto& [english, translated] : value.items())
        if (translated.is_string())
          sentences.add(english, translated.get<std::string>());
    } else if (value.is_string()) {
      texts[key] = value.get<std::string>();
    } else {
      return failure(ErrorCode::invalid_argument, "The " + name + " texts: \"" + key + "\" is no text.",
                     "See docs/report-templates.md.");
    }
  }
  return {};
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// YYYYMMDD of a DICOM date or of the beginning of an ISO time; empty otherwise.
std::string digits_of_date(const std::string& text) {
  constexpr std::size_t kDicom = 8, kIso = 10;
  std::string digits = text;
  if (text.size() >= kIso && text[4] == '-' && text[7] == '-')
    digits = text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
  return digits.size() == kDicom && all_digits(digits) ? digits : std::string{};
}

} // namespace

Result<Catalogue> Catalogue::parse(std::string_view english, std::string_view translation) {
  Catalogue catalogue;
  auto sentences = std::make_shared<SentencePatterns>();
  SPONDYL_CHECK(add(english, "English", catalogue.texts_, *sentences));
  if (!translation.empty()) {
    SPONDYL_CHECK(add(translation, "translated", catalogue.texts_, *sentences));
  }
  if (catalogue.has("decimal_sign"))
    sentences->set_decimal_sign(catalogue.text("decimal_sign"));
  catalogue.sentences_ = std::move(sentences);
  return catalogue;
}

std::string Catalogue::text(const std::string& key, Values values) const {
  const auto found = texts_.find(key);
  std::string text = found == texts_.end() ? "?" + key + "?" : found->second;
  for (const auto& [name, value] : values)
    replace_all(text, "{" + std::string(name) + "}", value);
  return text;
}

std::string Catalogue::sentence(const std::string& english) const {
  return sentences_ ? sentences_->translated(english).value_or(english) : english;
}

bool Catalogue::knows_sentence(const std::string& english) const {
  return sentences_ && sentences_->translated(english).has_value();
}

std::string Catalogue::number(double value, int decimals) const {
  char digits[64];
  const double rounded = std::abs(value) < 0.5 * std::pow(10.0, -decimals) ? 0.0 : value; // no "-0"
  std::snprintf(digits, sizeof digits, "%.*f", decimals, rounded);
  std::string result = digits;
  if (has("decimal_sign"))
    replace_all(result, ".", text("decimal_sign"));
  return result;
}

std::string Catalogue::percent(double fraction) const {
  return number(100.0 * fraction, 0) + "\u00A0%";
}

std::string Catalogue::date(const std::string& given) const {
  const std::string digits = digits_of_date(given);
  if (digits.empty())
    return given;
  return text("date_format",
              {{"year", digits.substr(0, 4)}, {"month", digits.substr(4, 2)}, {"day", digits.substr(6, 2)}});
}

} // namespace spondyl::report

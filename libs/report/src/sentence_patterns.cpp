#include "sentence_patterns.h"

#include <algorithm>
#include <cctype>

namespace spondyl::report {
namespace {

// A pattern of fewer letters ("{1}, {2}") would fit anything: it counts only where all it takes in can be translated.
constexpr std::size_t kLettersOfASentence = 4;

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_mark(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '{' && is_digit(text[at + 1]) && text[at + 2] == '}';
}

/// Numbers and level names: nothing to translate but the decimal sign.
bool needs_no_translation(std::string_view text) {
  return std::ranges::any_of(text, is_digit) && text.find(' ') == std::string_view::npos;
}

/// The places where `pieces` from `first` on fit; whatever is between them is captured.
bool fits(const std::vector<std::string>& pieces, std::size_t first, std::string_view rest,
          std::vector<std::string_view>& captured) {
  const std::string& piece = pieces[first];
  if (first + 1 == pieces.size()) { // the last one ends the text
    if (!rest.ends_with(piece))
      return false;
    captured.push_back(rest.substr(0, rest.size() - piece.size()));
    return true;
  }
  for (std::size_t at = rest.find(piece); at != std::string_view::npos; at = rest.find(piece, at + 1)) {
    captured.push_back(rest.substr(0, at));
    if (fits(pieces, first + 1, rest.substr(at + piece.size()), captured))
      return true;
    captured.pop_back();
  }
  return false;
}

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> sentences;
  std::size_t begin = 0;
  for (std::size_t at = text.find(". "); at != std::string_view::npos; at = text.find(". ", begin)) {
    sentences.emplace_back(text.substr(begin, at + 1 - begin));
    begin = at + 2;
  }
  sentences.emplace_back(text.substr(begin));
  return sentences;
}

} // namespace

void SentencePatterns::add(std::string_view english, std::string_view translated) {
  Pattern pattern;
  pattern.translated = translated;
  pattern.pieces.emplace_back();
  for (std::size_t at = 0; at < english.size(); ++at) {
    if (is_mark(english, at)) {
      pattern.marks.push_back(english[at + 1]);
      pattern.pieces.emplace_back();
      at += 2;
      continue;
    }
    pattern.pieces.back() += english[at];
    ++pattern.length;
    pattern.letters += is_letter(english[at]) ? 1U : 0U;
  }
  if (pattern.length == 0)
    return;
  const auto place = std::ranges::find_if(patterns_, [&](const Pattern& known) {
    return std::pair(known.length, -static_cast<long>(known.marks.size())) <
           std::pair(pattern.length, -static_cast<long>(pattern.marks.size()));
  });
  patterns_.insert(place, std::move(pattern));
}

std::string SentencePatterns::with_decimal_sign(std::string_view text) const {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool decimal = text[i] == '.' && i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) &&
                         is_digit(text[i + 1]) && std::ranges::count(text, '.') == 1;
    decimal ? result += decimal_sign_ : result += text[i];
  }
  return result;
}

std::optional<std::string> SentencePatterns::filled(const Pattern& pattern,
                                                    const std::vector<std::string_view>& captured) const {
  std::vector<std::string> values;
  for (const std::string_view text : captured) {
    auto value = needs_no_translation(text) ? std::optional<std::string>() : as_a_whole(text);
    if (!value && pattern.letters < kLettersOfASentence && !needs_no_translation(text))
      return std::nullopt;
    values.push_back(value ? *value : with_decimal_sign(text));
  }
  std::string result;
  for (std::size_t at = 0; at < pattern.translated.size(); ++at) {
    if (!is_mark(pattern.translated, at)) {
      result += pattern.translated[at];
      continue;
    }
    const auto mark = std::ranges::find(pattern.marks, pattern.translated[at + 1]);
    if (mark != pattern.marks.end())
      result += values[static_cast<std::size_t>(mark - pattern.marks.begin())];
    at += 2;
  }
  return result;
}

std::optional<std::string> SentencePatterns::as_a_whole(std::string_view english) const {
  for (const Pattern& pattern : patterns_) {
    if (pattern.length > english.size() || !english.starts_with(pattern.pieces.front()))
      continue;
    if (pattern.marks.empty()) {
      if (english == pattern.pieces.front())
        return pattern.translated;
      continue;
    }
    std::vector<std::string_view> captured;
    if (fits(pattern.pieces, 1, english.substr(pattern.pieces.front().size()), captured))
      if (auto text = filled(pattern, captured))
        return text;
  }
  return std::nullopt;
}

std::optional<std::string> SentencePatterns::translated(std::string_view english) const {
  if (auto text = as_a_whole(english))
    return text;
  const auto sentences = sentences_of(english);
  if (sentences.size() < 2)
    return std::nullopt;
  std::string result;
  bool any = false;
  for (const std::string& sentence : sentences) {
    const auto text = as_a_whole(sentence);
    any = any || text;
    result += (result.empty() ? "" : " ") + text.value_or(sentence);
  }
  return any ? std::optional(result) : std::nullopt;
}

} // namespace spondyl::report

#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <spondyl/base/result.h>
#include <string>
#include <string_view>
#include <utility>

namespace spondyl::report {

class SentencePatterns;

/// The wording of a report in one language: a file texts/LANGUAGE.json of {"key": "text with {names}"}. What a language
/// does not have is said in English.
class Catalogue {
public:
  using Values = std::initializer_list<std::pair<std::string_view, std::string>>;

  /// `english` must hold every key; `translation` may be empty. Errors: `unreadable`, `invalid_argument`.
  [[nodiscard]] static Result<Catalogue> parse(std::string_view english, std::string_view translation = {});

  /// The text of a key, "?key?" where there is none, so that a slip shows on the page instead of vanishing.
  [[nodiscard]] std::string text(const std::string& key, Values values = {}) const;
  [[nodiscard]] bool has(const std::string& key) const { return texts_.contains(key); }
  /// Sentences that measurement writes in English, by the patterns under "sentences" of the file: "Slices are {1} mm
  /// apart.". Unknown ones stay as they are.
  [[nodiscard]] std::string sentence(const std::string& english) const;
  [[nodiscard]] bool knows_sentence(const std::string& english) const;
  /// Every key, for templates.
  [[nodiscard]] const std::map<std::string, std::string>& texts() const { return texts_; }

  /// Fixed decimals with the language's decimal sign: 24.1 or 24,1.
  [[nodiscard]] std::string number(double value, int decimals) const;
  [[nodiscard]] std::string percent(double fraction) const; ///< "22 %"
  /// 20260131 or an ISO time to the language's date; anything else unchanged.
  [[nodiscard]] std::string date(const std::string& text) const;

private:
  std::map<std::string, std::string> texts_;
  std::shared_ptr<const SentencePatterns> sentences_;
};

} // namespace spondyl::report

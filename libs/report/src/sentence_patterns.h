#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::report {

/// Sentences of the measurement in another language, found by their English: "Slices are {1} mm apart." stands for
/// every distance. What a pattern takes in is translated by the other patterns in turn.
class SentencePatterns {
public:
  /// {1} to {9} may stand in both in any order; a pattern needs some text of its own.
  void add(std::string_view english, std::string_view translated);
  void set_decimal_sign(std::string sign) { decimal_sign_ = std::move(sign); }

  /// Several sentences in a row are translated one by one; std::nullopt when none of them is known.
  [[nodiscard]] std::optional<std::string> translated(std::string_view english) const;

private:
  struct Pattern {
    std::vector<std::string> pieces; ///< the text before, between and after the marks
    std::vector<char> marks;         ///< '1' to '9', between the pieces
    std::string translated;
    std::size_t length = 0, letters = 0; ///< of the pieces
  };
  [[nodiscard]] std::optional<std::string> as_a_whole(std::string_view english) const;
  [[nodiscard]] std::optional<std::string> filled(const Pattern& pattern,
                                                  const std::vector<std::string_view>& captured) const;
  [[nodiscard]] std::string with_decimal_sign(std::string_view text) const;

  std::vector<Pattern> patterns_; ///< the most particular first
  std::string decimal_sign_ = ".";
};

} // namespace spondyl::report

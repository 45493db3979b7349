#pragma once
// CommonMark with tables as blocks to lay out; the only place that knows md4c.

#include "canvas.h"
#include <spondyl/base/result.h>
#include <string>
#include <variant>
#include <vector>

namespace spondyl::drawing {

enum class TextRole { heading_1, heading_2, heading_3, paragraph, list_item };

struct TextBlock {
  TextRole role = TextRole::paragraph;
  std::string markup; ///< Pango's
};

struct ImageReference {
  std::string name;
  double share = 1.0; ///< of the text's width
};
struct ImageBlock {
  std::vector<ImageReference> images;
};

struct TableBlock {
  std::vector<Align> columns;
  std::vector<std::vector<std::string>> rows; ///< markup; the first row is the head
};

struct RuleBlock {};

using Block = std::variant<TextBlock, ImageBlock, TableBlock, RuleBlock>;

/// Errors: `invalid_argument` when the text cannot be parsed.
[[nodiscard]] Result<std::vector<Block>> parse_markdown(const std::string& text);

} // namespace spondyl::drawing

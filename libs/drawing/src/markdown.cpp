#include "markdown.h"

#include <cstdlib>
#include <md4c.h>

namespace spondyl::drawing {
namespace {

std::string escaped(const char* text, std::size_t size) {
  std::string result;
  for (const char c : std::string_view(text, size))
    switch (c) {
    case '&':
      result += "&amp;";
      break;
    case '<':
      result += "&lt;";
      break;
    case '>':
      result += "&gt;";
      break;
    default:
      result += c;
    }
  return result;
}

/// Pango knows the five of XML and numbers; the other one that templates need is the space that does not break.
std::string entity(const std::string& name) {
  if (name == "&nbsp;")
    return "\u00A0";
  for (const char* known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
    if (name == known)
      return name;
  return name.starts_with("&#") ? name : escaped(name.data(), name.size());
}

std::string text_of(const MD_ATTRIBUTE& attribute) {
  return attribute.text == nullptr ? std::string{} : std::string(attribute.text, attribute.size);
}

/// "60%" to 0.6; 1 for anything else.
double share_of(const std::string& title) {
  const double percent = std::strtod(title.c_str(), nullptr);
  return percent > 0.0 && percent <= 100.0 ? percent / 100.0 : 1.0;
}

Align align_of(MD_ALIGN align) {
  return align == MD_ALIGN_RIGHT ? Align::right : align == MD_ALIGN_CENTER ? Align::centre : Align::left;
}

/// Collects blocks while md4c walks through the text. C calls it: nothing may be thrown but bad_alloc, which ends all.
class Collector {
public:
  std::vector<Block> blocks;

  void enter_block(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
    case MD_BLOCK_H:
      role_ = heading(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
      begin_text();
      break;
    case MD_BLOCK_LI:
      in_item_ = true;
      begin_text();
      break;
    case MD_BLOCK_P:
      begin_text();
      break;
    case MD_BLOCK_HR:
      blocks.emplace_back(RuleBlock{});
      break;
    case MD_BLOCK_TABLE:
      table_ = {};
      break;
    case MD_BLOCK_TR:
      table_.rows.emplace_back();
      break;
    case MD_BLOCK_TH:
      table_.columns.push_back(align_of(static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align));
      text_.clear();
      break;
    case MD_BLOCK_TD:
      text_.clear();
      break;
    default:
      break;
    }
  }

  void leave_block(MD_BLOCKTYPE type) {
    switch (type) {
    case MD_BLOCK_H:
      add_text(role_);
      break;
    case MD_BLOCK_P:
      add_text(in_item_ ? TextRole::list_item : TextRole::paragraph);
      break;
    case MD_BLOCK_LI:
      add_text(TextRole::list_item); // tight lists have no paragraphs
      in_item_ = false;
      break;
    case MD_BLOCK_TH:
      table_.rows.back().push_back("<b>" + text_ + "</b>");
      break;
    case MD_BLOCK_TD:
      table_.rows.back().push_back(text_);
      break;
    case MD_BLOCK_TABLE:
      blocks.emplace_back(std::move(table_));
      text_.clear();
      break;
    default:
      break;
    }
  }

  void enter_span(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_EM)
      text_ += "<i>";
    if (type == MD_SPAN_STRONG)
      text_ += "<b>";
    if (type == MD_SPAN_IMG) {
      const auto& image = *static_cast<MD_SPAN_IMG_DETAIL*>(detail);
      images_.push_back({text_of(image.src), share_of(text_of(image.title))});
      ++inside_image_;
    }
  }

  void leave_span(MD_SPANTYPE type) {
    if (type == MD_SPAN_EM)
      text_ += "</i>";
    if (type == MD_SPAN_STRONG)
      text_ += "</b>";
    if (type == MD_SPAN_IMG)
      --inside_image_;
  }

  void text(MD_TEXTTYPE type, const char* text, std::size_t size) {
    if (inside_image_ > 0) // its alternative text: the picture itself is shown
      return;
    if (type == MD_TEXT_BR)
      text_ += '\n';
    else if (type == MD_TEXT_SOFTBR)
      text_ += ' ';
    else if (type == MD_TEXT_ENTITY)
      text_ += entity(std::string(text, size));
    else
      text_ += escaped(text, size);
  }

private:
  static TextRole heading(unsigned level) {
    return level == 1 ? TextRole::heading_1 : level == 2 ? TextRole::heading_2 : TextRole::heading_3;
  }
  void begin_text() {
    text_.clear();
    images_.clear();
  }
  void add_text(TextRole role) {
    if (!images_.empty())
      blocks.emplace_back(ImageBlock{std::move(images_)});
    if (text_.find_first_not_of(' ') != std::string::npos)
      blocks.emplace_back(TextBlock{role, text_});
    begin_text();
  }

  TextRole role_ = TextRole::paragraph;
  bool in_item_ = false;
  int inside_image_ = 0;
  std::string text_;
  std::vector<ImageReference> images_;
  TableBlock table_;
};

Collector& self(void* context) {
  return *static_cast<Collector*>(context);
}

} // namespace

Result<std::vector<Block>> parse_markdown(const std::string& text) {
  Collector collector;
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* context) {
    self(context).enter_block(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* context) {
    self(context).leave_block(type);
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* context) {
    self(context).enter_span(type, detail);
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* context) {
    self(context).leave_span(type);
    return 0;
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* part, MD_SIZE size, void* context) {
    self(context).text(type, part, size);
    return 0;
  };
  if (md_parse(text.c_str(), static_cast<MD_SIZE>(text.size()), &parser, &collector) != 0)
    return failure(ErrorCode::invalid_argument, "The page's Markdown cannot be parsed.");
  return std::move(collector.blocks);
}

} // namespace spondyl::drawing

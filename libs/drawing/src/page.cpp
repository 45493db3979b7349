#include <spondyl/drawing/page.h>

#include "level_diagram.h"
#include "markdown.h"
#include "table_layout.h"

#include <algorithm>

namespace spondyl::drawing {
namespace {

// ISO 216 A4 in points; margins and sizes are engineering choices.
constexpr double kPageWidth = 595.28, kPageHeight = 841.89, kMargin = 48.0, kFooterHeight = 30.0;
constexpr double kTextWidth = kPageWidth - 2.0 * kMargin, kBottom = kPageHeight - kMargin - kFooterHeight;
constexpr double kImageGap = 10.0, kHighestImages = 400.0, kLowestImages = 230.0;
constexpr Colour kInk{0.10, 0.11, 0.13}, kFaintInk{0.42, 0.45, 0.50}, kWarningInk{0.72, 0.20, 0.05},
    kRule{0.78, 0.80, 0.83};

struct BlockStyle {
  TextStyle text;
  double before = 0.0, after = 0.0, indent = 0.0;
};

BlockStyle style_of(TextRole role) {
  switch (role) {
  case TextRole::heading_1:
    return {{17.0, true, Align::left, kInk, false}, 0.0, 4.0, 0.0};
  case TextRole::heading_2:
    return {{11.5, true, Align::left, kInk, false}, 12.0, 4.0, 0.0};
  case TextRole::heading_3:
    return {{10.0, true, Align::left, kInk, false}, 8.0, 3.0, 0.0};
  case TextRole::list_item:
    return {{9.5, false, Align::left, kInk, false}, 0.0, 2.5, 12.0};
  case TextRole::paragraph:
    return {{9.5, false, Align::left, kInk, false}, 0.0, 6.0, 0.0};
  }
  return {};
}

DiagramSize natural_size(const Figure& figure) {
  if (const auto* picture = std::get_if<Picture>(&figure))
    return {static_cast<double>(picture->width), static_cast<double>(picture->height)};
  return diagram_size(std::get<LevelDiagram>(figure));
}

/// Puts blocks on pages from the top down.
class PageWriter {
public:
  PageWriter(Canvas& canvas, const std::map<std::string, Figure>& figures, const PageStyle& style, int pages)
      : canvas_(canvas), figures_(figures), style_(style), pages_(pages) {}

  Result<void> write(const std::vector<Block>& blocks) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      // A heading never stands alone at the foot of a page.
      const bool heading = is_heading(blocks[i]);
      if (heading && i + 1 < blocks.size())
        make_room(kRoomAfterHeading + std::min(needed(blocks[i + 1]), kLowestImages));
      highest_images_ = height_left_by_table(blocks, i);
      SPONDYL_CHECK(std::visit([this](const auto& block) { return put(block); }, blocks[i]));
    }
    draw_footer();
    return {};
  }
  [[nodiscard]] int page() const { return page_; }

private:
  static constexpr double kRoomAfterHeading = 60.0;

  static bool is_heading(const Block& block) {
    const auto* text = std::get_if<TextBlock>(&block);
    return text != nullptr && text->role <= TextRole::heading_3;
  }

  /// How high images may be so that the table after them, with its heading, comes onto the same page; the rest of the
  /// page where it would not fit anyway.
  double height_left_by_table(const std::vector<Block>& blocks, std::size_t images) const {
    const double left = kBottom - y_ - kImageGap;
    double after = 0.0;
    for (std::size_t i = images + 1; i < blocks.size(); ++i) {
      const auto* text = std::get_if<TextBlock>(&blocks[i]);
      const auto* table = std::get_if<TableBlock>(&blocks[i]);
      if (text != nullptr)
        after += text_height(*text);
      if (table != nullptr)
        after += TableLayout(canvas_, *table, kTextWidth).height();
      if (table != nullptr || text == nullptr)
        break;
    }
    return std::clamp(left - after >= kLowestImages ? left - after : left, kLowestImages, kHighestImages);
  }

  double text_height(const TextBlock& block) const {
    const BlockStyle style = style_of(block.role);
    return style.before + canvas_.paragraph_height(block.markup, kTextWidth - style.indent, style.text) + style.after;
  }

  /// What the beginning of the next block needs beyond a few lines.
  double needed(const Block& block) const {
    if (const auto* images = std::get_if<ImageBlock>(&block))
      return row_height(*images);
    const auto* table = std::get_if<TableBlock>(&block);
    if (table == nullptr || table->rows.empty())
      return 0.0;
    const TableLayout layout(canvas_, *table, kTextWidth);
    return layout.height(0) + (layout.rows() > 1 ? layout.height(1) : 0.0); // its head and one row
  }

  void make_room(double height) {
    if (y_ + height <= kBottom || y_ <= kMargin)
      return;
    draw_footer();
    canvas_.next_page();
    ++page_;
    y_ = kMargin;
  }

  void draw_footer() {
    const double y = kPageHeight - kMargin;
    const std::array<Segment, 1> rule = {{{{kMargin, y - 12.0}, {kPageWidth - kMargin, y - 12.0}}}};
    canvas_.lines(rule, 0.5, kRule);
    canvas_.text(style_.footer, {kMargin, y}, {9.0, true, Align::left, kWarningInk, false});
    canvas_.text(page_label(), {kPageWidth - kMargin, y}, {8.5, false, Align::right, kFaintInk, false});
  }

  std::string page_label() const {
    std::string label = style_.page_label;
    for (const auto& [mark, number] : {std::pair{"{page}", page_}, {"{pages}", pages_}})
      if (const std::size_t at = label.find(mark); at != std::string::npos)
        label.replace(at, std::string(mark).size(), std::to_string(number));
    return label;
  }

  Result<void> put(const TextBlock& block) {
    const BlockStyle style = style_of(block.role);
    const double width = kTextWidth - style.indent;
    const double height = canvas_.paragraph_height(block.markup, width, style.text);
    make_room(style.before + height);
    y_ += y_ > kMargin ? style.before : 0.0;
    if (block.role == TextRole::list_item)
      canvas_.disc({kMargin + 5.0, y_ + 0.65 * style.text.size}, 1.5, kInk, kInk);
    canvas_.paragraph(block.markup, {kMargin + style.indent, y_}, width, style.text);
    y_ += height + style.after;
    return {};
  }

  Result<void> put(const RuleBlock&) {
    make_room(10.0);
    const std::array<Segment, 1> rule = {{{{kMargin, y_ + 4.0}, {kPageWidth - kMargin, y_ + 4.0}}}};
    canvas_.lines(rule, 0.5, kRule);
    y_ += 10.0;
    return {};
  }

  /// Of images side by side, each with its share of the width.
  double row_height(const ImageBlock& block) const {
    double height = 0.0;
    for (const ImageReference& image : block.images)
      if (const auto found = figures_.find(image.name); found != figures_.end()) {
        const DiagramSize size = natural_size(found->second);
        height = std::max(height, size.height * (image.share * kTextWidth - kImageGap) / size.width);
      }
    return std::min(height, highest_images_);
  }

  static double scale_of(const ImageReference& image, const Figure& figure, double height) {
    const DiagramSize size = natural_size(figure);
    return std::min((image.share * kTextWidth - kImageGap) / size.width, height / size.height);
  }

  double row_width(const ImageBlock& block, double height) const {
    double width = -kImageGap;
    for (const ImageReference& image : block.images)
      if (const auto found = figures_.find(image.name); found != figures_.end())
        width += natural_size(found->second).width * scale_of(image, found->second, height) + kImageGap;
    return width;
  }

  Result<void> put(const ImageBlock& block) {
    const double height = row_height(block);
    make_room(height + kImageGap);
    double x = kMargin + 0.5 * (kTextWidth - row_width(block, height)); // in the middle of the page
    for (const ImageReference& image : block.images) {
      const auto found = figures_.find(image.name);
      if (found == figures_.end())
        return failure(ErrorCode::invalid_argument,
                       "The page shows the picture '" + image.name + "', which is not there.", "Correct the template.");
      const double scale = scale_of(image, found->second, height);
      draw(found->second, {x, y_}, scale);
      x += natural_size(found->second).width * scale + kImageGap;
    }
    y_ += height + kImageGap;
    return {};
  }

  void draw(const Figure& figure, Position at, double scale) {
    if (const auto* picture = std::get_if<Picture>(&figure))
      canvas_.picture(*picture, at, picture->width * scale);
    else
      canvas_.scaled(at, scale, [&] { draw_level_diagram(canvas_, std::get<LevelDiagram>(figure)); });
  }

  Result<void> put(const TableBlock& block) {
    const TableLayout table(canvas_, block, kTextWidth);
    make_room(table.height(0) + (table.rows() > 1 ? table.height(1) : 0.0));
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const int page = page_;
      make_room(table.height(row));
      if (page != page_ && row > 0)
        put_row(table, 0); // the head again
      put_row(table, row);
    }
    y_ += 8.0;
    return {};
  }

  void put_row(const TableLayout& table, std::size_t row) {
    table.draw_row(canvas_, row, {kMargin, y_});
    y_ += table.height(row);
  }

  Canvas& canvas_;
  const std::map<std::string, Figure>& figures_;
  const PageStyle& style_;
  int pages_;
  int page_ = 1;
  double highest_images_ = kHighestImages;
  double y_ = kMargin;
};

struct Written {
  std::string pdf;
  int pages = 0;
};

Result<Written> write_pages(const std::vector<Block>& blocks, const std::map<std::string, Figure>& figures,
                            const PageStyle& style, int pages) {
  Written written;
  Canvas canvas(written.pdf, kPageWidth, kPageHeight);
  canvas.describe_pdf(style.title, style.created);
  PageWriter writer(canvas, figures, style, pages);
  SPONDYL_CHECK(writer.write(blocks));
  if (!canvas.finish())
    return failure(ErrorCode::internal, "The PDF could not be made.");
  written.pages = writer.page();
  return written;
}

} // namespace

Result<std::string> render_pdf(const std::string& markdown, const std::map<std::string, Figure>& figures,
                               const PageStyle& style) {
  SPONDYL_TRY(const auto blocks, parse_markdown(markdown));
  SPONDYL_TRY(const Written counted, write_pages(blocks, figures, style, 1)); // how many pages there are is known then
  SPONDYL_TRY(Written written, write_pages(blocks, figures, style, counted.pages));
  return std::move(written.pdf);
}

} // namespace spondyl::drawing

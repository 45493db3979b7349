#pragma once
// The only place that knows cairo and pango, with surface.h. Coordinates are pixels or points, y downwards.

#include <functional>
#include <memory>
#include <span>
#include <spondyl/drawing/picture.h>
#include <string>
#include <vector>

namespace spondyl::drawing {

struct Colour {
  double red = 0.0, green = 0.0, blue = 0.0, alpha = 1.0;
  [[nodiscard]] Colour faded(double opacity) const { return {red, green, blue, opacity}; }
};

/// A grey image to be framed and annotated.
struct GreyImage {
  int width = 0, height = 0;
  std::vector<std::uint8_t> grey;
};

struct Position {
  double x = 0.0, y = 0.0;
};
struct Segment {
  Position from, to;
};

enum class Align { left, centre, right };

struct TextStyle {
  double size = 14.0; ///< pixels
  bool bold = false;
  Align align = Align::left;
  Colour colour{1, 1, 1};
  bool halo = false; ///< a dark rim, for text on an image
};

/// Of its longest word, and of all of it on one line.
struct ParagraphWidths {
  double narrowest = 0.0, widest = 0.0;
};

class Canvas {
public:
  /// An image.
  Canvas(int width, int height, Colour background);
  /// A PDF that grows in `pdf`, whole after finish(); coordinates are points of 1/72 inch.
  Canvas(std::string& pdf, double width, double height);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  void image(const GreyImage& image, Position top_left);
  void rectangle(Position top_left, double width, double height, Colour colour);
  void lines(std::span<const Segment> segments, double width, Colour colour, bool dashed = false);
  void disc(Position centre, double radius, Colour fill, Colour rim);
  /// `at` is the middle of the line's height, at its left, centre or right by the style. Returns the text's width.
  double text(const std::string& text, Position at, const TextStyle& style);
  [[nodiscard]] double text_width(const std::string& text, const TextStyle& style) const;
  /// Draws with `draw` inside a rectangle only.
  void clipped(Position top_left, double width, double height, const std::function<void()>& draw);

  /// Draws with `draw` in a coordinate system of its own.
  void scaled(Position origin, double scale, const std::function<void()>& draw);
  void picture(const Picture& picture, Position top_left, double width);
  void polygon(std::span<const Position> corners, Colour fill, Colour rim, double rim_width);
  /// Pango markup in lines no wider than `width`. Returns the height.
  double paragraph(const std::string& markup, Position top_left, double width, const TextStyle& style);
  [[nodiscard]] double paragraph_height(const std::string& markup, double width, const TextStyle& style) const;
  [[nodiscard]] ParagraphWidths paragraph_widths(const std::string& markup, const TextStyle& style) const;

  void describe_pdf(const std::string& title, const std::string& created);
  void next_page();
  [[nodiscard]] bool finish(); ///< false when something went wrong on the way

  [[nodiscard]] Picture picture() const;

private:
  struct Context;
  std::unique_ptr<Context> context_;
};

} // namespace spondyl::drawing

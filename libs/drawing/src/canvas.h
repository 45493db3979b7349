#pragma once
// The only place that knows cairo and pango. Coordinates are pixels, y downwards.

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

class Canvas {
public:
  Canvas(int width, int height, Colour background);
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

  [[nodiscard]] Picture picture() const;

private:
  struct Context;
  std::unique_ptr<Context> context_;
};

} // namespace spondyl::drawing

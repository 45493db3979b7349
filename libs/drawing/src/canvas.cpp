#include "canvas.h"

#include <cstring>
#include <pango/pangocairo.h>

namespace spondyl::drawing {
namespace {

struct SurfaceCloser {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ContextCloser {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
struct ObjectCloser {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using SurfacePointer = std::unique_ptr<cairo_surface_t, SurfaceCloser>;
using LayoutPointer = std::unique_ptr<PangoLayout, ObjectCloser>;

void set_colour(cairo_t* cairo, Colour colour) {
  cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, colour.alpha);
}

LayoutPointer layout_of(cairo_t* cairo, const std::string& text, const TextStyle& style) {
  LayoutPointer layout(pango_cairo_create_layout(cairo));
  PangoFontDescription* font = pango_font_description_from_string("DejaVu Sans, Sans");
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
  return layout;
}

double aligned(double x, double width, Align align) {
  return align == Align::left ? x : align == Align::centre ? x - 0.5 * width : x - width;
}

} // namespace

struct Canvas::Context {
  SurfacePointer surface;
  std::unique_ptr<cairo_t, ContextCloser> cairo;
};

Canvas::Canvas(int width, int height, Colour background) : context_(std::make_unique<Context>()) {
  context_->surface.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  context_->cairo.reset(cairo_create(context_->surface.get()));
  set_colour(context_->cairo.get(), background);
  cairo_paint(context_->cairo.get());
}

Canvas::~Canvas() = default;

void Canvas::image(const GreyImage& image, Position top_left) {
  const SurfacePointer surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width, image.height));
  unsigned char* bytes = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const auto source =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x);
      const std::uint32_t grey = image.grey[source];
      const std::uint32_t pixel = grey << 16U | grey << 8U | grey;
      std::memcpy(bytes + static_cast<std::ptrdiff_t>(y) * stride + static_cast<std::ptrdiff_t>(x) * 4, &pixel,
                  sizeof pixel);
    }
  cairo_surface_mark_dirty(surface.get());
  cairo_t* cairo = context_->cairo.get();
  cairo_set_source_surface(cairo, surface.get(), top_left.x, top_left.y);
  cairo_rectangle(cairo, top_left.x, top_left.y, image.width, image.height);
  cairo_fill(cairo);
}

void Canvas::rectangle(Position top_left, double width, double height, Colour colour) {
  cairo_t* cairo = context_->cairo.get();
  set_colour(cairo, colour);
  cairo_rectangle(cairo, top_left.x, top_left.y, width, height);
  cairo_fill(cairo);
}

void Canvas::lines(std::span<const Segment> segments, double width, Colour colour, bool dashed) {
  cairo_t* cairo = context_->cairo.get();
  cairo_save(cairo);
  set_colour(cairo, colour);
  cairo_set_line_width(cairo, width);
  cairo_set_line_cap(cairo, dashed ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
  constexpr double dash[] = {6.0, 5.0};
  if (dashed)
    cairo_set_dash(cairo, dash, 2, 0.0);
  for (const Segment& segment : segments) {
    cairo_move_to(cairo, segment.from.x, segment.from.y);
    cairo_line_to(cairo, segment.to.x, segment.to.y);
  }
  cairo_stroke(cairo);
  cairo_restore(cairo);
}

void Canvas::disc(Position centre, double radius, Colour fill, Colour rim) {
  cairo_t* cairo = context_->cairo.get();
  cairo_new_path(cairo);
  cairo_arc(cairo, centre.x, centre.y, radius, 0.0, 6.283185307179586);
  set_colour(cairo, fill);
  cairo_fill_preserve(cairo);
  set_colour(cairo, rim);
  cairo_set_line_width(cairo, 1.0);
  cairo_stroke(cairo);
}

double Canvas::text(const std::string& text, Position at, const TextStyle& style) {
  cairo_t* cairo = context_->cairo.get();
  const LayoutPointer layout = layout_of(cairo, text, style);
  int width = 0, height = 0;
  pango_layout_get_pixel_size(layout.get(), &width, &height);
  const double x = aligned(at.x, width, style.align);
  cairo_move_to(cairo, x, at.y - 0.5 * height);
  if (style.halo) {
    set_colour(cairo, {0, 0, 0, 0.75});
    cairo_set_line_width(cairo, 4.0);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    pango_cairo_layout_path(cairo, layout.get());
    cairo_stroke(cairo);
    cairo_move_to(cairo, x, at.y - 0.5 * height);
  }
  set_colour(cairo, style.colour);
  pango_cairo_show_layout(cairo, layout.get());
  cairo_new_path(cairo);
  return width;
}

double Canvas::text_width(const std::string& text, const TextStyle& style) const {
  int width = 0;
  pango_layout_get_pixel_size(layout_of(context_->cairo.get(), text, style).get(), &width, nullptr);
  return width;
}

void Canvas::clipped(Position top_left, double width, double height, const std::function<void()>& draw) {
  cairo_t* cairo = context_->cairo.get();
  cairo_save(cairo);
  cairo_rectangle(cairo, top_left.x, top_left.y, width, height);
  cairo_clip(cairo);
  draw();
  cairo_restore(cairo);
}

Picture Canvas::picture() const {
  cairo_surface_t* surface = context_->surface.get();
  cairo_surface_flush(surface);
  Picture picture;
  picture.width = cairo_image_surface_get_width(surface);
  picture.height = cairo_image_surface_get_height(surface);
  const unsigned char* bytes = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, bytes + static_cast<std::ptrdiff_t>(y) * stride + static_cast<std::ptrdiff_t>(x) * 4,
                  sizeof pixel);
      for (const unsigned shift : {16U, 8U, 0U})
        picture.rgb.push_back(static_cast<std::uint8_t>(pixel >> shift));
    }
  return picture;
}

} // namespace spondyl::drawing

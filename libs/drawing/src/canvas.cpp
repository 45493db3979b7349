#include "canvas.h"

#include "surface.h"

#include <cairo-pdf.h>
#include <cstring>
#include <pango/pangocairo.h>

namespace spondyl::drawing {
namespace {

struct ContextCloser {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
struct ObjectCloser {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
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

/// Markup in lines no wider than `width`, broken between words.
LayoutPointer paragraph_layout(cairo_t* cairo, const std::string& markup, double width, const TextStyle& style) {
  LayoutPointer layout = layout_of(cairo, "", style);
  pango_layout_set_markup(layout.get(), markup.c_str(), static_cast<int>(markup.size()));
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  pango_layout_set_alignment(layout.get(), style.align == Align::left     ? PANGO_ALIGN_LEFT
                                           : style.align == Align::centre ? PANGO_ALIGN_CENTER
                                                                          : PANGO_ALIGN_RIGHT);
  return layout;
}

double height_of(PangoLayout* layout) {
  int height = 0;
  pango_layout_get_size(layout, nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
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

Canvas::Canvas(std::string& pdf, double width, double height) : context_(std::make_unique<Context>()) {
  const auto append = [](void* target, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(target)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
  };
  context_->surface.reset(cairo_pdf_surface_create_for_stream(append, &pdf, width, height));
  context_->cairo.reset(cairo_create(context_->surface.get()));
}

Canvas::~Canvas() = default;

void Canvas::describe_pdf(const std::string& title, const std::string& created) {
  cairo_surface_t* surface = context_->surface.get();
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Spondyl");
  if (!created.empty())
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
}

void Canvas::next_page() {
  cairo_show_page(context_->cairo.get());
}

bool Canvas::finish() {
  cairo_surface_finish(context_->surface.get());
  return cairo_surface_status(context_->surface.get()) == CAIRO_STATUS_SUCCESS;
}

void Canvas::scaled(Position origin, double scale, const std::function<void()>& draw) {
  cairo_t* cairo = context_->cairo.get();
  cairo_save(cairo);
  cairo_translate(cairo, origin.x, origin.y);
  cairo_scale(cairo, scale, scale);
  draw();
  cairo_restore(cairo);
}

void Canvas::picture(const Picture& picture, Position top_left, double width) {
  const SurfacePointer surface = surface_of(picture);
  if (!surface)
    return;
  scaled(top_left, width / picture.width, [&] {
    cairo_t* cairo = context_->cairo.get();
    cairo_set_source_surface(cairo, surface.get(), 0.0, 0.0);
    cairo_paint(cairo);
  });
}

void Canvas::polygon(std::span<const Position> corners, Colour fill, Colour rim, double rim_width) {
  cairo_t* cairo = context_->cairo.get();
  cairo_new_path(cairo);
  for (const Position& corner : corners)
    cairo_line_to(cairo, corner.x, corner.y);
  cairo_close_path(cairo);
  set_colour(cairo, fill);
  cairo_fill_preserve(cairo);
  set_colour(cairo, rim);
  cairo_set_line_width(cairo, rim_width);
  cairo_stroke(cairo);
}

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

double Canvas::paragraph(const std::string& markup, Position top_left, double width, const TextStyle& style) {
  cairo_t* cairo = context_->cairo.get();
  const LayoutPointer layout = paragraph_layout(cairo, markup, width, style);
  cairo_move_to(cairo, top_left.x, top_left.y);
  set_colour(cairo, style.colour);
  pango_cairo_show_layout(cairo, layout.get());
  cairo_new_path(cairo);
  return height_of(layout.get());
}

double Canvas::paragraph_height(const std::string& markup, double width, const TextStyle& style) const {
  return height_of(paragraph_layout(context_->cairo.get(), markup, width, style).get());
}

ParagraphWidths Canvas::paragraph_widths(const std::string& markup, const TextStyle& style) const {
  cairo_t* cairo = context_->cairo.get();
  const auto measured = [&](double limit) {
    PangoRectangle extents;
    pango_layout_get_extents(paragraph_layout(cairo, markup, limit, style).get(), nullptr, &extents);
    return static_cast<double>(extents.width) / PANGO_SCALE;
  };
  constexpr double no_limit = 1e5;
  return {measured(1.0), measured(no_limit)};
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
  return picture_of(context_->surface.get());
}

} // namespace spondyl::drawing

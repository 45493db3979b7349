#include "surface.h"

#include <cstring>

namespace spondyl::drawing {
namespace {

unsigned char* pixel_at(cairo_surface_t* surface, int x, int y) {
  return cairo_image_surface_get_data(surface) +
         static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface) + static_cast<std::ptrdiff_t>(x) * 4;
}

} // namespace

SurfacePointer surface_of(const Picture& picture) {
  SurfacePointer surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return nullptr;
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      const auto [red, green, blue] = picture.at(x, y);
      const std::uint32_t pixel =
          static_cast<std::uint32_t>(red) << 16U | static_cast<std::uint32_t>(green) << 8U | blue;
      std::memcpy(pixel_at(surface.get(), x, y), &pixel, sizeof pixel);
    }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

Picture picture_of(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  Picture picture;
  picture.width = cairo_image_surface_get_width(surface);
  picture.height = cairo_image_surface_get_height(surface);
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, pixel_at(surface, x, y), sizeof pixel);
      for (const unsigned shift : {16U, 8U, 0U})
        picture.rgb.push_back(static_cast<std::uint8_t>(pixel >> shift));
    }
  return picture;
}

} // namespace spondyl::drawing

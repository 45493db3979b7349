#include <spondyl/drawing/picture.h>

#include <cairo.h>
#include <cstring>
#include <memory>
#include <spondyl/findings/private_file.h>

namespace spondyl::drawing {
namespace {

struct SurfaceCloser {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};

cairo_status_t append(void* target, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(target)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

} // namespace

Result<void> write_png(const Picture& picture, const std::filesystem::path& file) {
  const std::unique_ptr<cairo_surface_t, SurfaceCloser> surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return failure(ErrorCode::internal, "A picture of this size cannot be made.");
  unsigned char* bytes = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      const auto [red, green, blue] = picture.at(x, y);
      const std::uint32_t pixel =
          static_cast<std::uint32_t>(red) << 16U | static_cast<std::uint32_t>(green) << 8U | blue;
      std::memcpy(bytes + static_cast<std::ptrdiff_t>(y) * stride + static_cast<std::ptrdiff_t>(x) * 4, &pixel,
                  sizeof pixel);
    }
  cairo_surface_mark_dirty(surface.get());
  std::string png;
  if (cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
    return failure(ErrorCode::internal, "The picture " + file.string() + " could not be encoded.");
  return findings::write_private_file(file, png);
}

} // namespace spondyl::drawing

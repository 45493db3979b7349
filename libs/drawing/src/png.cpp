#include <spondyl/drawing/picture.h>

#include "surface.h"

#include <spondyl/findings/private_file.h>

namespace spondyl::drawing {
namespace {

cairo_status_t append(void* target, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(target)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

} // namespace

Result<std::string> encode_png(const Picture& picture) {
  const SurfacePointer surface = surface_of(picture);
  std::string png;
  if (!surface || cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
    return failure(ErrorCode::internal, "A picture of this size cannot be encoded.");
  return png;
}

Result<Picture> read_png(const std::filesystem::path& file) {
  const SurfacePointer surface(cairo_image_surface_create_from_png(file.c_str()));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return failure(ErrorCode::unreadable, "The picture " + file.string() + " cannot be read.");
  return picture_of(surface.get());
}

Result<void> write_png(const Picture& picture, const std::filesystem::path& file) {
  SPONDYL_TRY(const std::string png, encode_png(picture));
  return findings::write_private_file(file, png);
}

} // namespace spondyl::drawing

#pragma once
// Pictures as cairo surfaces and back.

#include <cairo.h>
#include <memory>
#include <spondyl/drawing/picture.h>

namespace spondyl::drawing {

struct SurfaceCloser {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using SurfacePointer = std::unique_ptr<cairo_surface_t, SurfaceCloser>;

/// Null when cairo cannot make one of that size.
[[nodiscard]] SurfacePointer surface_of(const Picture& picture);
/// Of an image surface of format RGB24 or ARGB32.
[[nodiscard]] Picture picture_of(cairo_surface_t* surface);

} // namespace spondyl::drawing

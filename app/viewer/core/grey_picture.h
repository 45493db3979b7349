#pragma once

#include <QImage>
#include <spondyl/render/grey_image.h>
#include <spondyl/view_model/window_level.h>

namespace spondyl::viewer {

/// The same pixels as a QImage; the image keeps them.
[[nodiscard]] QImage to_qimage(render::GreyImage image);
/// Values through a window, whatever its function or table.
[[nodiscard]] QImage windowed(const render::ValueImage& values, const view_model::WindowLevel& window);

} // namespace spondyl::viewer

#include "grey_picture.h"

#include <algorithm>
#include <memory>

namespace spondyl::viewer {
namespace {

render::GreyImage through_function(const render::ValueImage& values, const view_model::WindowLevel& window) {
  render::GreyImage grey{values.width, values.height, std::vector<std::uint8_t>(values.values.size())};
  std::transform(values.values.begin(), values.values.end(), grey.pixels.begin(), [&](float value) {
    return static_cast<std::uint8_t>(std::clamp(window.brightness(value) * 255.0F + 0.5F, 0.0F, 255.0F));
  });
  return grey;
}

bool is_linear(const view_model::WindowLevel& window) {
  return !window.table && window.function == view_model::VoiFunction::linear_exact;
}

} // namespace

QImage to_qimage(render::GreyImage image) {
  auto* owner = new render::GreyImage(std::move(image)); // freed by QImage's clean-up call below
  return {owner->pixels.data(),
          owner->width,
          owner->height,
          owner->width,
          QImage::Format_Grayscale8,
          [](void* grey) { delete static_cast<render::GreyImage*>(grey); },
          owner};
}

QImage windowed(const render::ValueImage& values, const view_model::WindowLevel& window) {
  if (is_linear(window))
    return to_qimage(render::apply_window(values, {window.centre, window.width, window.inverted}));
  return to_qimage(through_function(values, window));
}

} // namespace spondyl::viewer

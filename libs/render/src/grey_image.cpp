#include <algorithm>
#include <spondyl/render/grey_image.h>

namespace spondyl::render {

GreyImage apply_window(const ValueImage& image, const GreyWindow& window) {
  GreyImage grey{image.width, image.height, std::vector<std::uint8_t>(image.values.size())};
  const auto scale = static_cast<float>(255.0 / std::max(window.width, 1e-6) * (window.inverted ? -1.0 : 1.0));
  const float at_centre = 127.5F + 0.5F; // the half rounds the conversion below
  const auto centre = static_cast<float>(window.centre);
  for (std::size_t i = 0; i < image.values.size(); ++i)
    grey.pixels[i] =
        static_cast<std::uint8_t>(std::clamp((image.values[i] - centre) * scale + at_centre, 0.0F, 255.0F));
  return grey;
}

} // namespace spondyl::render

#include "foreign_scene.h"

namespace spondyl::viewer {
namespace {

void append(view_model::OverlayScene& scene, view_model::OverlayScene more) {
  scene.lines.insert(scene.lines.end(), more.lines.begin(), more.lines.end());
  scene.markers.insert(scene.markers.end(), more.markers.begin(), more.markers.end());
  scene.texts.insert(scene.texts.end(), more.texts.begin(), more.texts.end());
}

} // namespace

view_model::OverlayScene foreign_scene(
    const StoredOverlays& stored, const OpenedImage& image, const view_model::Projection& projection,
    const std::function<std::vector<view_model::LabelOutline>(const std::shared_ptr<const LabelMap>&)>& outlines) {
  view_model::OverlayScene scene;
  const auto frame = static_cast<std::size_t>(image.item.thumbnail_frame);
  const std::string image_uid = image.film ? image.item.series.frames[frame].sop_instance_uid : std::string();
  for (const view_model::StoredResult& result : stored.of(image.item.key)) {
    if (!stored.shown(result))
      continue;
    append(scene, view_model::shapes_overlay(result.shapes, projection, image_uid));
    if (result.state.labels && outlines)
      append(scene, view_model::segments_overlay(outlines(result.state.labels), result.names));
  }
  return scene;
}

} // namespace spondyl::viewer

#pragma once

#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>
#include <spondyl/plugin_sdk/plugin_abi.h>

namespace spondyl::plugin_host {

[[nodiscard]] spondyl_geometry to_abi(const VolumeGeometry& geometry);
[[nodiscard]] VolumeGeometry from_abi(const spondyl_geometry& geometry);
/// These point into their argument.
[[nodiscard]] spondyl_image to_abi(const Volume& volume);
[[nodiscard]] spondyl_image to_abi(const Radiograph& radiograph);
[[nodiscard]] spondyl_labels to_abi(const LabelMap& labels);

} // namespace spondyl::plugin_host

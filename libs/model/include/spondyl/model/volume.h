#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <spondyl/model/geometry.h>
#include <vector>

namespace spondyl {

enum class Modality { ct, mr, radiograph, other };

/// An immutable 3-D image. Voxels are columns-fastest, then rows, then slices, one real value each: Hounsfield units
/// for CT, the scanner's arbitrary units for MR, after the modality LUT or rescale. Copies share the voxels.
class Volume {
public:
  Volume(VolumeGeometry geometry, std::vector<float> voxels, Modality modality,
         std::optional<float> no_data_value = std::nullopt)
      : geometry_(geometry), voxels_(std::make_shared<const std::vector<float>>(std::move(voxels))),
        modality_(modality), no_data_value_(no_data_value) {}

  [[nodiscard]] const VolumeGeometry& geometry() const { return geometry_; }
  [[nodiscard]] const std::vector<float>& voxels() const { return *voxels_; }
  [[nodiscard]] Modality modality() const { return modality_; }
  /// Voxels equal to this hold no image (Pixel Padding Value, or what tilt correction could not fill).
  [[nodiscard]] std::optional<float> no_data_value() const { return no_data_value_; }
  [[nodiscard]] float at(int column, int row, int slice) const {
    return (*voxels_)[geometry_.offset(column, row, slice)];
  }

private:
  VolumeGeometry geometry_;
  std::shared_ptr<const std::vector<float>> voxels_;
  Modality modality_;
  std::optional<float> no_data_value_;
};

/// One value per voxel, 0 = background. On a grid of its own, in the same frame of reference as its volume.
struct LabelMap {
  VolumeGeometry geometry;
  std::vector<std::uint8_t> voxels; ///< columns-fastest, then rows, then slices
};

} // namespace spondyl

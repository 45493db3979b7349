#include <gtest/gtest.h>
#include <spondyl/render/slice.h>

namespace spondyl::render {
namespace {

/// A volume whose every voxel tells its own index: column + 100 row + 10000 slice.
Volume telling_volume(VolumeGeometry geometry) {
  std::vector<float> voxels;
  for (int slice = 0; slice < geometry.size.slices; ++slice)
    for (int row = 0; row < geometry.size.rows; ++row)
      for (int column = 0; column < geometry.size.columns; ++column)
        voxels.push_back(static_cast<float>(column + 100 * row + 10000 * slice));
  return {geometry, std::move(voxels), Modality::ct};
}

VolumeGeometry axial_geometry() {
  VolumeGeometry geometry;
  geometry.size = {20, 30, 12};
  geometry.origin = {-10.0, 5.0, 100.0};
  geometry.column_spacing = 0.5;
  geometry.row_spacing = 0.75;
  geometry.slice_spacing = 2.5;
  return geometry;
}

/// Acquired sagittally: columns run to the back, rows down, slices to the patient's left.
VolumeGeometry sagittal_geometry() {
  VolumeGeometry geometry;
  geometry.size = {16, 24, 9};
  geometry.origin = {-20.0, -30.0, 80.0};
  geometry.column_axis = {0, 1, 0};
  geometry.row_axis = {0, 0, -1};
  geometry.slice_axis = {1, 0, 0};
  geometry.column_spacing = 0.8;
  geometry.row_spacing = 0.8;
  geometry.slice_spacing = 4.0;
  return geometry;
}

TEST(VolumeSlicer, ShowsVoxelsExactlyOnANativePlane) {
  const Volume volume = telling_volume(axial_geometry());
  const VolumeGeometry& g = volume.geometry();
  const PicturePlane plane{g.to_patient({2, 4, 7}), {1, 0, 0}, {0, 1, 0}, 0.5, 10, 9};
  const ValueImage image = VolumeSlicer(volume).slice(plane);
  for (int x = 0; x < plane.width; ++x) {
    EXPECT_FLOAT_EQ(image.at(x, 0), volume.at(2 + x, 4, 7)) << "column " << x;
    EXPECT_FLOAT_EQ(image.at(x, 3), volume.at(2 + x, 6, 7)) << "3 x 0.5 mm are two rows of 0.75 mm, column " << x;
  }
}

TEST(VolumeSlicer, PutsTheHeadUpOnASagittalReformatOfAnAxialVolume) {
  const Volume volume = telling_volume(axial_geometry());
  const VolumeGeometry& g = volume.geometry();
  // Right on the picture is posterior (+y), down is caudal (-z).
  const PicturePlane plane{g.to_patient({5, 0, 11}), {0, 1, 0}, {0, 0, -1}, 2.5, 5, 12};
  const ValueImage image = VolumeSlicer(volume).slice(plane);
  for (int y = 0; y < 12; ++y)
    EXPECT_FLOAT_EQ(image.at(0, y), volume.at(5, 0, 11 - y)) << "row " << y;
}

TEST(VolumeSlicer, CutsASagittalAcquisitionAxially) {
  const Volume volume = telling_volume(sagittal_geometry());
  const VolumeGeometry& g = volume.geometry();
  const PicturePlane plane{g.to_patient({3, 10, 0}), {1, 0, 0}, {0, 1, 0}, 0.8, 41, 5};
  const ValueImage image = VolumeSlicer(volume).slice(plane, {.interpolation = Interpolation::nearest});
  EXPECT_FLOAT_EQ(image.at(0, 0), volume.at(3, 10, 0));
  EXPECT_FLOAT_EQ(image.at(0, 4), volume.at(7, 10, 0)) << "down the picture is posterior";
  EXPECT_FLOAT_EQ(image.at(40, 0), volume.at(3, 10, 8)) << "right on the picture is the patient's left";
}

TEST(VolumeSlicer, InterpolatesLinearlyOnAnObliquePlane) {
  const Volume volume = telling_volume(axial_geometry());
  const VolumeGeometry& g = volume.geometry();
  const PatientVector right = normalized(PatientVector{1, 0.4, 0.2});
  const PatientVector down = normalized(cross(PatientVector{0.1, 0.2, 1}, right));
  const PicturePlane plane{g.to_patient({6, 8, 4}), right, down, 0.3, 8, 8};
  const ValueImage image = VolumeSlicer(volume).slice(plane);
  for (int i = 0; i < 8; ++i) {
    const IndexPoint p = g.to_index(plane.first_pixel + right * (0.3 * i) + down * (0.3 * i));
    EXPECT_NEAR(image.at(i, i), p.column + 100 * p.row + 10000 * p.slice, 0.2) << "pixel " << i;
  }
}

TEST(VolumeSlicer, ShowsAirOutsideOfACtVolume) {
  const Volume volume = telling_volume(axial_geometry());
  const PicturePlane plane{{-30.0, 5.0, 100.0}, {1, 0, 0}, {0, 1, 0}, 0.5, 10, 2};
  EXPECT_FLOAT_EQ(VolumeSlicer(volume).slice(plane).at(0, 0), -1024.0F);
}

TEST(VolumeSlicer, AveragesAndTakesTheMaximumOverASlab) {
  const Volume volume = telling_volume(axial_geometry());
  const VolumeGeometry& g = volume.geometry();
  // One column of voxels seen from the side: the slab lies across columns, 0.5 mm apart.
  const PicturePlane plane{g.to_patient({10, 5, 5}), {0, 1, 0}, {0, 0, -1}, 0.75, 1, 1};
  const VolumeSlicer slicer(volume);
  EXPECT_NEAR(slicer.slice(plane, {.slab = SlabMode::mean, .slab_thickness = 2.5}).at(0, 0), volume.at(10, 5, 5), 0.01);
  EXPECT_NEAR(slicer.slice(plane, {.slab = SlabMode::maximum, .slab_thickness = 2.5}).at(0, 0), volume.at(12, 5, 5),
              0.01)
      << "five planes: two to each side";
}

TEST(VolumeSlicer, SamplesAnyPoints) {
  const Volume volume = telling_volume(sagittal_geometry());
  const VolumeGeometry& g = volume.geometry();
  const std::vector<PatientPoint> points = {
      g.to_patient({3, 4, 5}), g.to_patient({3.5, 4, 5}), {500, 0, 0}, g.to_patient({0, 0, 8})};
  const ValueImage image = VolumeSlicer(volume).sample(points, 2, 2);
  EXPECT_NEAR(image.at(0, 0), volume.at(3, 4, 5), 0.01);
  EXPECT_NEAR(image.at(1, 0), volume.at(3, 4, 5) + 0.5, 0.01);
  EXPECT_FLOAT_EQ(image.at(0, 1), -1024.0F);
  EXPECT_NEAR(image.at(1, 1), volume.at(0, 0, 8), 0.01);
}

TEST(ApplyWindow, MapsTheWindowFromBlackToWhite) {
  const ValueImage values{5, 1, {-500.0F, 0.0F, 50.0F, 100.0F, 900.0F}};
  const GreyImage grey = apply_window(values, {50.0, 100.0, false});
  EXPECT_EQ(grey.pixels, (std::vector<std::uint8_t>{0, 0, 128, 255, 255}));
  const GreyImage inverted = apply_window(values, {50.0, 100.0, true});
  EXPECT_EQ(inverted.pixels, (std::vector<std::uint8_t>{255, 255, 128, 0, 0}));
}

} // namespace
} // namespace spondyl::render

#include <spondyl/model/geometry.h>

#include <gtest/gtest.h>

namespace spondyl {
namespace {

TEST(VolumeGeometry, ObliqueIndexAndPatientPointsRoundTrip) {
  VolumeGeometry geometry;
  geometry.size = {10, 20, 30};
  geometry.origin = {5, -7, 11};
  geometry.column_axis = normalized({0, 1, 0.2});
  geometry.row_axis = normalized(cross({1, 0, 0}, geometry.column_axis));
  geometry.slice_axis = cross(geometry.column_axis, geometry.row_axis);
  geometry.column_spacing = 0.7;
  geometry.row_spacing = 0.8;
  geometry.slice_spacing = 3.0;
  const IndexPoint index{1.5, 2.25, 3.75};
  const IndexPoint back = geometry.to_index(geometry.to_patient(index));
  EXPECT_NEAR(back.column, index.column, 1e-9);
  EXPECT_NEAR(back.row, index.row, 1e-9);
  EXPECT_NEAR(back.slice, index.slice, 1e-9);
}

TEST(VolumeGeometry, ContainsIncludesTheOutermostVoxelCentres) {
  VolumeGeometry geometry;
  geometry.size = {4, 4, 4};
  EXPECT_TRUE(geometry.contains({3, 3, 3}));
  EXPECT_FALSE(geometry.contains({3.01, 0, 0}));
  EXPECT_FALSE(geometry.contains({-0.01, 0, 0}));
}

} // namespace
} // namespace spondyl

#pragma once
// Private to the libraries that may see ITK: between our values and itk::Image.

#include <itkImage.h>
#include <spondyl/model/volume.h>

namespace spondyl::imaging {

template <typename Pixel> void set_itk_geometry(itk::Image<Pixel, 3>& image, const VolumeGeometry& geometry) {
  using Image = itk::Image<Pixel, 3>;
  typename Image::SizeType size;
  size[0] = static_cast<itk::SizeValueType>(geometry.size.columns);
  size[1] = static_cast<itk::SizeValueType>(geometry.size.rows);
  size[2] = static_cast<itk::SizeValueType>(geometry.size.slices);
  image.SetRegions(size);
  const double spacing[3] = {geometry.column_spacing, geometry.row_spacing, geometry.slice_spacing};
  const double origin[3] = {geometry.origin.x, geometry.origin.y, geometry.origin.z};
  image.SetSpacing(spacing);
  image.SetOrigin(origin);
  typename Image::DirectionType direction;
  const PatientVector axes[3] = {geometry.column_axis, geometry.row_axis, geometry.slice_axis};
  for (unsigned int axis = 0; axis < 3; ++axis) {
    direction(0, axis) = axes[axis].x;
    direction(1, axis) = axes[axis].y;
    direction(2, axis) = axes[axis].z;
  }
  image.SetDirection(direction);
}

template <typename Pixel> VolumeGeometry geometry_of(const itk::Image<Pixel, 3>& image) {
  VolumeGeometry geometry;
  const auto size = image.GetLargestPossibleRegion().GetSize();
  geometry.size = {static_cast<int>(size[0]), static_cast<int>(size[1]), static_cast<int>(size[2])};
  geometry.column_spacing = image.GetSpacing()[0];
  geometry.row_spacing = image.GetSpacing()[1];
  geometry.slice_spacing = image.GetSpacing()[2];
  geometry.origin = {image.GetOrigin()[0], image.GetOrigin()[1], image.GetOrigin()[2]};
  const auto& direction = image.GetDirection();
  const auto axis = [&](unsigned int k) { return PatientVector{direction(0, k), direction(1, k), direction(2, k)}; };
  geometry.column_axis = axis(0);
  geometry.row_axis = axis(1);
  geometry.slice_axis = axis(2);
  return geometry;
}

/// An itk::Image over our voxels without copying. `voxels` must outlive the image; ITK filters never write their input.
template <typename Pixel>
typename itk::Image<Pixel, 3>::Pointer view_as_itk(const VolumeGeometry& geometry, const std::vector<Pixel>& voxels) {
  auto image = itk::Image<Pixel, 3>::New();
  set_itk_geometry(*image, geometry);
  auto container = itk::Image<Pixel, 3>::PixelContainer::New();
  container->SetImportPointer(const_cast<Pixel*>(voxels.data()), voxels.size(), false);
  image->SetPixelContainer(container);
  return image;
}

template <typename Pixel> std::vector<Pixel> voxels_of(const itk::Image<Pixel, 3>& image) {
  const Pixel* begin = image.GetBufferPointer();
  return {begin, begin + image.GetLargestPossibleRegion().GetNumberOfPixels()};
}

} // namespace spondyl::imaging

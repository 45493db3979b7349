#include "image_similarity.h"

#include <algorithm>
#include <itkEuler3DTransform.h>
#include <itkImageRegistrationMethodv4.h>
#include <itkMattesMutualInformationImageToImageMetricv4.h>
#include <itkRegistrationParameterScalesFromPhysicalShift.h>
#include <itkRegularStepGradientDescentOptimizerv4.h>
#include <itkResampleImageFilter.h>
#include <itkSmoothingRecursiveGaussianImageFilter.h>
#include <itkVersor.h>
#include <spondyl/imaging/itk_bridge.h>

namespace spondyl::registration {
namespace {

using Image = itk::Image<float, 3>;
using Transform = itk::Euler3DTransform<double>;
using Metric = itk::MattesMutualInformationImageToImageMetricv4<Image, Image>;
using Optimizer = itk::RegularStepGradientDescentOptimizerv4<double>;
using Method = itk::ImageRegistrationMethodv4<Image, Image, Transform>;

// Engineering choices: discs and endplates show at 2.5 mm; the region takes in the arches, the sacrum's top and the
// discs beyond the measured bodies, and little of what moves on its own.
constexpr double kGrid = 2.5;          // mm
constexpr double kMargin = 30.0;       // mm around the landmarks
constexpr double kMarginAcross = 25.0; // mm to either side
constexpr unsigned kBins = 32;
constexpr unsigned kIterations = 40;
constexpr double kFirstStep = 1.0, kLastStep = 0.02; // mm of shift

struct Box {
  PatientPoint low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};

  void add(PatientPoint p) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
};

Box box_around(const std::vector<Body>& bodies) {
  Box box;
  for (const Body& body : bodies)
    for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
      box.add(body.points.*member);
  const PatientVector margin{kMarginAcross, kMargin, kMargin};
  return {box.low + -margin, box.high + margin};
}

/// Only what the image holds: beyond its slices there is nothing to match.
Box clipped(const Box& box, const VolumeGeometry& geometry) {
  Box image;
  for (const int corner : {0, 1, 2, 3, 4, 5, 6, 7})
    image.add(geometry.to_patient({(corner & 1) != 0 ? geometry.size.columns - 1.0 : 0.0,
                                   (corner & 2) != 0 ? geometry.size.rows - 1.0 : 0.0,
                                   (corner & 4) != 0 ? geometry.size.slices - 1.0 : 0.0}));
  return {{std::max(box.low.x, image.low.x), std::max(box.low.y, image.low.y), std::max(box.low.z, image.low.z)},
          {std::min(box.high.x, image.high.x), std::min(box.high.y, image.high.y), std::min(box.high.z, image.high.z)}};
}

/// The image on an even grid of the box, smoothed to it. CT is clamped to what tells tissues apart.
Image::Pointer resampled(const Volume& volume, const Box& box) {
  std::vector<float> voxels = volume.voxels();
  if (volume.modality() == Modality::ct)
    for (float& value : voxels)
      value = std::clamp(value, -200.0F, 1000.0F); // Hounsfield units: fat to cortical bone
  auto source = imaging::view_as_itk(volume.geometry(), voxels);
  auto smooth = itk::SmoothingRecursiveGaussianImageFilter<Image, Image>::New();
  smooth->SetInput(source);
  itk::FixedArray<double, 3> sigma;
  for (unsigned axis = 0; axis < 3; ++axis)
    sigma[axis] = std::max(0.3 * source->GetSpacing()[axis], 0.5 * kGrid);
  smooth->SetSigmaArray(sigma);
  auto resample = itk::ResampleImageFilter<Image, Image>::New();
  resample->SetInput(smooth->GetOutput());
  const double spacing[3] = {kGrid, kGrid, kGrid}, origin[3] = {box.low.x, box.low.y, box.low.z};
  const PatientVector extent = box.high - box.low;
  Image::SizeType size;
  const double extents[3] = {extent.x, extent.y, extent.z};
  for (unsigned axis = 0; axis < 3; ++axis)
    size[axis] = static_cast<itk::SizeValueType>(std::max(4.0, extents[axis] / kGrid + 1.0));
  resample->SetOutputSpacing(spacing);
  resample->SetOutputOrigin(origin);
  resample->SetSize(size);
  resample->Update();
  Image::Pointer image = resample->GetOutput();
  image->DisconnectPipeline();
  return image;
}

/// ITK maps points of the fixed (prior) image to the moving one: the inverse of ours.
Transform::Pointer itk_transform(const RigidTransform& current_to_prior, PatientPoint centre) {
  Transform::MatrixType matrix;
  Transform::OutputVectorType offset;
  const double translation[3] = {current_to_prior.translation.x, current_to_prior.translation.y,
                                 current_to_prior.translation.z};
  for (unsigned row = 0; row < 3; ++row) {
    offset[row] = 0.0;
    for (unsigned column = 0; column < 3; ++column) {
      matrix(row, column) = current_to_prior.rotation[3 * column + row];
      offset[row] -= matrix(row, column) * translation[column];
    }
  }
  auto transform = Transform::New();
  const double point[3] = {centre.x, centre.y, centre.z};
  transform->SetCenter(point);
  transform->SetMatrix(matrix, 1e-4);
  transform->SetOffset(offset);
  return transform;
}

RigidTransform inverse_of(const Transform& transform) {
  RigidTransform inverse;
  const auto& matrix = transform.GetMatrix();
  const auto& offset = transform.GetOffset();
  double translation[3] = {0, 0, 0};
  for (unsigned row = 0; row < 3; ++row)
    for (unsigned column = 0; column < 3; ++column) {
      inverse.rotation[3 * row + column] = matrix(column, row);
      translation[row] -= matrix(column, row) * offset[column];
    }
  inverse.translation = {translation[0], translation[1], translation[2]};
  return inverse;
}

PatientPoint centre_of(const Image& image) {
  const auto size = image.GetLargestPossibleRegion().GetSize();
  const auto& origin = image.GetOrigin();
  return {origin[0] + kGrid * static_cast<double>(size[0]) / 2, origin[1] + kGrid * static_cast<double>(size[1]) / 2,
          origin[2] + kGrid * static_cast<double>(size[2]) / 2};
}

Optimizer::Pointer optimizer_for(Metric* metric) {
  auto scales = itk::RegistrationParameterScalesFromPhysicalShift<Metric>::New();
  scales->SetMetric(metric);
  auto optimizer = Optimizer::New();
  optimizer->SetScalesEstimator(scales);
  optimizer->SetDoEstimateLearningRateOnce(false);
  optimizer->SetDoEstimateLearningRateAtEachIteration(false);
  optimizer->SetLearningRate(kFirstStep);
  optimizer->SetMinimumStepLength(kLastStep);
  optimizer->SetNumberOfIterations(kIterations);
  optimizer->SetReturnBestParametersAndValue(true);
  return optimizer;
}

} // namespace

struct ImageSimilarity::Images {
  Image::Pointer prior, current;
};

ImageSimilarity::ImageSimilarity(const SpineImage& prior, const SpineImage& current)
    : images_(new Images{resampled(prior.volume, clipped(box_around(prior.bodies), prior.volume.geometry())),
                         resampled(current.volume, clipped(box_around(current.bodies), current.volume.geometry()))}) {}
ImageSimilarity::~ImageSimilarity() = default;

Result<ImageSimilarity::Refined> ImageSimilarity::refine(const Alignment& start) const {
  try {
    auto metric = Metric::New();
    metric->SetNumberOfHistogramBins(kBins);
    metric->SetMaximumNumberOfWorkUnits(1); // sums in one order
    auto transform = itk_transform(start.current_to_prior, centre_of(*images_->prior));
    auto method = Method::New();
    method->SetFixedImage(images_->prior);
    method->SetMovingImage(images_->current);
    method->SetMetric(metric);
    method->SetOptimizer(optimizer_for(metric));
    method->SetInitialTransform(transform);
    method->InPlaceOn();
    method->SetNumberOfLevels(1);
    method->SetShrinkFactorsPerLevel(Method::ShrinkFactorsArrayType(1, 1));
    method->SetSmoothingSigmasPerLevel(Method::SmoothingSigmasArrayType(1, 0.0));
    method->SetMetricSamplingStrategy(Method::MetricSamplingStrategyEnum::NONE);
    method->Update();
    return Refined{inverse_of(*method->GetTransform()), -metric->GetCurrentValue()};
  } catch (const itk::ExceptionObject& exception) {
    return failure(ErrorCode::internal, std::string("The images cannot be registered: ") + exception.GetDescription());
  }
}

} // namespace spondyl::registration

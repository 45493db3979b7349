#include <algorithm>
#include <cmath>
#include <spondyl/render/film.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkImageReslice.h>
#include <vtkImageShrink3D.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkSmartPointer.h>

namespace spondyl::render {
namespace {

vtkSmartPointer<vtkImageData> image_of(const Radiograph& film) {
  vtkNew<vtkFloatArray> scalars;
  // VTK has no array of constants; it reads here and never writes or frees.
  scalars->SetArray(const_cast<float*>(film.pixels().data()), static_cast<vtkIdType>(film.pixels().size()), 1);
  auto image = vtkSmartPointer<vtkImageData>::New();
  image->SetDimensions(film.columns(), film.rows(), 1);
  image->GetPointData()->SetScalars(scalars);
  return image;
}

vtkSmartPointer<vtkImageData> halved(vtkImageData* image, int factor) {
  vtkNew<vtkImageShrink3D> shrink;
  shrink->SetInputData(image);
  shrink->SetShrinkFactors(factor, factor, 1);
  shrink->MeanOn();
  shrink->Update();
  auto result = vtkSmartPointer<vtkImageData>::New();
  result->ShallowCopy(shrink->GetOutput());
  result->SetSpacing(1, 1, 1);
  result->SetOrigin(0, 0, 0);
  return result;
}

constexpr int kPyramidLevels = 4; // each half as large as the one before: enough to show 8000 pixels on 1000

} // namespace

struct FilmSlicer::Pyramid {
  explicit Pyramid(Radiograph source) : film(std::move(source)) {
    images.push_back(image_of(film));
    outside = *std::min_element(film.pixels().begin(), film.pixels().end());
  }
  vtkImageData* level(int wanted) {
    const int smallest_side = std::min(film.columns(), film.rows());
    while (static_cast<int>(images.size()) <= wanted && (smallest_side >> images.size()) > 64)
      images.push_back(halved(images.front(), 1 << images.size()));
    return images[std::min(static_cast<std::size_t>(wanted), images.size() - 1)];
  }
  [[nodiscard]] double shrink_of(vtkImageData* image) const {
    const auto found = std::find(images.begin(), images.end(), image);
    return std::pow(2.0, static_cast<double>(found - images.begin()));
  }

  Radiograph film;
  float outside = 0.0F;
  std::vector<vtkSmartPointer<vtkImageData>> images; ///< the film, then halves
  vtkSmartPointer<vtkImageReslice> reslice = vtkSmartPointer<vtkImageReslice>::New();
};

FilmSlicer::FilmSlicer(Radiograph film) : pyramid_(std::make_shared<Pyramid>(std::move(film))) {}

ValueImage FilmSlicer::slice(const FilmPart& part) const {
  const double step = std::hypot(part.right.column, part.right.row);
  const int wanted = std::clamp(static_cast<int>(std::floor(std::log2(std::max(step, 1.0)))), 0, kPyramidLevels - 1);
  vtkImageData* image = pyramid_->level(wanted);
  const double shrink = pyramid_->shrink_of(image);
  const double shift = (shrink - 1.0) / 2.0; // the centre of a shrunken pixel in pixels of the film
  vtkNew<vtkMatrix4x4> axes;
  const PixelPoint columns[2] = {part.right, part.down};
  for (int i = 0; i < 2; ++i) {
    axes->SetElement(0, i, columns[i].column / shrink);
    axes->SetElement(1, i, columns[i].row / shrink);
  }
  axes->SetElement(0, 3, (part.first_pixel.column - shift) / shrink);
  axes->SetElement(1, 3, (part.first_pixel.row - shift) / shrink);
  vtkImageReslice& reslice = *pyramid_->reslice;
  reslice.SetInputData(image);
  reslice.SetOutputDimensionality(2);
  reslice.SetOutputSpacing(1, 1, 1);
  reslice.SetOutputOrigin(0, 0, 0);
  reslice.SetOutputExtent(0, part.width - 1, 0, part.height - 1, 0, 0);
  reslice.SetResliceAxes(axes);
  reslice.SetInterpolationModeToLinear();
  reslice.SetBackgroundLevel(pyramid_->outside);
  reslice.Update();
  const auto* pixels = static_cast<const float*>(reslice.GetOutput()->GetScalarPointer());
  const auto count = static_cast<std::size_t>(part.width) * static_cast<std::size_t>(part.height);
  return {part.width, part.height, std::vector<float>(pixels, pixels + count)};
}

GreyWindow FilmSlicer::default_window() const {
  std::vector<float> sample;
  const std::vector<float>& pixels = pyramid_->film.pixels();
  const std::size_t stride = std::max<std::size_t>(1, pixels.size() / 100000); // enough for two percentiles
  for (std::size_t i = 0; i < pixels.size(); i += stride)
    sample.push_back(pixels[i]);
  std::sort(sample.begin(), sample.end());
  const double low = sample[sample.size() / 100], high = sample[sample.size() * 99 / 100];
  return {(low + high) / 2.0, std::max(high - low, 1.0), false};
}

const Radiograph& FilmSlicer::film() const {
  return pyramid_->film;
}

} // namespace spondyl::render

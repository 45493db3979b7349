#include "film_image.h"

#include <algorithm>
#include <cmath>
#include <itkImage.h>
#include <itkRecursiveGaussianImageFilter.h>
#include <itkSmoothingRecursiveGaussianImageFilter.h>
#include <tbb/parallel_for.h>

namespace spondyl::radiograph {
namespace {

using Image = itk::Image<float, 2>;

// Widths in shares of the distance between body centres (about 35 mm in the lumbar spine; engineering choice).
constexpr double kFineSigma = 0.010;      // noise
constexpr double kShadingSigma = 0.25;    // overlying soft tissue
constexpr double kContrastSigma = 0.37;   // local contrast
constexpr double kGradientSigma = 0.018;  // of the edge of the body
constexpr double kRidgeSigma = 0.035;     // of the bright cortical line
constexpr float kContrastFloor = 0.25F;   // of the median contrast: air stays quiet
constexpr float kSaturated = 0.004F;      // of the grey range; engineering choice
constexpr double kSaturatedReach = 0.06;  // filters smear an edge so far
constexpr double kTypicalQuantile = 0.75; // of slopes and bends: a clear edge counts as 1

Image::Pointer smooth(const Image* image, double sigma) {
  auto filter = itk::SmoothingRecursiveGaussianImageFilter<Image, Image>::New();
  filter->SetInput(image);
  filter->SetSigma(std::max(0.5, sigma));
  filter->Update();
  return filter->GetOutput();
}

Image::Pointer derive(const Image* image, double sigma, unsigned int column_order, unsigned int row_order) {
  using Filter = itk::RecursiveGaussianImageFilter<Image, Image>;
  const auto order = [](unsigned int n) {
    return n == 0   ? itk::GaussianOrderEnum::ZeroOrder
           : n == 1 ? itk::GaussianOrderEnum::FirstOrder
                    : itk::GaussianOrderEnum::SecondOrder;
  };
  auto along_columns = Filter::New();
  along_columns->SetInput(image);
  along_columns->SetDirection(0);
  along_columns->SetSigma(sigma);
  along_columns->SetOrder(order(column_order));
  auto along_rows = Filter::New();
  along_rows->SetInput(along_columns->GetOutput());
  along_rows->SetDirection(1);
  along_rows->SetSigma(sigma);
  along_rows->SetOrder(order(row_order));
  along_rows->Update();
  return along_rows->GetOutput();
}

template <typename Change> void change_pixels(Image& image, Change&& change) {
  float* pixels = image.GetBufferPointer();
  const std::size_t count = image.GetLargestPossibleRegion().GetNumberOfPixels();
  for (std::size_t i = 0; i < count; ++i)
    pixels[i] = change(i, pixels[i]);
}

double quantile(std::vector<float> values, double share) {
  if (values.empty())
    return 1.0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

std::vector<float> copy_of(const Image& image) {
  const float* begin = image.GetBufferPointer();
  return {begin, begin + image.GetLargestPossibleRegion().GetNumberOfPixels()};
}

/// Which film pixels a working pixel is made of, and in what shares.
struct Share {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Share> shares(int count, double scale) {
  std::vector<Share> out;
  for (int k = 0; (k + 1) * scale <= count + 1e-6; ++k) {
    const double from = k * scale, to = std::min<double>(count, (k + 1) * scale);
    Share share{static_cast<int>(from), {}};
    for (int pixel = share.first; pixel < to - 1e-9; ++pixel)
      share.weights.push_back(static_cast<float>((std::min(to, pixel + 1.0) - std::max<double>(from, pixel)) / scale));
    out.push_back(std::move(share));
  }
  if (out.empty())
    out.push_back({0, {1.0F}});
  return out;
}

/// Averages blocks of film pixels: one pass over films of 20 megapixels.
Image::Pointer working_image(const Radiograph& film, int row_factor, double column_factor) {
  const std::vector<Share> across = shares(film.columns(), column_factor);
  const int columns = static_cast<int>(across.size()), rows = std::max(1, film.rows() / row_factor);
  auto image = Image::New();
  image->SetRegions(Image::SizeType{{static_cast<itk::SizeValueType>(columns), static_cast<itk::SizeValueType>(rows)}});
  image->Allocate(true);
  float* out = image->GetBufferPointer();
  tbb::parallel_for(0, rows, [&](int row) {
    float* line = out + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns);
    for (int k = row * row_factor; k < std::min(film.rows(), (row + 1) * row_factor); ++k) {
      const float* in = film.pixels().data() + static_cast<std::size_t>(k) * static_cast<std::size_t>(film.columns());
      for (int column = 0; column < columns; ++column) {
        const Share& share = across[static_cast<std::size_t>(column)];
        for (std::size_t i = 0; i < share.weights.size(); ++i)
          line[column] +=
              share.weights[i] * in[static_cast<std::size_t>(share.first) + i] / static_cast<float>(row_factor);
      }
    }
  });
  return image;
}

/// Fine structure over shading, in units of the local contrast.
Image::Pointer normalise(const Image* image, double spacing) {
  const Image::Pointer fine = smooth(image, kFineSigma * spacing), shading = smooth(image, kShadingSigma * spacing);
  change_pixels(*fine, [&](std::size_t i, float v) { return v - shading->GetBufferPointer()[i]; });
  const Image::Pointer squares = smooth(fine, 0.5);
  change_pixels(*squares, [](std::size_t, float v) { return v * v; });
  const Image::Pointer power = smooth(squares, kContrastSigma * spacing);
  change_pixels(*power, [](std::size_t, float v) { return std::sqrt(std::max(0.0F, v)); });
  const auto floor = std::max(1e-6F, kContrastFloor * static_cast<float>(quantile(copy_of(*power), 0.5)));
  change_pixels(*fine, [&](std::size_t i, float v) { return v / std::max(floor, power->GetBufferPointer()[i]); });
  return fine;
}

/// False on and beside what is no part of the patient: burned-in letters and markers (as bright as the file can be) and
/// the black outside the collimation (as dark as it can be). Their edges are the strongest of any film.
std::vector<char> usable_pixels(const Image& raw, double spacing) {
  const std::vector<float> values = copy_of(raw);
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const float margin = kSaturated * (*most - *least), dark = *least + margin, bright = *most - margin;
  const auto size = raw.GetLargestPossibleRegion().GetSize();
  const int columns = static_cast<int>(size[0]), rows = static_cast<int>(size[1]);
  const int reach = std::max(1, static_cast<int>(kSaturatedReach * spacing));
  std::vector<char> usable(values.size(), 1);
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const float value =
          values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
      if (value > dark && value < bright)
        continue;
      for (int r = std::max(0, row - reach); r <= std::min(rows - 1, row + reach); ++r)
        for (int c = std::max(0, column - reach); c <= std::min(columns - 1, column + reach); ++c)
          usable[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c)] = 0;
    }
  return usable;
}

} // namespace

Result<FilmImage> FilmImage::of(const Radiograph& film, double film_per_working, double spacing, double stretch) {
  try {
    FilmImage out;
    out.scale_ = std::max(1.0, std::floor(film_per_working));
    out.column_scale_ = out.scale_ * stretch;
    const Image::Pointer raw = working_image(film, static_cast<int>(out.scale_), out.column_scale_);
    const Image::Pointer image = normalise(raw, spacing);
    const auto size = image->GetLargestPossibleRegion().GetSize();
    out.columns_ = static_cast<int>(size[0]);
    out.rows_ = static_cast<int>(size[1]);
    const double edge = std::max(0.7, kGradientSigma * spacing), ridge = std::max(0.9, kRidgeSigma * spacing);
    const Image::Pointer columns = derive(image, edge, 1, 0), rows = derive(image, edge, 0, 1),
                         columns2 = derive(image, ridge, 2, 0), mixed = derive(image, ridge, 1, 1),
                         rows2 = derive(image, ridge, 0, 2);
    out.derivatives_.resize(image->GetLargestPossibleRegion().GetNumberOfPixels());
    const std::vector<char> usable = usable_pixels(*raw, spacing);
    std::vector<float> slopes, bends;
    for (std::size_t i = 0; i < out.derivatives_.size(); ++i) {
      if (!usable[i])
        continue;
      out.derivatives_[i] = {columns->GetBufferPointer()[i], rows->GetBufferPointer()[i],
                             columns2->GetBufferPointer()[i], mixed->GetBufferPointer()[i],
                             rows2->GetBufferPointer()[i]};
      slopes.push_back(std::hypot(out.derivatives_[i].gradient_column, out.derivatives_[i].gradient_row));
      bends.push_back(std::abs(out.derivatives_[i].curvature_columns + out.derivatives_[i].curvature_rows));
    }
    out.gradient_scale_ = std::max(1e-6, quantile(std::move(slopes), kTypicalQuantile));
    out.curvature_scale_ = std::max(1e-6, quantile(std::move(bends), kTypicalQuantile));
    return out;
  } catch (const itk::ExceptionObject& problem) {
    return failure(ErrorCode::internal, std::string("The film could not be filtered: ") + problem.GetDescription());
  }
}

PixelPoint FilmImage::to_working(PixelPoint film) const {
  return {(film.column - 0.5 * (column_scale_ - 1.0)) / column_scale_, (film.row - 0.5 * (scale_ - 1.0)) / scale_};
}

PixelPoint FilmImage::to_film(PixelPoint working) const {
  return {working.column * column_scale_ + 0.5 * (column_scale_ - 1.0), working.row * scale_ + 0.5 * (scale_ - 1.0)};
}

FilmImage::Corner FilmImage::corner(double column, double row) const {
  const int c = std::min(static_cast<int>(column), columns_ - 2), r = std::min(static_cast<int>(row), rows_ - 2);
  const auto fc = static_cast<float>(column - c), fr = static_cast<float>(row - r);
  return {&derivatives_[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(c)],
          {(1 - fc) * (1 - fr), fc * (1 - fr), (1 - fc) * fr, fc * fr}};
}

float FilmImage::mix(const Corner& at, float FilmDerivatives::*value) const {
  return at.weights[0] * at.first->*value + at.weights[1] * (at.first + 1)->*value +
         at.weights[2] * (at.first + columns_)->*value + at.weights[3] * (at.first + columns_ + 1)->*value;
}

double FilmImage::slope(PixelPoint at, FilmVector outward) const {
  if (!contains(at.column, at.row))
    return 0.0;
  const Corner here = corner(at.column, at.row);
  return -(mix(here, &FilmDerivatives::gradient_column) * outward.column +
           mix(here, &FilmDerivatives::gradient_row) * outward.row) /
         gradient_scale_;
}

double FilmImage::line(PixelPoint at, FilmVector across) const {
  if (!contains(at.column, at.row))
    return 0.0;
  const Corner here = corner(at.column, at.row);
  return -(mix(here, &FilmDerivatives::curvature_columns) * across.column * across.column +
           2.0 * mix(here, &FilmDerivatives::curvature_mixed) * across.column * across.row +
           mix(here, &FilmDerivatives::curvature_rows) * across.row * across.row) /
         curvature_scale_;
}

} // namespace spondyl::radiograph

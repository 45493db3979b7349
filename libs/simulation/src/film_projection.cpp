#include <spondyl/simulation/film_projection.h>

#include <algorithm>
#include <cmath>
#include <itkImage.h>
#include <itkSmoothingRecursiveGaussianImageFilter.h>
#include <limits>
#include <numbers>
#include <random>
#include <tbb/parallel_for.h>

namespace spondyl::simulation {
namespace {

using Image = itk::Image<float, 2>;

constexpr double kDegree = std::numbers::pi / 180.0;
// Water absorbs about 0.02 per mm at the mean energy of a lumbar film (NIST, 60-70 keV); calcium more than its
// Hounsfield units say, because CT is taken at a higher energy (engineering choice: half as much again above 150 HU).
constexpr double kWater = 0.02, kCalcium = 0.5, kCalciumFrom = 150.0;
constexpr double kStep = 1.0;        // mm along a ray
constexpr double kClutterSize = 9.0; // mm, standard deviation of the smooth field
constexpr double kDarkest = 3.0;     // noise grows with the path, as counts fall; at most so many times

/// The beam: a point source, a flat detector at right angles to the axis through the middle of the spine.
class Beam {
public:
  Beam(PatientPoint middle, const FilmExposure& exposure);

  /// Millimetres on the detector, to posterior and to inferior of the axis.
  struct DetectorPoint {
    double posterior, inferior;
  };
  [[nodiscard]] DetectorPoint shadow(PatientPoint p) const;
  [[nodiscard]] PatientPoint on_detector(DetectorPoint p) const {
    return centre_ + posterior_ * p.posterior + inferior_ * p.inferior;
  }
  [[nodiscard]] PatientPoint source() const { return source_; }

private:
  PatientVector axis_, posterior_, inferior_;
  PatientPoint source_, centre_;
  double distance_;
};

Beam::Beam(PatientPoint middle, const FilmExposure& e) : distance_(e.source_to_detector) {
  const double turn = e.rotation * kDegree, tilt = e.tilt * kDegree;
  axis_ = {std::cos(turn) * std::cos(tilt), std::sin(turn) * std::cos(tilt), std::sin(tilt)};
  posterior_ = normalized(cross({0, 0, 1}, axis_));
  inferior_ = cross(posterior_, axis_);
  if (inferior_.z > 0.0)
    inferior_ = -inferior_;
  source_ = middle - axis_ * e.source_to_spine;
  centre_ = source_ + axis_ * distance_;
}

Beam::DetectorPoint Beam::shadow(PatientPoint p) const {
  const PatientVector ray = p - source_;
  const PatientPoint hit = source_ + ray * (distance_ / dot(ray, axis_));
  return {dot(hit - centre_, posterior_), dot(hit - centre_, inferior_)};
}

/// Absorption per voxel, per mm.
std::vector<float> absorption(const Volume& ct) {
  std::vector<float> out;
  out.reserve(ct.voxels().size());
  for (const float hu : ct.voxels()) {
    const bool empty = ct.no_data_value() && hu == *ct.no_data_value();
    const double bone = kCalcium * std::max(0.0, hu - kCalciumFrom) / 1000.0;
    out.push_back(empty ? 0.0F : static_cast<float>(kWater * (std::max(0.0, 1.0 + hu / 1000.0) + bone)));
  }
  return out;
}

/// Trilinear; zero outside the scan.
class Absorber {
public:
  explicit Absorber(const Volume& ct) : geometry_(ct.geometry()), values_(absorption(ct)) {}

  [[nodiscard]] double path(PatientPoint source, PatientPoint detector) const;
  [[nodiscard]] const VolumeGeometry& geometry() const { return geometry_; }

private:
  [[nodiscard]] float at(double column, double row, double slice) const;

  VolumeGeometry geometry_;
  std::vector<float> values_;
};

float Absorber::at(double column, double row, double slice) const {
  const GridSize& size = geometry_.size;
  if (!geometry_.contains({column, row, slice}))
    return 0.0F;
  const int c = std::min(static_cast<int>(column), size.columns - 2),
            r = std::min(static_cast<int>(row), size.rows - 2), s = std::min(static_cast<int>(slice), size.slices - 2);
  const auto fc = static_cast<float>(column - c), fr = static_cast<float>(row - r), fs = static_cast<float>(slice - s);
  const std::size_t row_step = static_cast<std::size_t>(size.columns),
                    slice_step = row_step * static_cast<std::size_t>(size.rows);
  const float* v = values_.data() + geometry_.offset(c, r, s);
  const auto plane = [&](const float* p) {
    return (1 - fr) * ((1 - fc) * p[0] + fc * p[1]) + fr * ((1 - fc) * p[row_step] + fc * p[row_step + 1]);
  };
  return (1 - fs) * plane(v) + fs * plane(v + slice_step);
}

/// The part of the ray (0..1) within the grid; empty where it passes by.
std::pair<double, double> within(const VolumeGeometry& geometry, IndexPoint from, IndexPoint to) {
  double first = 0.0, last = 1.0;
  const auto clip = [&](double a, double b, int size) {
    const double step = b - a;
    if (std::abs(step) < 1e-9) {
      if (a < 0.0 || a > size - 1)
        last = -1.0;
      return;
    }
    const double enter = -a / step, leave = (size - 1 - a) / step;
    first = std::max(first, std::min(enter, leave));
    last = std::min(last, std::max(enter, leave));
  };
  clip(from.column, to.column, geometry.size.columns);
  clip(from.row, to.row, geometry.size.rows);
  clip(from.slice, to.slice, geometry.size.slices);
  return {first, last};
}

double Absorber::path(PatientPoint source, PatientPoint detector) const {
  const IndexPoint from = geometry_.to_index(source), to = geometry_.to_index(detector);
  const auto [first, last] = within(geometry_, from, to);
  if (last <= first)
    return 0.0;
  const double extent = (last - first) * distance(source, detector);
  const int samples = std::max(1, static_cast<int>(extent / kStep));
  double sum = 0.0;
  for (int k = 0; k < samples; ++k) {
    const double t = first + (last - first) * (k + 0.5) / samples;
    sum += at(from.column + t * (to.column - from.column), from.row + t * (to.row - from.row),
              from.slice + t * (to.slice - from.slice));
  }
  return sum * extent / samples;
}

/// The detector's rectangle that the scan's shadow fills.
struct Frame {
  double left = std::numeric_limits<double>::max(), top = left, right = -left, bottom = -left; // mm
  double column_spacing = 1.0, row_spacing = 1.0;

  [[nodiscard]] int columns() const { return static_cast<int>((right - left) / column_spacing) + 1; }
  [[nodiscard]] int rows() const { return static_cast<int>((bottom - top) / row_spacing) + 1; }
  [[nodiscard]] Beam::DetectorPoint place(int column, int row) const {
    return {left + column * column_spacing, top + row * row_spacing};
  }
  [[nodiscard]] PixelPoint pixel(Beam::DetectorPoint p) const {
    return {(p.posterior - left) / column_spacing, (p.inferior - top) / row_spacing};
  }
};

Frame frame_of(const VolumeGeometry& geometry, const Beam& beam, const FilmExposure& exposure) {
  Frame frame;
  const GridSize& size = geometry.size;
  for (int corner = 0; corner < 8; ++corner) {
    const auto at = beam.shadow(
        geometry.to_patient({(corner & 1) != 0 ? size.columns - 1.0 : 0.0, (corner & 2) != 0 ? size.rows - 1.0 : 0.0,
                             (corner & 4) != 0 ? size.slices - 1.0 : 0.0}));
    frame.left = std::min(frame.left, at.posterior);
    frame.right = std::max(frame.right, at.posterior);
    frame.top = std::min(frame.top, at.inferior);
    frame.bottom = std::max(frame.bottom, at.inferior);
  }
  frame.row_spacing = exposure.detector_pixel;
  frame.column_spacing = exposure.detector_pixel / exposure.stretch;
  return frame;
}

Image::Pointer blank(const Frame& frame) {
  auto image = Image::New();
  image->SetRegions(Image::SizeType{
      {static_cast<itk::SizeValueType>(frame.columns()), static_cast<itk::SizeValueType>(frame.rows())}});
  const double spacing[2] = {frame.column_spacing, frame.row_spacing};
  image->SetSpacing(spacing);
  image->Allocate(true);
  return image;
}

Image::Pointer smoothed(const Image* image, double millimetres) {
  auto filter = itk::SmoothingRecursiveGaussianImageFilter<Image, Image>::New();
  filter->SetInput(image);
  filter->SetSigma(millimetres);
  filter->Update();
  return filter->GetOutput();
}

std::vector<float> pixels_of(const Image& image) {
  const float* begin = image.GetBufferPointer();
  return {begin, begin + image.GetLargestPossibleRegion().GetNumberOfPixels()};
}

Image::Pointer exposed(const Absorber& absorber, const Beam& beam, const Frame& frame) {
  const Image::Pointer image = blank(frame);
  float* pixels = image->GetBufferPointer();
  const int columns = frame.columns();
  tbb::parallel_for(0, frame.rows(), [&](int row) {
    for (int column = 0; column < columns; ++column)
      pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)] =
          static_cast<float>(absorber.path(beam.source(), beam.on_detector(frame.place(column, row))));
  });
  return image;
}

/// Smooth random shadows of unit deviation.
std::vector<float> clutter(const Frame& frame, std::mt19937_64& random) {
  const Image::Pointer white = blank(frame);
  std::normal_distribution<float> normal;
  std::generate_n(white->GetBufferPointer(), white->GetLargestPossibleRegion().GetNumberOfPixels(),
                  [&] { return normal(random); });
  std::vector<float> field = pixels_of(*smoothed(white, kClutterSize));
  double squares = 0.0;
  for (const float v : field)
    squares += static_cast<double>(v) * v;
  const auto deviation = static_cast<float>(std::sqrt(squares / static_cast<double>(field.size())));
  for (float& v : field)
    v /= std::max(1e-9F, deviation);
  return field;
}

double median_of_positive(std::vector<float> values) {
  std::erase_if(values, [](float v) { return v <= 0.0F; });
  if (values.empty())
    return 0.0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void disturb(std::vector<float>& path, const Frame& frame, const FilmExposure& exposure) {
  std::mt19937_64 random(exposure.seed);
  const std::vector<float> shadows = clutter(frame, random);
  const double typical = median_of_positive(path);
  std::normal_distribution<double> normal;
  for (std::size_t i = 0; i < path.size(); ++i) {
    // Counts fall as exp(-path): their noise, as a share, grows as exp(path / 2).
    const double noise = exposure.noise * std::min(kDarkest, std::exp(0.5 * (path[i] - typical)));
    if (path[i] > 0.0F)
      path[i] += static_cast<float>(exposure.clutter * shadows[i]);
    path[i] += static_cast<float>(noise * normal(random));
  }
}

PatientPoint middle_of(const std::vector<SixPoints>& bodies) {
  PatientVector sum;
  for (const SixPoints& body : bodies)
    for (const auto& [name, member] : kLandmarkMembers<PatientPoint>)
      sum = sum + (body.*member - PatientPoint{});
  return PatientPoint{} + sum / (6.0 * static_cast<double>(bodies.size()));
}

PixelScale scale_of(const Frame& frame, const FilmExposure& exposure) {
  const double magnification = exposure.source_to_detector / exposure.source_to_spine;
  PixelScale scale;
  scale.provenance = SpacingProvenance::estimated;
  scale.row_spacing = frame.row_spacing / magnification;
  scale.column_spacing = frame.column_spacing / magnification;
  scale.magnification = magnification;
  scale.note = "simulated";
  return scale;
}

bool possible(const FilmExposure& e) {
  return e.source_to_spine > 300.0 && e.source_to_detector > e.source_to_spine && e.detector_pixel > 0.0 &&
         e.stretch > 0.0 && e.blur > 0.0 && std::abs(e.rotation) < 45.0 && std::abs(e.tilt) < 45.0;
}

} // namespace

Result<SimulatedFilm> project_film(const Volume& ct, const std::vector<SixPoints>& bodies,
                                   const FilmExposure& exposure) {
  if (ct.modality() != Modality::ct || bodies.empty() || !possible(exposure))
    return failure(ErrorCode::invalid_argument, "No film can be made of this.",
                   "Give a CT with at least one body and an exposure with distances, pixels and angles that can be.");
  const Beam beam(middle_of(bodies), exposure);
  const Frame frame = frame_of(ct.geometry(), beam, exposure);
  try {
    std::vector<float> path = pixels_of(*smoothed(exposed(Absorber(ct), beam, frame), exposure.blur));
    disturb(path, frame, exposure);
    SimulatedFilm out{Radiograph(frame.columns(), frame.rows(), std::move(path), scale_of(frame, exposure)), {}};
    for (const SixPoints& body : bodies) {
      SixPixels& points = out.bodies.emplace_back();
      for (std::size_t k = 0; k < kLandmarkMembers<PatientPoint>.size(); ++k)
        points.*kLandmarkMembers<PixelPoint>[k].second =
            frame.pixel(beam.shadow(body.*kLandmarkMembers<PatientPoint>[k].second));
    }
    return out;
  } catch (const itk::ExceptionObject& problem) {
    return failure(ErrorCode::internal, std::string("The film could not be made: ") + problem.GetDescription());
  }
}

} // namespace spondyl::simulation

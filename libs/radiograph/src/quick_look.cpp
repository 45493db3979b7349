#include "quick_look.h"

#include "spine_curve.h"

#include <algorithm>
#include <cmath>

namespace spondyl::radiograph {
namespace {

constexpr double kWorkingSpacing = 64.0; // working pixels between body centres
constexpr double kReach = 0.12;          // of the spacing: how far a body may lie from where it was seen
// A film may be shown too wide or too narrow by an unknown factor.
constexpr double kLogStretchMean = 0.2, kLogStretchDeviation = 0.4, kLeastStretch = 0.7, kMostStretch = 2.5;
constexpr SearchEffort kEffort{150, 20};
constexpr double kInsideFrom = 0.22; // of the height: endplates are not inside
constexpr int kInsideLevels = 14, kInsideSamples = 15;
constexpr double kInsideWeight = 0.5, kInsideFree = 0.35, kStretchWeight = 0.3;
constexpr double kBodyCounts = 0.45; // mean response above which a body speaks for a column

/// Mean distance of the centres in film rows, columns brought to the same size.
double spacing_of(const std::vector<FilmSeed>& centres, double stretch) {
  double sum = 0.0;
  for (std::size_t k = 1; k < centres.size(); ++k)
    sum += std::hypot((centres[k].centre.column - centres[k - 1].centre.column) / stretch,
                      centres[k].centre.row - centres[k - 1].centre.row);
  return sum / static_cast<double>(centres.size() - 1);
}

/// The clearest bright line across a body's inside, 0..1: none in a body, an endplate where body and disc were taken
/// for one.
double line_inside(const FilmImage& film, const BodyQuad& q) {
  const FilmVector down = (q.anterior_inferior - q.anterior_superior) + (q.posterior_inferior - q.posterior_superior);
  const FilmVector axis = down * (1.0 / std::max(1e-6, length(down)));
  double most = 0.0;
  for (int level = 0; level <= kInsideLevels; ++level) {
    const double t = kInsideFrom + (1.0 - 2.0 * kInsideFrom) * level / kInsideLevels;
    double sum = 0.0;
    for (int k = 0; k < kInsideSamples; ++k) {
      const double u = 0.12 + 0.76 * k / (kInsideSamples - 1);
      const PixelPoint above = q.anterior_superior + (q.posterior_superior - q.anterior_superior) * u,
                       below = q.anterior_inferior + (q.posterior_inferior - q.anterior_inferior) * u;
      sum += std::clamp(film.line(above + (below - above) * t, axis), 0.0, 1.0);
    }
    most = std::max(most, sum / kInsideSamples);
  }
  return most;
}

} // namespace

Result<WorkingFilm> working_film(const Radiograph& upright, const std::vector<FilmSeed>& centres, double stretch) {
  const double between = spacing_of(centres, stretch), scale = std::max(1.0, std::floor(between / kWorkingSpacing));
  SPONDYL_TRY(FilmImage image, FilmImage::of(upright, scale, between / scale, stretch));
  WorkingFilm film{std::move(image), {}};
  for (const FilmSeed& seed : centres)
    film.centres.push_back(film.image.to_working(seed.centre));
  return film;
}

Result<QuickLook> look_quickly(const Radiograph& upright, const std::vector<FilmSeed>& centres, AnteriorSide anterior,
                               const Progress& progress) {
  SPONDYL_TRY(const WorkingFilm film, working_film(upright, centres, 1.0));
  const std::vector<SpineFrame> frames = frames_through(film.centres, anterior);
  std::vector<Tether> loose(frames.size());
  for (std::size_t k = 0; k < loose.size(); ++k) {
    loose[k].centre = kReach;
    loose[k].normal = normal_shape(centres[k].level);
    loose[k].normal.log_depth += kLogStretchMean;
    loose[k].log_depth_deviation = kLogStretchDeviation;
  }
  SPONDYL_TRY(const auto seen, place_bodies(film.image, {frames}, loose, kEffort, progress));
  double sum = 0.0, weights = 0.0;
  QuickLook look;
  for (std::size_t k = 0; k < seen.size(); ++k) {
    sum += seen[k].support * (seen[k].shape[log_depth] - normal_shape(centres[k].level).log_depth);
    weights += seen[k].support;
    const double inside = line_inside(film.image, seen[k].quad);
    look.inside += inside / static_cast<double>(seen.size());
    look.merit += seen[k].support - kBodyCounts - kInsideWeight * std::max(0.0, inside - kInsideFree);
  }
  const double unusual = (sum / std::max(1e-6, weights) - kLogStretchMean) / kLogStretchDeviation;
  look.merit -= 0.5 * unusual * unusual * kStretchWeight;
  look.stretch = std::clamp(std::exp(sum / std::max(1e-6, weights)), kLeastStretch, kMostStretch);
  return look;
}

} // namespace spondyl::radiograph

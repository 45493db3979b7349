#include "film_experiment.h"

#include "broken_case.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <spondyl/phantom/phantom_spine.h>
#include <spondyl/radiograph/measure_film.h>

namespace spondyl::accuracy {
namespace {

using simulation::FilmExposure;

constexpr double kClickNoise = 3.0; // px per axis
constexpr double kSameBody = 0.3;   // of the depth, as in matching.h
constexpr double kFilmPixel = 0.5;  // mm on the detector: films as they are archived small

struct NamedExposure {
  const char* name;
  FilmExposure exposure;
};

std::vector<NamedExposure> exposures(bool quick) {
  FilmExposure plain;
  plain.detector_pixel = kFilmPixel;
  std::vector<NamedExposure> all = {{"straight", plain}};
  const auto add = [&](const char* name, auto&& change) {
    FilmExposure exposure = plain;
    change(exposure);
    exposure.seed = all.size() + 1;
    all.push_back({name, exposure});
  };
  add("stretched 1.6, cluttered", [](FilmExposure& e) {
    e.stretch = 1.6;
    e.clutter = 0.08;
  });
  if (quick)
    return all;
  add("magnified 1.35, noisy", [](FilmExposure& e) {
    e.source_to_spine = e.source_to_detector / 1.35;
    e.noise = 0.04;
  });
  add("rotated 8", [](FilmExposure& e) { e.rotation = 8.0; });
  add("tilted 7", [](FilmExposure& e) { e.tilt = 7.0; });
  return all;
}

ReferenceCase reference_of(const phantom::Phantom& phantom, const std::string& name) {
  ReferenceCase reference;
  reference.name = name;
  reference.modality = Modality::ct;
  for (const phantom::PhantomBody& body : phantom.bodies)
    reference.bodies.push_back({body.level.name(),
                                body.landmarks,
                                {{HeightName::anterior, body.landmarks.anterior_height()},
                                 {HeightName::middle, body.landmarks.middle_height()},
                                 {HeightName::posterior, body.landmarks.posterior_height()}}});
  return reference;
}

phantom::PhantomSpine phantom_spine(std::uint64_t seed) {
  phantom::PhantomSpine spine;
  return spine.orientation(phantom::Orientation::sagittal).spacing(0.7, 2.0).noise(10.0).seed(seed).continued_above();
}

/// A healthy scan with one body broken; nothing where that fails.
void add_broken(const FilmSubject& whole, const Fracture& fracture, std::vector<FilmSubject>& out) {
  auto broken = broken_case(whole.reference, whole.volume, std::nullopt, fracture);
  if (!broken)
    return;
  broken->reference.name = whole.reference.name + "-" + std::string(to_string(fracture.shape)) + "-" +
                           whole.reference.bodies[fracture.body].level;
  out.push_back({std::move(broken->reference), std::move(broken->volume)});
}

PixelPoint centre_of(const SixPixels& p) {
  const auto mean = [&](double PixelPoint::*axis) {
    return 0.25 * (p.anterior_superior.*axis + p.anterior_inferior.*axis + p.posterior_superior.*axis +
                   p.posterior_inferior.*axis);
  };
  return {mean(&PixelPoint::column), mean(&PixelPoint::row)};
}

double depth_of(const SixPixels& p) {
  return 0.5 *
         (distance(p.anterior_superior, p.posterior_superior) + distance(p.anterior_inferior, p.posterior_inferior));
}

double corner_distance(const SixPixels& a, const SixPixels& b) {
  double sum = 0.0;
  for (const auto corner : {&SixPixels::anterior_superior, &SixPixels::anterior_inferior,
                            &SixPixels::posterior_superior, &SixPixels::posterior_inferior})
    sum += distance(a.*corner, b.*corner);
  return 0.25 * sum;
}

std::array<double, 3> millimetres(const SixPixels& p, const PixelScale& scale) {
  const auto between = [&](PixelPoint a, PixelPoint b) {
    return std::hypot((a.column - b.column) * scale.column_spacing, (a.row - b.row) * scale.row_spacing);
  };
  return {between(p.anterior_superior, p.anterior_inferior), between(p.middle_superior, p.middle_inferior),
          between(p.posterior_superior, p.posterior_inferior)};
}

FilmBodyError error_of(const SixPixels& found, const SixPixels& truth, const ReferenceBody& body,
                       const PixelScale& scale) {
  FilmBodyError error;
  error.level = body.level;
  error.corners = corner_distance(found, truth) / depth_of(truth);
  const auto film = millimetres(found, scale);
  const std::array<double, 3> ct = {body.points.anterior_height(), body.points.middle_height(),
                                    body.points.posterior_height()};
  for (std::size_t h = 0; h < 3; ++h) {
    error.millimetres[h] = film[h] - ct[h];
    error.share[h] = error.millimetres[h] / ct[h];
  }
  error.ratio = film[0] / film[2] - ct[0] / ct[2];
  return error;
}

radiograph::FilmRequest request_of(const SimulatedCase& film, FilmStart start) {
  radiograph::FilmRequest request;
  request.patient_orientation = "P\\F";
  if (start == FilmStart::automatic)
    return request;
  std::mt19937 random(7);
  std::normal_distribution<double> noise(0.0, kClickNoise);
  for (std::size_t k = 0; k < film.simulated.bodies.size(); ++k) {
    PixelPoint centre = centre_of(film.simulated.bodies[k]);
    if (start == FilmStart::noisy_clicks)
      centre = {centre.column + noise(random), centre.row + noise(random)};
    request.seeds.push_back({centre, VertebraLevel::parse(film.reference.bodies[k].level)});
  }
  return request;
}

void judge(const radiograph::FilmSpine& spine, const SimulatedCase& film, FilmTrial& trial) {
  const auto& truth = film.simulated.bodies;
  std::vector<char> taken(truth.size(), 0);
  for (const radiograph::FilmBody& body : spine.bodies) {
    if (body.status != radiograph::FilmBodyStatus::measured)
      continue;
    const PixelPoint centre = centre_of(body.landmarks);
    const auto hit = std::ranges::find_if(
        truth, [&](const SixPixels& t) { return distance(centre_of(t), centre) < kSameBody * depth_of(t); });
    const auto k = static_cast<std::size_t>(hit - truth.begin());
    if (hit != truth.end() && !taken[k]) {
      taken[k] = 1;
      trial.found.push_back(error_of(body.landmarks, *hit, film.reference.bodies[k], film.simulated.film.scale()));
      trial.found.back().exposure = film.exposure;
    } else if (centre.row > centre_of(truth.front()).row && centre.row < centre_of(truth.back()).row) {
      ++trial.false_bodies;
    }
  }
}

} // namespace

std::string_view to_string(FilmStart start) {
  switch (start) {
  case FilmStart::clicks:
    return "centres clicked";
  case FilmStart::noisy_clicks:
    return "centres clicked, 3 px off";
  case FilmStart::automatic:
    return "automatic";
  }
  return "";
}

std::vector<FilmSubject> film_phantoms(bool quick) {
  std::vector<FilmSubject> subjects;
  const auto add = [&](const std::string& name, const phantom::PhantomSpine& spine) {
    const phantom::Phantom phantom = spine.build();
    subjects.push_back({reference_of(phantom, name), phantom.volume});
  };
  add("phantom", phantom_spine(1));
  if (quick)
    return subjects;
  add("phantom-wedge", phantom_spine(2).with_wedge("L1", 0.3));
  add("phantom-biconcave", phantom_spine(3).with_biconcave("L2", 0.3));
  add("phantom-crush", phantom_spine(4).with_crush("T12", 0.3));
  add("phantom-scoliosis", phantom_spine(5).scoliosis(12.0));
  return subjects;
}

std::vector<FilmSubject> film_scans(const std::filesystem::path& data, bool quick) {
  std::vector<FilmSubject> subjects;
  const auto cases = find_reference_cases(data);
  if (!cases)
    return subjects;
  for (const ReferenceCase& reference : *cases) {
    if (reference.modality != Modality::ct)
      continue;
    auto scan = load_scan(reference);
    if (!scan)
      continue;
    const FilmSubject whole{reference, std::move(scan->volume)};
    if (!quick && reference.bodies.size() > 2) {
      const std::size_t middle = reference.bodies.size() / 2;
      add_broken(whole, {middle, FractureShape::wedge, 0.3}, subjects);
      add_broken(whole, {middle - 1, FractureShape::crush, 0.25}, subjects);
    }
    subjects.push_back(whole);
  }
  return subjects;
}

std::vector<SimulatedCase> films_of(const FilmSubject& subject, bool quick) {
  std::vector<SixPoints> bodies;
  for (const ReferenceBody& body : subject.reference.bodies)
    bodies.push_back(body.points);
  std::vector<SimulatedCase> films;
  for (const NamedExposure& kind : exposures(quick)) {
    auto film = simulation::project_film(subject.volume, bodies, kind.exposure);
    if (film)
      films.push_back({subject.reference.name, kind.name, subject.reference, std::move(*film)});
  }
  return films;
}

FilmTrial measure_simulated(const SimulatedCase& film, FilmStart start) {
  FilmTrial trial;
  trial.name = film.name;
  trial.exposure = film.exposure;
  trial.bodies = film.reference.bodies.size();
  const auto begin = std::chrono::steady_clock::now();
  const auto spine = radiograph::measure_film(film.simulated.film, request_of(film, start));
  trial.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (spine)
    judge(*spine, film, trial);
  else
    trial.failure = spine.error().text();
  return trial;
}

} // namespace spondyl::accuracy

#include <spondyl/radiograph/measure_film.h>

#include "body_centres.h"
#include "film_judgement.h"
#include "quick_look.h"
#include "refine_endplates.h"
#include "spine_curve.h"

#include <algorithm>
#include <cmath>

namespace spondyl::radiograph {
namespace {

// Readers put the superior corners on the bright line of the endplate and the inferior ones near the dark edge below it
// (measured against reading sets; of the spacing, towards the outside of the body).
constexpr double kSuperiorOffset = -0.045, kInferiorOffset = -0.014;

// How far a body may lie from where it was clicked, and from where the search saw it in a first and a second look, of
// the spacing.
constexpr double kClickTether = 0.035, kFoundTether = 0.06;
constexpr double kSearchTethers[] = {0.12, 0.06};

// How well a reader hits a body's centre, and the search likewise, of the spacing: 3 px of the films that were read at
// 60 px per body. The answer is the mean over where the centres may have been meant.
constexpr double kCentreDeviation = 0.05;

constexpr double kLogDepthDeviation = 0.15; // of a patient's depth over spacing, proportions known
constexpr SearchEffort kFullLook{400, 80};

constexpr double kColumnSeen = 0.4; // value of a search below which nothing is claimed (engineering choice)
// Columns the search proposes are told apart by a closer look (engineering choices).
constexpr std::size_t kColumnsLookedAt = 4;
constexpr double kBodyBonus = 0.06;    // of a column's value, per body
constexpr double kEmptyInside = 0.45;  // a clearer line across the bodies: discs may have been taken for them
constexpr double kSamePlace = 0.3;     // of the spacing
constexpr double kColumnClear = 1.2;   // above it a film need not be tried lying on its side
constexpr double kClearlySeen = 0.6;   // mean edge response below which a searched column is not believed
constexpr double kFaint = 0.5;         // mean edge response below which a body is doubtful (engineering choice)
constexpr double kReaderShare = 0.05;  // of a height: readers of films disagree by about that (intra-reader CV 3.95 %)
constexpr double kSharpWidth = 0.15;   // of the spacing: a sharp endplate's line, no wider than the filters make it
constexpr double kClearSupport = 0.75; // response at which edges add nothing to that
constexpr double kSpreadFactor = 1.5;  // candidates share a grid and a film: their spread is too small

PixelPoint between(PixelPoint a, PixelPoint b) {
  return {0.5 * (a.column + b.column), 0.5 * (a.row + b.row)};
}

PixelPoint centre_of(const BodyQuad& q) {
  return between(between(q.anterior_superior, q.posterior_inferior),
                 between(q.anterior_inferior, q.posterior_superior));
}

FilmVector unit(FilmVector v) {
  return v * (1.0 / std::max(1e-6, length(v)));
}

double mean_distance(const std::vector<PixelPoint>& centres) {
  double sum = 0.0;
  for (std::size_t k = 1; k < centres.size(); ++k)
    sum += distance(centres[k], centres[k - 1]);
  return sum / static_cast<double>(centres.size() - 1);
}

tl::unexpected<Error> no_column() {
  return failure(ErrorCode::not_measurable, "No vertebral column was recognised on this radiograph.",
                 "Give body centres with --seeds, or six points per vertebra with --landmarks.");
}

/// One film on its way from stored pixels to bodies.
class FilmMeasurement {
public:
  FilmMeasurement(const UprightFilm& upright, const BodyCentres& centres, FilmSpine& spine)
      : upright_(upright), centres_(centres), spine_(spine) {}

  Result<void> run(AnteriorSide anterior, double stretch, const Progress& progress);

private:
  [[nodiscard]] std::vector<Tether> tethers(double centre) const;
  Result<void> place(const FilmImage& image, const Progress& progress);
  [[nodiscard]] Result<void> check_support() const;
  void end_above_sacrum();
  void drop_faint_ends();
  void refuse_below_a_fall();
  FilmBody body(const FilmImage& image, std::size_t k) const;
  SixPixels points(const FilmImage& image, std::size_t k, const DoubleContour& twin) const;
  [[nodiscard]] bool searched() const {
    return std::none_of(centres_.clicked.begin(), centres_.clicked.end(), [](bool clicked) { return clicked; });
  }

  const UprightFilm& upright_;
  BodyCentres centres_;
  FilmSpine& spine_;
  std::vector<PixelPoint> working_;
  std::vector<SpineFrame> frames_;
  std::vector<PlacedBody> placed_;
};

std::vector<Tether> FilmMeasurement::tethers(double centre) const {
  std::vector<Tether> out(frames_.size());
  for (std::size_t k = 0; k < out.size(); ++k) {
    out[k].centre = searched() ? centre : centres_.clicked[k] ? kClickTether : kFoundTether;
    out[k].normal = normal_shape(centres_.centres[k].level);
    out[k].log_depth_deviation = kLogDepthDeviation;
    out[k].true_proportions = true;
  }
  return out;
}

Result<void> FilmMeasurement::run(AnteriorSide anterior, double stretch, const Progress& progress) {
  spine_.anterior = anterior;
  SPONDYL_TRY(WorkingFilm film, working_film(upright_.film(), centres_.centres, stretch));
  working_ = std::move(film.centres);
  SPONDYL_CHECK(place(film.image, progress));
  if (searched()) {
    SPONDYL_CHECK(check_support());
    end_above_sacrum();
    drop_faint_ends();
  }
  for (std::size_t k = 0; k < placed_.size(); ++k) {
    refine_endplates(film.image, frames_[k].spacing, placed_[k]);
    spine_.bodies.push_back(body(film.image, k));
  }
  if (searched())
    refuse_below_a_fall();
  return {};
}

Result<void> FilmMeasurement::place(const FilmImage& image, const Progress& progress) {
  const std::size_t looks = searched() ? std::size(kSearchTethers) : 1;
  for (std::size_t look = 0; look < looks; ++look) {
    frames_ = frames_through(working_, spine_.anterior);
    const auto views = look + 1 < looks ? std::vector<std::vector<SpineFrame>>{frames_}
                                        : frames_beside(working_, spine_.anterior, kCentreDeviation);
    SPONDYL_TRY(placed_, place_bodies(image, views, tethers(kSearchTethers[look]), kFullLook, progress));
    for (std::size_t k = 0; k < placed_.size(); ++k)
      working_[k] = centre_of(placed_[k].quad);
  }
  return {};
}

/// Noise gives chains too, but not edges on all four sides of most bodies.
Result<void> FilmMeasurement::check_support() const {
  double sum = 0.0;
  for (const PlacedBody& body : placed_)
    sum += body.support;
  if (sum < kClearlySeen * static_cast<double>(placed_.size()))
    return no_column();
  return {};
}

void FilmMeasurement::end_above_sacrum() {
  const std::size_t first = first_sacral(placed_, spine_.anterior);
  spine_.sacrum_seen = first < placed_.size();
  placed_.erase(placed_.begin() + static_cast<std::ptrdiff_t>(first), placed_.end());
}

/// A chain's ends are where the search goes on without evidence.
void FilmMeasurement::drop_faint_ends() {
  while (!spine_.sacrum_seen && placed_.size() > 2 && placed_.back().support < kFaint)
    placed_.pop_back();
  while (placed_.size() > 2 && placed_.front().support < kFaint) {
    placed_.erase(placed_.begin());
    frames_.erase(frames_.begin());
    centres_.centres.erase(centres_.centres.begin());
    centres_.clicked.erase(centres_.clicked.begin());
  }
}

/// Where the bodies are suddenly closer the search has taken something else for one, and those below are off as well.
void FilmMeasurement::refuse_below_a_fall() {
  std::vector<PixelPoint> centres;
  for (const PlacedBody& body : placed_)
    centres.push_back(centre_of(body.quad));
  for (std::size_t k = first_below_a_fall(centres); k < spine_.bodies.size(); ++k) {
    spine_.bodies[k].status = FilmBodyStatus::not_assessable;
    spine_.bodies[k].reason = "The bodies found here are not evenly spaced; click their centres.";
  }
}

SixPixels FilmMeasurement::points(const FilmImage& image, std::size_t k, const DoubleContour& twin) const {
  const PlacedBody& found = placed_[k];
  const BodyQuad& q = found.quad;
  const FilmVector front = unit(q.anterior_inferior - q.anterior_superior),
                   rear = unit(q.posterior_inferior - q.posterior_superior), axis = unit(front + rear);
  const double up = kSuperiorOffset * frames_[k].spacing, down = kInferiorOffset * frames_[k].spacing;
  const PixelPoint as = q.anterior_superior + front * -up, ps = q.posterior_superior + rear * -up,
                   ai = q.anterior_inferior + front * down, pi = q.posterior_inferior + rear * down;
  // Of two contours of one endplate the midpoint goes half-way (docs: six-point morphometry).
  const double lift = 0.5 * twin.superior.value_or(0.0) - found.superior_bow,
               drop = 0.5 * twin.inferior.value_or(0.0) - found.inferior_bow;
  const auto stored = [&](PixelPoint p) { return upright_.to_stored(image.to_film(p)); };
  return {stored(as), stored(ai), stored(between(as, ps) + axis * -lift), stored(between(ai, pi) + axis * drop),
          stored(ps), stored(pi)};
}

bool inside(const SixPixels& points, const FilmImage& image, const UprightFilm& upright) {
  return std::ranges::all_of(kLandmarkMembers<PixelPoint>, [&](const auto& member) {
    const PixelPoint at = image.to_working(upright.to_upright(points.*member.second));
    return image.contains(at.column, at.row);
  });
}

/// How many times wider than a sharp film's the endplates' lines are.
double dullness(const DoubleContour& seen) {
  return 0.5 * (seen.superior_width + seen.inferior_width) / kSharpWidth;
}

FilmBody FilmMeasurement::body(const FilmImage& image, std::size_t k) const {
  const PlacedBody& found = placed_[k];
  const DoubleContour twin = double_contours(image, found.quad, frames_[k].spacing);
  FilmBody body;
  body.landmarks = points(image, k, twin);
  body.seeded = centres_.clicked[k];
  body.level = centres_.centres[k].level;
  body.edge_support = found.support;
  const std::array<double, 3> heights = {body.landmarks.anterior_height(), body.landmarks.middle_height(),
                                         body.landmarks.posterior_height()};
  double relative = 0.0;
  for (std::size_t h = 0; h < heights.size(); ++h) {
    const double reading =
        kReaderShare * heights[h] * std::max({1.0, kClearSupport / std::max(0.2, found.support), dullness(twin)});
    body.uncertainty[h] = std::hypot(kSpreadFactor * found.height_deviation[h] * image.scale(), reading);
    relative = std::max(relative, body.uncertainty[h] / std::max(1.0, heights[h]));
  }
  body.confidence = std::clamp(found.support * (1.2 - 2.0 * relative), 0.0, 1.0);
  if (twin.superior || twin.inferior)
    body.warnings.emplace_back("Two contours of an endplate are seen, as from tilt; the middle point lies half-way "
                               "between them.");
  if (found.support < kFaint)
    body.warnings.emplace_back("The edges of this body are faint on the film; check its points.");
  if (!inside(body.landmarks, image, upright_)) {
    body.status = FilmBodyStatus::not_assessable;
    body.reason = "The body is cut by the edge of the film.";
  }
  return body;
}

Result<void> check_seeds(const Radiograph& film, const std::vector<FilmSeed>& seeds) {
  for (std::size_t k = 0; k < seeds.size(); ++k) {
    const PixelPoint at = seeds[k].centre;
    if (!(at.column >= 0 && at.row >= 0 && at.column <= film.columns() - 1 && at.row <= film.rows() - 1))
      return failure(ErrorCode::invalid_argument, "A seed lies outside the film.",
                     "Give pixel positions as [column, row].");
    for (std::size_t j = 0; j < k; ++j)
      if (distance(at, seeds[j].centre) < 2.0)
        return failure(ErrorCode::invalid_argument, "Two seeds lie upon each other.", "Give one centre per body.");
  }
  if (seeds.size() == 1)
    return failure(ErrorCode::not_measurable, "One body centre does not tell the size of a vertebra.",
                   "Give at least two, for example the uppermost and the lowermost.");
  return {};
}

void explain(const FilmRequest& request, const FilmOrientation& orientation, FilmSpine& spine) {
  if (!orientation.head && request.seeds.empty())
    spine.warnings.emplace_back("The film does not say which way the patient lies (no Patient Orientation); the head "
                                "was assumed towards the top or the left of the image.");
  if (spine.anterior_guessed)
    spine.warnings.emplace_back("The anterior side was judged from the image; the film does not name it.");
  if (request.seeds.empty())
    spine.warnings.emplace_back("The bodies of this film were found automatically; vertebrae beyond the uppermost and "
                                "lowermost may be in view and were not recognised.");
}

struct Located {
  HeadEdge head = HeadEdge::top;
  BodyCentres centres;
  AnteriorSide anterior = AnteriorSide::left;
  double stretch = 1.0, merit = 0.0, inside = 0.0;
};

AnteriorSide anterior_of(const FilmRequest& request, const FilmOrientation& orientation, const Radiograph& upright,
                         const std::vector<FilmSeed>& seeds, double stretch) {
  if (request.anterior)
    return *request.anterior;
  if (orientation.anterior)
    return *orientation.anterior;
  std::vector<PixelPoint> centres;
  for (const FilmSeed& seed : seeds)
    centres.push_back(seed.centre);
  return judged_anterior(upright, centres, mean_distance(centres), stretch);
}

/// Fills in what a quick look tells.
Result<void> look_at(const Radiograph& upright, const FilmRequest& request, const FilmOrientation& orientation,
                     Located& located, const Progress& progress) {
  if (located.centres.centres.size() < 2)
    return {};
  const std::vector<FilmSeed>& centres = located.centres.centres;
  located.anterior = anterior_of(request, orientation, upright, centres, 1.0);
  SPONDYL_TRY(QuickLook look, look_quickly(upright, centres, located.anterior, progress));
  // What lies beside the spine is known once it is known how wide the film is shown.
  const AnteriorSide anterior = anterior_of(request, orientation, upright, centres, look.stretch);
  if (anterior != located.anterior) {
    located.anterior = anterior;
    SPONDYL_TRY(look, look_quickly(upright, centres, anterior, progress));
  }
  located.stretch = look.stretch;
  located.merit = look.merit;
  located.inside = look.inside;
  return {};
}

/// The places between the bodies, one more at each end: where the bodies are if discs were taken for them.
BodyCentres half_a_step_down(const BodyCentres& column) {
  BodyCentres shifted;
  shifted.value = column.value;
  const auto& c = column.centres;
  const auto add = [&](PixelPoint at) {
    shifted.centres.push_back({at, std::nullopt});
    shifted.clicked.push_back(false);
  };
  for (std::size_t k = 1; k < c.size(); ++k)
    add(between(c[k - 1].centre, c[k].centre));
  add(c.back().centre + (c.back().centre - c[c.size() - 2].centre) * 0.5);
  return shifted;
}

/// Leaves out columns that name the same bodies as a better one.
void drop_repeats(std::vector<BodyCentres>& columns) {
  std::vector<BodyCentres> kept;
  for (BodyCentres& column : columns) {
    const auto is_same = [&](const BodyCentres& other) {
      const double near = kSamePlace * distance(other.centres[0].centre, other.centres[1].centre);
      return std::ranges::all_of(column.centres, [&](const FilmSeed& body) {
        return std::ranges::any_of(other.centres,
                                   [&](const FilmSeed& known) { return distance(known.centre, body.centre) < near; });
      });
    };
    if (std::ranges::none_of(kept, is_same))
      kept.push_back(std::move(column));
  }
  columns = std::move(kept);
}

/// The columns the search proposes lock now and then on a wrong distance of bodies; a closer look tells them apart.
Result<Located> locate(const Radiograph& film, HeadEdge head, const FilmRequest& request,
                       const FilmOrientation& orientation, const Progress& progress) {
  const UprightFilm upright(film, head);
  SPONDYL_TRY(std::vector<BodyCentres> columns, search_centres(upright.film(), progress));
  Located best{head, {}, AnteriorSide::left};
  std::erase_if(columns, [](const BodyCentres& c) { return c.centres.size() < 3 || c.value < kColumnSeen; });
  // The search counts few large bodies for more than many small ones.
  std::ranges::stable_sort(columns, std::greater{}, [](const BodyCentres& c) {
    return c.value + kBodyBonus * static_cast<double>(c.centres.size());
  });
  drop_repeats(columns);
  if (columns.size() > kColumnsLookedAt)
    columns.resize(kColumnsLookedAt);
  for (BodyCentres& column : columns) {
    Located here{head, std::move(column), AnteriorSide::left};
    SPONDYL_CHECK(look_at(upright.film(), request, orientation, here, progress));
    if (here.inside > kEmptyInside) {
      Located shifted{head, half_a_step_down(here.centres), AnteriorSide::left};
      SPONDYL_CHECK(look_at(upright.film(), request, orientation, shifted, progress));
      if (shifted.merit > here.merit)
        here = std::move(shifted);
    }
    if (best.centres.centres.empty() || here.merit > best.merit)
      best = std::move(here);
  }
  return best;
}

Result<Located> locate(const Radiograph& film, const FilmRequest& request, const FilmOrientation& orientation,
                       const Progress& progress) {
  SPONDYL_TRY(Located best, locate(film, orientation.head.value_or(HeadEdge::top), request, orientation, progress));
  if (orientation.head || best.centres.value > kColumnClear)
    return best;
  SPONDYL_TRY(Located lying, locate(film, HeadEdge::left, request, orientation, progress));
  return lying.centres.value > best.centres.value ? lying : best;
}

Result<Located> follow(const Radiograph& film, const FilmRequest& request, const FilmOrientation& orientation,
                       const Progress& progress) {
  std::vector<FilmSeed> seeds = request.seeds;
  Located located{orientation.head.value_or(head_from_clicks(seeds)), {}, AnteriorSide::left};
  const UprightFilm upright(film, located.head);
  for (FilmSeed& seed : seeds)
    seed.centre = upright.to_upright(seed.centre);
  std::sort(seeds.begin(), seeds.end(),
            [](const FilmSeed& a, const FilmSeed& b) { return a.centre.row < b.centre.row; });
  SPONDYL_TRY(located.centres, complete_centres(upright.film(), std::move(seeds), progress));
  SPONDYL_CHECK(look_at(upright.film(), request, orientation, located, progress));
  return located;
}

/// L5 upwards where the sacrum was recognised: a guess, never a level.
void guess_levels(FilmSpine& spine) {
  if (!spine.sacrum_seen)
    return;
  int rank = VertebraLevel::parse("L5")->rank();
  const int t13 = VertebraLevel::parse("T13")->rank();
  for (auto body = spine.bodies.rbegin(); body != spine.bodies.rend() && rank > 0; ++body, --rank) {
    if (rank == t13)
      --rank;
    body->level_guess = VertebraLevel::from_rank(rank);
  }
}

} // namespace

Result<FilmSpine> measure_film(const Radiograph& film, const FilmRequest& request, const Progress& progress) {
  SPONDYL_CHECK(progress.check());
  SPONDYL_CHECK(check_seeds(film, request.seeds));
  const FilmOrientation orientation = orientation_of(request.patient_orientation);
  SPONDYL_TRY(const Located located, request.seeds.empty()
                                         ? locate(film, request, orientation, progress.part(0.0, 0.6))
                                         : follow(film, request, orientation, progress.part(0.0, 0.6)));
  if (located.centres.centres.size() < 2 || (request.seeds.empty() && located.centres.value < kColumnSeen))
    return no_column();
  const UprightFilm upright(film, located.head);
  FilmSpine spine;
  spine.anterior_guessed = !request.anterior && !orientation.anterior;
  SPONDYL_CHECK(
      FilmMeasurement(upright, located.centres, spine).run(located.anterior, located.stretch, progress.part(0.6, 1.0)));
  guess_levels(spine);
  explain(request, orientation, spine);
  return spine;
}

} // namespace spondyl::radiograph

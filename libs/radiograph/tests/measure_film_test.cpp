#include <algorithm>
#include <gtest/gtest.h>
#include <spondyl/film_phantom/film_phantom.h>
#include <spondyl/radiograph/measure_film.h>

namespace spondyl::radiograph {
namespace {

using film_phantom::draw_film;
using film_phantom::FilmOptions;
using film_phantom::FilmPhantom;

FilmRequest clicks(const FilmPhantom& phantom) {
  FilmRequest request;
  for (const PixelPoint centre : phantom.centres)
    request.seeds.push_back({centre, std::nullopt});
  return request;
}

double depth(const SixPixels& points) {
  return distance(points.anterior_superior, points.posterior_superior);
}

/// Mean distance of the four corners, as a share of the body's depth.
double corner_error(const SixPixels& found, const SixPixels& truth) {
  double sum = 0.0;
  for (const auto corner : {&SixPixels::anterior_superior, &SixPixels::anterior_inferior,
                            &SixPixels::posterior_superior, &SixPixels::posterior_inferior})
    sum += distance(found.*corner, truth.*corner);
  return 0.25 * sum / depth(truth);
}

void expect_corners(const FilmSpine& spine, const FilmPhantom& phantom, double tolerance) {
  ASSERT_EQ(spine.bodies.size(), phantom.bodies.size());
  for (std::size_t k = 0; k < phantom.bodies.size(); ++k) {
    EXPECT_EQ(spine.bodies[k].status, FilmBodyStatus::measured) << spine.bodies[k].reason;
    EXPECT_LT(corner_error(spine.bodies[k].landmarks, phantom.bodies[k]), tolerance) << "share of depth, body " << k;
  }
}

TEST(SemiAutomaticFilm, PlacesEveryBodysCornersFromItsCentre) {
  const FilmPhantom phantom = draw_film();
  const auto spine = measure_film(phantom.film, clicks(phantom));
  ASSERT_TRUE(spine) << spine.error().text();
  expect_corners(*spine, phantom, 0.06);
}

TEST(SemiAutomaticFilm, MeasuresAWedgedBodyLowerInFront) {
  FilmOptions options;
  options.anterior_loss = 0.3;
  const FilmPhantom phantom = draw_film(options);
  const auto spine = measure_film(phantom.film, clicks(phantom));
  ASSERT_TRUE(spine) << spine.error().text();
  const SixPixels& wedge = spine->bodies.at(2).landmarks;
  EXPECT_NEAR(wedge.anterior_height() / wedge.posterior_height(), 0.7, 0.1);
  const SixPixels& neighbour = spine->bodies.at(3).landmarks;
  EXPECT_NEAR(neighbour.anterior_height() / neighbour.posterior_height(), 1.0, 0.08);
}

TEST(SemiAutomaticFilm, TakesTheFrontFromTheImageAndSaysSo) {
  FilmOptions options;
  options.front_is_right = true;
  const FilmPhantom phantom = draw_film(options);
  const auto spine = measure_film(phantom.film, clicks(phantom));
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_EQ(spine->anterior, AnteriorSide::right);
  EXPECT_TRUE(spine->anterior_guessed);
  EXPECT_FALSE(spine->warnings.empty());
  expect_corners(*spine, phantom, 0.06);
}

TEST(SemiAutomaticFilm, BelievesPatientOrientationAboutTheFront) {
  const FilmPhantom phantom = draw_film();
  FilmRequest request = clicks(phantom);
  request.patient_orientation = "P\\F";
  const auto spine = measure_film(phantom.film, request);
  ASSERT_TRUE(spine) << spine.error().text();
  EXPECT_EQ(spine->anterior, AnteriorSide::left);
  EXPECT_FALSE(spine->anterior_guessed);
}

TEST(SemiAutomaticFilm, MeasuresAFilmThatLiesOnItsSide) {
  const FilmPhantom phantom = draw_film();
  const Radiograph lying = film_phantom::turned_clockwise(phantom.film);
  FilmRequest request;
  request.patient_orientation = "H\\P"; // head to the right, back downwards
  for (const PixelPoint centre : phantom.centres)
    request.seeds.push_back({{phantom.film.rows() - 1 - centre.row, centre.column}, std::nullopt});
  const auto upright = measure_film(phantom.film, clicks(phantom)), turned = measure_film(lying, request);
  ASSERT_TRUE(upright && turned);
  ASSERT_EQ(turned->bodies.size(), phantom.bodies.size());
  EXPECT_FALSE(turned->anterior_guessed);
  for (std::size_t k = 0; k < phantom.bodies.size(); ++k)
    EXPECT_NEAR(turned->bodies[k].landmarks.posterior_height(), upright->bodies[k].landmarks.posterior_height(), 1e-6)
        << "px, body " << k;
}

TEST(SemiAutomaticFilm, FindsTheBodiesBetweenTheUppermostAndTheLowermostClick) {
  const FilmPhantom phantom = draw_film();
  FilmRequest request;
  request.seeds = {{phantom.centres.front(), VertebraLevel::parse("T12")},
                   {phantom.centres.back(), VertebraLevel::parse("L5")}};
  const auto spine = measure_film(phantom.film, request);
  ASSERT_TRUE(spine) << spine.error().text();
  expect_corners(*spine, phantom, 0.1);
  EXPECT_EQ(spine->bodies.at(2).level, VertebraLevel::parse("L2"));
}

TEST(SemiAutomaticFilm, IsNotDrawnToBurnedInLetters) {
  FilmOptions options;
  options.letters = true;
  const FilmPhantom phantom = draw_film(options);
  const auto spine = measure_film(phantom.film, clicks(phantom));
  ASSERT_TRUE(spine) << spine.error().text();
  expect_corners(*spine, phantom, 0.06);
}

TEST(SemiAutomaticFilm, IsNotDrawnToTheEdgesOfACollimatedFilm) {
  FilmOptions options;
  options.collimated = 55.0;
  const FilmPhantom phantom = draw_film(options);
  FilmRequest request = clicks(phantom);
  request.patient_orientation = "P\\F";
  const auto spine = measure_film(phantom.film, request);
  ASSERT_TRUE(spine) << spine.error().text();
  expect_corners(*spine, phantom, 0.06);
}

/// Where `point` lies along the body's axis from its inferior to its superior side, px.
double up_the_body(const SixPixels& body, PixelPoint point) {
  const PixelPoint from = body.middle_inferior, to = body.middle_superior;
  const double column = to.column - from.column, row = to.row - from.row;
  return ((point.column - from.column) * column + (point.row - from.row) * row) / std::hypot(column, row);
}

TEST(SemiAutomaticFilm, PutsTheMiddlePointHalfWayBetweenTheContoursOfATiltedEndplateAndSaysSo) {
  constexpr double kBetween = 5.0; // mm
  FilmOptions options;
  const FilmPhantom plain = draw_film(options);
  options.second_contour = kBetween;
  const FilmPhantom tilted = draw_film(options);
  const auto one = measure_film(plain.film, clicks(plain)), two = measure_film(tilted.film, clicks(tilted));
  ASSERT_TRUE(one && two);
  const FilmBody &single = one->bodies.at(2), &twofold = two->bodies.at(2);
  const double moved = up_the_body(plain.bodies[2], twofold.landmarks.middle_superior) -
                       up_the_body(plain.bodies[2], single.landmarks.middle_superior);
  EXPECT_NEAR(moved / options.pixels_per_mm, 0.5 * kBetween, 1.0) << "mm";
  EXPECT_TRUE(single.warnings.empty());
  ASSERT_EQ(twofold.warnings.size(), 1U);
  EXPECT_NE(twofold.warnings.front().find("Two contours"), std::string::npos) << twofold.warnings.front();
}

/// Every pixel the mean of a square around it, as out of focus.
Radiograph blurred(const Radiograph& film, int reach) {
  const auto across = [&](const std::vector<float>& in, int column_step, int row_step) {
    std::vector<float> out(in.size());
    for (int row = 0; row < film.rows(); ++row)
      for (int column = 0; column < film.columns(); ++column) {
        float sum = 0.0F;
        for (int k = -reach; k <= reach; ++k) {
          const int c = std::clamp(column + k * column_step, 0, film.columns() - 1),
                    r = std::clamp(row + k * row_step, 0, film.rows() - 1);
          sum +=
              in[static_cast<std::size_t>(r) * static_cast<std::size_t>(film.columns()) + static_cast<std::size_t>(c)];
        }
        out[static_cast<std::size_t>(row) * static_cast<std::size_t>(film.columns()) +
            static_cast<std::size_t>(column)] = sum / static_cast<float>(2 * reach + 1);
      }
    return out;
  };
  return {film.columns(), film.rows(), across(across(film.pixels(), 1, 0), 0, 1), film.scale()};
}

double mean_uncertainty(const FilmSpine& spine) {
  double sum = 0.0;
  for (const FilmBody& body : spine.bodies)
    sum += (body.uncertainty[0] + body.uncertainty[1] + body.uncertainty[2]) / 3.0;
  return sum / static_cast<double>(spine.bodies.size());
}

TEST(SemiAutomaticFilm, IsLessCertainWhereEdgesAreNotSharp) {
  const FilmPhantom phantom = draw_film();
  FilmRequest request = clicks(phantom);
  request.patient_orientation = "P\\F";
  const auto sharp = measure_film(phantom.film, request), dull = measure_film(blurred(phantom.film, 7), request);
  ASSERT_TRUE(sharp && dull);
  EXPECT_GT(mean_uncertainty(*dull), 1.1 * mean_uncertainty(*sharp));
}

/// Every pixel `factor` times in both directions.
Radiograph enlarged(const Radiograph& film, int across, int down) {
  std::vector<float> pixels;
  pixels.reserve(film.pixels().size() * static_cast<std::size_t>(across * down));
  for (int row = 0; row < film.rows() * down; ++row)
    for (int column = 0; column < film.columns() * across; ++column)
      pixels.push_back(film.pixels()[static_cast<std::size_t>(row / down) * static_cast<std::size_t>(film.columns()) +
                                     static_cast<std::size_t>(column / across)]);
  return {film.columns() * across, film.rows() * down, std::move(pixels), film.scale()};
}

FilmRequest clicks(const FilmPhantom& phantom, double across, double down) {
  FilmRequest request;
  for (const PixelPoint centre : phantom.centres)
    request.seeds.push_back({{centre.column * across, centre.row * down}, std::nullopt});
  return request;
}

TEST(SemiAutomaticFilm, MeasuresAFilmOfTwentyMegapixelsLikeASmallOne) {
  FilmOptions options;
  options.pixels_per_mm = 1.0;
  const FilmPhantom phantom = draw_film(options);
  constexpr int factor = 14;
  const Radiograph large = enlarged(phantom.film, factor, factor);
  ASSERT_GE(large.columns(), 4000);
  const auto small = measure_film(phantom.film, clicks(phantom)),
             found = measure_film(large, clicks(phantom, factor, factor));
  ASSERT_TRUE(small && found);
  ASSERT_EQ(found->bodies.size(), small->bodies.size());
  for (std::size_t k = 0; k < small->bodies.size(); ++k)
    EXPECT_NEAR(found->bodies[k].landmarks.posterior_height() / factor, small->bodies[k].landmarks.posterior_height(),
                2.0)
        << "px of the small film, body " << k;
}

TEST(SemiAutomaticFilm, MeasuresAFilmShownTwiceAsWide) {
  const FilmPhantom phantom = draw_film();
  FilmRequest request = clicks(phantom, 2.0, 1.0);
  request.patient_orientation = "P\\F"; // the front is not judged well on a film so wide
  const auto spine = measure_film(enlarged(phantom.film, 2, 1), request);
  ASSERT_TRUE(spine) << spine.error().text();
  ASSERT_EQ(spine->bodies.size(), phantom.bodies.size());
  for (std::size_t k = 0; k < phantom.bodies.size(); ++k) {
    SixPixels narrow = spine->bodies[k].landmarks;
    for (const auto& [name, member] : kLandmarkMembers<PixelPoint>)
      (narrow.*member).column *= 0.5;
    EXPECT_LT(corner_error(narrow, phantom.bodies[k]), 0.06) << "share of depth, body " << k;
  }
}

TEST(SemiAutomaticFilm, KnowsTheFrontOfAFilmShownTwiceAsWide) {
  for (const bool front_is_right : {false, true}) {
    FilmOptions options;
    options.front_is_right = front_is_right;
    const FilmPhantom phantom = draw_film(options);
    const auto spine = measure_film(enlarged(phantom.film, 2, 1), clicks(phantom, 2.0, 1.0));
    ASSERT_TRUE(spine) << spine.error().text();
    EXPECT_EQ(spine->anterior, front_is_right ? AnteriorSide::right : AnteriorSide::left);
    EXPECT_TRUE(spine->anterior_guessed);
  }
}

TEST(SemiAutomaticFilm, RefusesSeedsOutsideTheFilm) {
  const FilmPhantom phantom = draw_film();
  FilmRequest request;
  request.seeds = {{{-5.0, 10.0}, std::nullopt}, {phantom.centres.back(), std::nullopt}};
  const auto spine = measure_film(phantom.film, request);
  ASSERT_FALSE(spine);
  EXPECT_EQ(spine.error().code, ErrorCode::invalid_argument);
}

TEST(SemiAutomaticFilm, GivesTheSameTwice) {
  const FilmPhantom phantom = draw_film();
  const auto one = measure_film(phantom.film, clicks(phantom)), other = measure_film(phantom.film, clicks(phantom));
  ASSERT_TRUE(one && other);
  for (std::size_t k = 0; k < one->bodies.size(); ++k)
    EXPECT_EQ(one->bodies[k].landmarks, other->bodies[k].landmarks) << k;
}

TEST(AutomaticFilm, FindsTheBodiesWithoutClicksAndNamesNoLevel) {
  const FilmPhantom phantom = draw_film();
  const auto spine = measure_film(phantom.film, {});
  ASSERT_TRUE(spine) << spine.error().text();
  std::size_t found = 0;
  for (const SixPixels& truth : phantom.bodies)
    found += std::ranges::any_of(spine->bodies,
                                 [&](const FilmBody& body) { return corner_error(body.landmarks, truth) < 0.12; });
  EXPECT_GE(found, phantom.bodies.size() - 1);
  for (const FilmBody& body : spine->bodies)
    EXPECT_FALSE(body.level);
}

TEST(AutomaticFilm, SaysThatAFilmWithoutASpineShowsNone) {
  FilmOptions options;
  options.spine = false;
  const auto spine = measure_film(draw_film(options).film, {});
  ASSERT_FALSE(spine);
  EXPECT_EQ(spine.error().code, ErrorCode::not_measurable);
}

TEST(AutomaticFilm, StopsWhenCancelled) {
  const CancelToken token;
  token.cancel();
  const auto spine = measure_film(draw_film().film, {}, Progress({}, token));
  ASSERT_FALSE(spine);
  EXPECT_EQ(spine.error().code, ErrorCode::cancelled);
}

} // namespace
} // namespace spondyl::radiograph

#include <cmath>
#include <gtest/gtest.h>
#include <spondyl/simulation/film_projection.h>

namespace spondyl::simulation {
namespace {

/// A block of water, 40 mm in every direction, in air; its middle is the origin.
Volume water_block() {
  VolumeGeometry geometry;
  geometry.size = {81, 81, 81};
  geometry.origin = {-40.0, -40.0, -40.0};
  std::vector<float> voxels(geometry.size.voxels(), -1000.0F);
  for (int slice = 20; slice <= 60; ++slice)
    for (int row = 20; row <= 60; ++row)
      for (int column = 20; column <= 60; ++column)
        voxels[geometry.offset(column, row, slice)] = 0.0F;
  return {geometry, std::move(voxels), Modality::ct};
}

/// The block's corners in its middle plane as a vertebral body.
std::vector<SixPoints> block_corners() {
  return {{{0, -20, 20}, {0, -20, -20}, {0, 0, 20}, {0, 0, -20}, {0, 20, 20}, {0, 20, -20}}};
}

FilmExposure clean() {
  FilmExposure exposure;
  exposure.noise = exposure.clutter = 0.0;
  return exposure;
}

float at(const Radiograph& film, double column, double row) {
  return film.pixels()[static_cast<std::size_t>(std::lround(row)) * static_cast<std::size_t>(film.columns()) +
                       static_cast<std::size_t>(std::lround(column))];
}

TEST(FilmProjection, ABodyIsMagnifiedByTheDistancesOfTheBeam) {
  FilmExposure exposure = clean();
  exposure.source_to_detector = 1200.0;
  exposure.source_to_spine = 1000.0;
  exposure.detector_pixel = 0.5;
  const auto film = project_film(water_block(), block_corners(), exposure);
  ASSERT_TRUE(film) << film.error().text();
  EXPECT_NEAR(film->bodies.at(0).anterior_height(), 40.0 * 1.2 / 0.5, 1e-6) << "px";
  EXPECT_NEAR(film->bodies[0].anterior_height() * film->film.scale().row_spacing, 40.0, 1e-6) << "mm";
  EXPECT_EQ(film->film.scale().provenance, SpacingProvenance::estimated);
}

TEST(FilmProjection, GreyIsThePathThroughWhatAbsorbs) {
  const auto film = project_film(water_block(), block_corners(), clean());
  ASSERT_TRUE(film) << film.error().text();
  const SixPixels& body = film->bodies.at(0);
  const double column = body.middle_superior.column, row = 0.5 * (body.middle_superior.row + body.middle_inferior.row);
  EXPECT_NEAR(at(film->film, column, row), 0.02 * 41.0, 0.02) << "41 mm of water, 0.02 per mm";
  const double outside = body.anterior_superior.column - 10.0;
  EXPECT_NEAR(at(film->film, outside, row), 0.0, 1e-3);
  EXPECT_LT(body.anterior_superior.column, body.posterior_superior.column) << "the front is to the left";
  EXPECT_LT(body.anterior_superior.row, body.anterior_inferior.row) << "the head is up";
}

TEST(FilmProjection, AStretchedFilmIsWiderAndNoTaller) {
  FilmExposure stretched = clean();
  stretched.stretch = 1.5;
  const auto plain = project_film(water_block(), block_corners(), clean()),
             wide = project_film(water_block(), block_corners(), stretched);
  ASSERT_TRUE(plain && wide);
  const auto depth = [](const SixPixels& p) { return distance(p.anterior_superior, p.posterior_superior); };
  EXPECT_NEAR(depth(wide->bodies.at(0)) / depth(plain->bodies.at(0)), 1.5, 1e-9);
  EXPECT_NEAR(wide->bodies[0].anterior_height(), plain->bodies[0].anterior_height(), 1e-9);
}

TEST(FilmProjection, TiltSpreadsAnEndThatTheBeamGrazed) {
  FilmExposure tilted = clean();
  tilted.tilt = 10.0;
  const auto straight = project_film(water_block(), block_corners(), clean()),
             leaning = project_film(water_block(), block_corners(), tilted);
  ASSERT_TRUE(straight && leaning);
  // 3 mm above the upper edge there is air on the straight film and half a block on the leaning one.
  const auto above = [](const SimulatedFilm& film) {
    const PixelPoint edge = film.bodies.at(0).middle_superior;
    return at(film.film, edge.column, edge.row - 3.0 / film.film.scale().row_spacing);
  };
  EXPECT_LT(above(*straight), 0.05);
  EXPECT_GT(above(*leaning), 0.05);
}

TEST(FilmProjection, TheSameSeedGivesTheSameNoise) {
  FilmExposure exposure;
  exposure.noise = 0.05;
  const auto one = project_film(water_block(), block_corners(), exposure),
             other = project_film(water_block(), block_corners(), exposure);
  exposure.seed = 2;
  const auto different = project_film(water_block(), block_corners(), exposure);
  ASSERT_TRUE(one && other && different);
  EXPECT_EQ(one->film.pixels(), other->film.pixels());
  EXPECT_NE(one->film.pixels(), different->film.pixels());
}

TEST(FilmProjection, RefusesWhatIsNoCtAndExposuresThatCannotBe) {
  FilmExposure behind = clean();
  behind.source_to_detector = behind.source_to_spine;
  EXPECT_FALSE(project_film(water_block(), block_corners(), behind));
  EXPECT_FALSE(project_film(water_block(), {}, clean()));
  const Volume ct = water_block();
  EXPECT_FALSE(project_film({ct.geometry(), ct.voxels(), Modality::mr}, block_corners(), clean()));
}

} // namespace
} // namespace spondyl::simulation

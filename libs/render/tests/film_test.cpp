#include <gtest/gtest.h>
#include <spondyl/render/film.h>

namespace spondyl::render {
namespace {

Radiograph ramp(int columns, int rows) {
  std::vector<float> pixels;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      pixels.push_back(static_cast<float>(column + 1000 * row));
  return {columns, rows, std::move(pixels), {}};
}

TEST(FilmSlicer, ShowsPixelsExactlyAtFullSize) {
  const Radiograph film = ramp(40, 20);
  const ValueImage image = FilmSlicer(film).slice({{3, 5}, {1, 0}, {0, 1}, 10, 8});
  EXPECT_FLOAT_EQ(image.at(0, 0), 5003.0F);
  EXPECT_FLOAT_EQ(image.at(9, 7), 12012.0F);
}

TEST(FilmSlicer, TurnsAndMirrorsByItsAxes) {
  const Radiograph film = ramp(40, 20);
  // Turned by a quarter: right on the picture is up on the film; and mirrored.
  const ValueImage turned = FilmSlicer(film).slice({{10, 15}, {0, -1}, {1, 0}, 4, 4});
  EXPECT_FLOAT_EQ(turned.at(3, 2), 12012.0F);
}

TEST(FilmSlicer, KeepsPlacesWhenAFilmIsShrunk) {
  const Radiograph film = ramp(1024, 1024);
  const ValueImage image = FilmSlicer(film).slice({{100, 200}, {4, 0}, {0, 4}, 100, 100});
  EXPECT_NEAR(image.at(0, 0), 200100.0, 1.0);
  EXPECT_NEAR(image.at(50, 25), 300300.0, 1.0);
}

TEST(FilmSlicer, IsBlackOutsideOfTheFilm) {
  const ValueImage image = FilmSlicer(ramp(40, 20)).slice({{-20, 0}, {1, 0}, {0, 1}, 10, 2});
  EXPECT_FLOAT_EQ(image.at(0, 0), 0.0F);
}

} // namespace
} // namespace spondyl::render

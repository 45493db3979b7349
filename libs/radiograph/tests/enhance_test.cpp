#include <algorithm>
#include <gtest/gtest.h>
#include <spondyl/film_phantom/film_phantom.h>
#include <spondyl/radiograph/enhance.h>

namespace spondyl::radiograph {
namespace {

/// A faint step of 1 % of the grey range in the dark half of a film whose other half is bright.
Radiograph faint_step() {
  constexpr int columns = 240, rows = 240;
  std::vector<float> pixels;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      pixels.push_back(column >= columns / 2 ? 1000.0F : (row + column) % 60 < 30 ? 40.0F : 50.0F);
  return {columns, rows, std::move(pixels), {}};
}

float at(const Radiograph& film, int column, int row) {
  return film.pixels()[static_cast<std::size_t>(row * film.columns() + column)];
}

TEST(LocalContrast, RaisesAFaintStepInADarkRegion) {
  const Radiograph film = faint_step(), plain = enhance_local_contrast(film, 0.0), shown = enhance_local_contrast(film);
  const float before = at(plain, 40, 5) - at(plain, 10, 5), after = at(shown, 40, 5) - at(shown, 10, 5);
  EXPECT_NEAR(before, 10.0 / 960.0, 1e-4);
  EXPECT_GT(after, 1.5F * before);
}

TEST(LocalContrast, KeepsSizeAndStaysBetweenZeroAndOne) {
  const Radiograph film = film_phantom::draw_film().film, shown = enhance_local_contrast(film);
  ASSERT_EQ(shown.columns(), film.columns());
  ASSERT_EQ(shown.rows(), film.rows());
  const auto [least, most] = std::minmax_element(shown.pixels().begin(), shown.pixels().end());
  EXPECT_GE(*least, 0.0F);
  EXPECT_LE(*most, 1.001F);
}

} // namespace
} // namespace spondyl::radiograph

#include <spondyl/film_phantom/film_phantom.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace spondyl::film_phantom {
namespace {

constexpr double kWidth = 300.0, kTop = 28.0, kMargin = 110.0, kMiddle = 150.0; // mm
constexpr double kHeight = 27.0, kDepth = 35.0, kDisc = 9.5;                    // mm
constexpr double kCortex = 1.4, kBlur = 0.5;                                    // mm
constexpr double kDegree = std::numbers::pi / 180.0;

/// A body in millimetres of the film.
struct Body {
  double column, row, angle, anterior_height, posterior_height, depth;
};

std::vector<Body> column_of(const FilmOptions& options) {
  std::vector<Body> bodies;
  double column = kMiddle, row = kTop + 0.5 * kHeight;
  for (int k = 0; k < options.bodies; ++k) {
    // Lordosis: the upper bodies lean back, the lower ones forward.
    const double angle = (6.0 - 14.0 * (k + 0.5) / options.bodies) * kDegree;
    const double loss = k == 2 ? options.anterior_loss : 0.0;
    bodies.push_back({column, row, angle, kHeight * (1.0 - loss), kHeight, kDepth});
    column += std::sin(-angle) * (kHeight + kDisc);
    row += std::cos(angle) * (kHeight + kDisc);
  }
  bodies.push_back({column + 5.0, row + 1.0, -32.0 * kDegree, 26.0, 26.0, 30.0}); // S1
  return bodies;
}

/// Signed distance to the body's outline (mm), positive inside.
double inside(const Body& body, double column, double row) {
  const double c = std::cos(body.angle), s = std::sin(body.angle), dx = column - body.column, dy = row - body.row;
  const double along = dx * c + dy * s, down = -dx * s + dy * c;
  const double share = std::clamp(0.5 + along / body.depth, 0.0, 1.0);
  const double height = body.anterior_height + share * (body.posterior_height - body.anterior_height);
  return std::min(0.5 * body.depth - std::abs(along), 0.5 * height - std::abs(down));
}

double soft_step(double distance) {
  return 1.0 / (1.0 + std::exp(-distance / (0.4 * kBlur)));
}

double bone(const Body& body, double column, double row) {
  const double d = inside(body, column, row);
  return 0.16 * soft_step(d) + 0.10 * std::exp(-0.5 * std::pow((d - 0.5 * kCortex) / (0.5 * kCortex), 2));
}

/// The far rim of a tilted endplate, `offset` above the near one, with half the bone between them.
double far_rim(const Body& body, double offset, double column, double row) {
  const double c = std::cos(body.angle), s = std::sin(body.angle), dx = column - body.column, dy = row - body.row;
  const double along = dx * c + dy * s, above = dx * s - dy * c - 0.5 * body.posterior_height;
  const double across = soft_step(0.5 * body.depth - std::abs(along));
  const double line = std::exp(-0.5 * std::pow((offset - above - 0.5 * kCortex) / (0.5 * kCortex), 2));
  return across * (0.08 * soft_step(offset - above) * soft_step(above) + 0.10 * line);
}

double tissue(double column, double row, double height) {
  const double front = soft_step((column - 40.0) / 10.0), back = soft_step((225.0 - column) / 6.0);
  return 0.06 + (0.3 + 0.12 * row / height) * front * back;
}

double posterior_elements(const Body& body, double column, double row) {
  const double dx = column - (body.column + 30.0), dy = row - (body.row + 6.0);
  return 0.09 * std::exp(-0.5 * (dx * dx / 60.0 + dy * dy / 40.0));
}

SixPixels corners(const Body& body, double scale) {
  const double c = std::cos(body.angle), s = std::sin(body.angle);
  const auto at = [&](double along, double down) {
    return PixelPoint{(body.column + along * c - down * s) * scale, (body.row + along * s + down * c) * scale};
  };
  const double half = 0.5 * body.depth, front = 0.5 * body.anterior_height, rear = 0.5 * body.posterior_height;
  return {at(-half, -front),           at(-half, front), at(0, -0.5 * (front + rear)),
          at(0, 0.5 * (front + rear)), at(half, -rear),  at(half, rear)};
}

bool in_letters(double column, double row) {
  return column > 95.0 && column < 112.0 && row > 90.0 && row < 100.0;
}

void mirror(FilmPhantom& phantom, std::vector<float>& pixels, int columns) {
  for (std::size_t row = 0; row < pixels.size() / static_cast<std::size_t>(columns); ++row) {
    const auto begin = pixels.begin() + static_cast<std::ptrdiff_t>(row) * columns;
    std::reverse(begin, begin + columns);
  }
  for (SixPixels& body : phantom.bodies)
    for (const auto& [name, member] : kLandmarkMembers<PixelPoint>)
      (body.*member).column = columns - 1 - (body.*member).column;
  for (PixelPoint& centre : phantom.centres)
    centre.column = columns - 1 - centre.column;
}

} // namespace

FilmPhantom draw_film(const FilmOptions& options) {
  const double scale = options.pixels_per_mm, millimetres = kTop + options.bodies * (kHeight + kDisc) + kMargin;
  const int columns = static_cast<int>(kWidth * scale), rows = static_cast<int>(millimetres * scale);
  const std::vector<Body> bodies = column_of(options);
  std::vector<float> pixels;
  pixels.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  std::mt19937 random(20261120);
  std::normal_distribution<double> noise(0.0, options.noise);
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const double x = column / scale, y = row / scale;
      double value = tissue(x, y, millimetres);
      for (const Body& body : bodies)
        if (options.spine && std::abs(y - body.row) < 60.0)
          value += bone(body, x, y) + posterior_elements(body, x, y);
      if (options.second_contour > 0.0)
        value += far_rim(bodies[2], options.second_contour, x, y);
      value = std::clamp(value + noise(random), 0.01, 0.98);
      if (options.collimated > 0.0 && std::abs(x - kMiddle) > options.collimated)
        value = 0.0;
      pixels.push_back(static_cast<float>(4095.0 * (options.letters && in_letters(x, y) ? 1.0 : value)));
    }
  FilmPhantom phantom{Radiograph(1, 1, {0.0F}, {}), {}, {}};
  for (int k = 0; k < options.bodies; ++k) {
    const Body& body = bodies[static_cast<std::size_t>(k)];
    phantom.bodies.push_back(corners(body, scale));
    phantom.centres.push_back({body.column * scale, body.row * scale});
  }
  if (options.front_is_right)
    mirror(phantom, pixels, columns);
  phantom.film = Radiograph(columns, rows, std::move(pixels), options.scale);
  return phantom;
}

Radiograph turned_clockwise(const Radiograph& film) {
  std::vector<float> pixels;
  pixels.reserve(film.pixels().size());
  for (int row = 0; row < film.columns(); ++row)
    for (int column = 0; column < film.rows(); ++column)
      pixels.push_back(
          film.pixels()[static_cast<std::size_t>(film.rows() - 1 - column) * static_cast<std::size_t>(film.columns()) +
                        static_cast<std::size_t>(row)]);
  return {film.rows(), film.columns(), std::move(pixels), film.scale()};
}

} // namespace spondyl::film_phantom

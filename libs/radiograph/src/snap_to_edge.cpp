#include <spondyl/radiograph/snap_to_edge.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace spondyl::radiograph {
namespace {

// Engineering choices, as shares of the body: a hand is within a few millimetres of the edge it means; corners are
// rounded, so their edges are read a little away from them.
constexpr double kReach = 0.16;                        // of the height, about 4 mm
constexpr double kCornerFrom = 0.10, kCornerTo = 0.32; // of depth or height, from the corner inwards
constexpr double kMiddleHalfWidth = 0.10;              // of the depth
constexpr double kBlur = 0.015;                        // of the height: about 0.4 mm
constexpr int kLines = 9;                              // profiles averaged
constexpr double kStep = 0.5;                          // px
constexpr double kStrong = 0.5;                        // of the strongest edge in reach: the nearest of these is meant
constexpr double kStandsOut = 5.0;                     // standard deviations: noise reaches 3 in one of 400 places

/// In units of a column, so that normals are normals where pixels are not square.
struct Vector {
  double x = 0.0, y = 0.0;
};
Vector operator+(Vector a, Vector b) {
  return {a.x + b.x, a.y + b.y};
}
Vector operator-(Vector a, Vector b) {
  return {a.x - b.x, a.y - b.y};
}
Vector operator*(Vector a, double s) {
  return {a.x * s, a.y * s};
}
double dot(Vector a, Vector b) {
  return a.x * b.x + a.y * b.y;
}
double length(Vector a) {
  return std::hypot(a.x, a.y);
}

class Plane {
public:
  explicit Plane(const Radiograph& film) : film_(film) {
    const PixelScale& scale = film.scale();
    if (scale.column_spacing > 0.0 && scale.row_spacing > 0.0)
      aspect_ = scale.row_spacing / scale.column_spacing;
  }
  [[nodiscard]] Vector of(PixelPoint p) const { return {p.column, p.row * aspect_}; }
  [[nodiscard]] PixelPoint back(Vector v) const { return {v.x, v.y / aspect_}; }
  /// Bilinear; the border goes on beyond it.
  [[nodiscard]] double grey(Vector v) const {
    const double column = std::clamp(v.x, 0.0, film_.columns() - 1.001), row = clamped_row(v.y / aspect_);
    const int c = static_cast<int>(column), r = static_cast<int>(row);
    const double fc = column - c, fr = row - r;
    return (at(c, r) * (1 - fc) + at(c + 1, r) * fc) * (1 - fr) +
           (at(c, r + 1) * (1 - fc) + at(c + 1, r + 1) * fc) * fr;
  }

private:
  [[nodiscard]] double clamped_row(double row) const { return std::clamp(row, 0.0, film_.rows() - 1.001); }
  [[nodiscard]] double at(int column, int row) const {
    return film_.pixels()[static_cast<std::size_t>(row) * static_cast<std::size_t>(film_.columns()) +
                          static_cast<std::size_t>(column)];
  }
  const Radiograph& film_;
  double aspect_ = 1.0;
};

/// Where edges are looked for: along `outwards` through points between two offsets along `tangent`.
struct Search {
  Vector at, outwards, tangent;
  double from = 0.0, to = 0.0; ///< along the tangent
  double reach = 0.0, blur = 0.0;
};

/// How grey falls outwards over +-blur, step by step, summed over lines side by side; and how it varies between them.
struct Profile {
  std::vector<double> falls;
  double noise = 0.0; ///< standard deviation of a fall that no edge made
};

Profile profile_along(const Plane& film, const Search& search, int half) {
  Profile profile{std::vector<double>(static_cast<std::size_t>(2 * half + 1), 0.0), 0.0};
  double variance = 0.0;
  for (int i = -half; i <= half; ++i) {
    double sum = 0.0, squares = 0.0;
    for (int line = 0; line < kLines; ++line) {
      const double along = search.from + (search.to - search.from) * line / (kLines - 1), s = i * kStep;
      const Vector at = search.at + search.tangent * along;
      const double fall =
          film.grey(at + search.outwards * (s - search.blur)) - film.grey(at + search.outwards * (s + search.blur));
      sum += fall;
      squares += fall * fall;
    }
    profile.falls[static_cast<std::size_t>(i + half)] = sum;
    variance += (squares - sum * sum / kLines) / (kLines - 1);
  }
  profile.noise = std::sqrt(kLines * variance / static_cast<double>(profile.falls.size()));
  return profile;
}

/// Of three values around a largest one, where between them the parabola is highest, in steps.
double vertex(double before, double here, double after) {
  const double bend = before - 2 * here + after;
  return bend < 0.0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0.0;
}

/// How far outwards the edge lies.
std::optional<double> edge_along(const Plane& film, const Search& search) {
  const int half = static_cast<int>(search.reach / kStep);
  if (half < 2)
    return std::nullopt;
  const Profile profile = profile_along(film, search, half);
  const std::vector<double>& falls = profile.falls;
  const double strongest = *std::max_element(falls.begin(), falls.end());
  if (!(strongest > kStandsOut * profile.noise))
    return std::nullopt;
  std::optional<double> nearest;
  for (std::size_t i = 1; i + 1 < falls.size(); ++i) {
    const bool peak = falls[i] >= falls[i - 1] && falls[i] > falls[i + 1] && falls[i] >= kStrong * strongest;
    const double s = (static_cast<double>(i) - half + vertex(falls[i - 1], falls[i], falls[i + 1])) * kStep;
    if (peak && (!nearest || std::abs(s) < std::abs(*nearest)))
      nearest = s;
  }
  return nearest;
}

struct Body {
  Vector anterior, posterior; ///< corners of the endplate that is held, one of them where it is held
  Vector other_anterior, other_posterior;
  double height = 0.0, depth = 0.0;
};

Body body_of(const Plane& film, SixPixels points, int landmark, PixelPoint at) {
  points.*kLandmarkMembers<PixelPoint>[static_cast<std::size_t>(landmark)].second = at;
  Body body{film.of(points.anterior_superior), film.of(points.posterior_superior), film.of(points.anterior_inferior),
            film.of(points.posterior_inferior)};
  if (landmark % 2 == 1) { // inferior
    std::swap(body.anterior, body.other_anterior);
    std::swap(body.posterior, body.other_posterior);
  }
  body.height = (length(body.anterior - body.other_anterior) + length(body.posterior - body.other_posterior)) / 2;
  body.depth = (length(body.anterior - body.posterior) + length(body.other_anterior - body.other_posterior)) / 2;
  return body;
}

/// Across `tangent`, away from `inside`.
Vector outwards(Vector tangent, Vector inside) {
  const Vector normal{-tangent.y, tangent.x};
  return dot(normal, inside) > 0.0 ? normal * -1.0 : normal;
}

Vector unit(Vector v) {
  return v * (1.0 / length(v));
}

/// The point whose distances along two normals are these.
Vector meeting(Vector first, double along_first, Vector second, double along_second) {
  const double determinant = first.x * second.y - first.y * second.x;
  if (std::abs(determinant) < 0.3) // no corner: the sides are nearly parallel
    return first * along_first;
  return {(along_first * second.y - along_second * first.y) / determinant,
          (first.x * along_second - second.x * along_first) / determinant};
}

/// The two edges of a corner, or the one of a middle point.
struct Searches {
  Search endplate;
  std::optional<Search> wall;
};

std::optional<Searches> searches_for(const Body& body, Vector held, int landmark) {
  const bool middle = landmark == 2 || landmark == 3, anterior = landmark < 2;
  const Vector along = body.posterior - body.anterior;
  const Vector inside = (body.other_anterior + body.other_posterior - body.anterior - body.posterior) * 0.5;
  const Vector other = anterior ? body.other_anterior : body.other_posterior;
  if (!(length(along) > 1.0) || !(length(inside) > 1.0) || !(length(other - held) > 1.0))
    return std::nullopt;
  const Vector tangent = unit(along) * (anterior || middle ? 1.0 : -1.0); // from a corner into the body
  const double reach = kReach * body.height, blur = std::max(1.0, kBlur * body.height);
  if (middle)
    return Searches{{held, outwards(tangent, inside), tangent, -kMiddleHalfWidth * body.depth,
                     kMiddleHalfWidth * body.depth, reach, blur},
                    std::nullopt};
  const Vector down = unit(other - held);
  return Searches{
      {held, outwards(tangent, inside), tangent, kCornerFrom * body.depth, kCornerTo * body.depth, reach, blur},
      Search{held, outwards(down, tangent), down, kCornerFrom * body.height, kCornerTo * body.height, reach, blur}};
}

PixelPoint snapped_once(const Radiograph& film, const Plane& plane, const SixPixels& points, int landmark,
                        PixelPoint at) {
  const Body body = body_of(plane, points, landmark, at);
  const Vector held = plane.of(at);
  const auto searches = body.height > 1.0 && body.depth > 1.0 && film.columns() > 1 && film.rows() > 1
                            ? searches_for(body, held, landmark)
                            : std::nullopt;
  if (!searches)
    return at;
  const double away = edge_along(plane, searches->endplate).value_or(0.0);
  if (!searches->wall)
    return plane.back(held + searches->endplate.outwards * away);
  return plane.back(held + meeting(searches->endplate.outwards, away, searches->wall->outwards,
                                   edge_along(plane, *searches->wall).value_or(0.0)));
}

} // namespace

PixelPoint snapped_to_edge(const Radiograph& film, const SixPixels& points, int landmark, PixelPoint at) {
  const Plane plane(film);
  // A point off the edge tilts the side it belongs to; each round leaves a fifth of what is wrong with that.
  constexpr int kRounds = 3;
  PixelPoint place = at;
  for (int round = 0; round < kRounds; ++round)
    place = snapped_once(film, plane, points, landmark, place);
  return place;
}

} // namespace spondyl::radiograph

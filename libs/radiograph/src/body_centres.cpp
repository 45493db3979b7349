#include "body_centres.h"

#include "column_search.h"

#include <algorithm>
#include <cmath>

namespace spondyl::radiograph {
namespace {

constexpr double kUnevenGaps =
    1.6; // one gap so much wider than another holds a body nobody clicked (engineering choice)

/// How many steps down the spine from one level to another in the usual count; absent where that is not known.
std::optional<int> steps_between(const std::optional<VertebraLevel>& above, const std::optional<VertebraLevel>& below) {
  if (!above || !below)
    return std::nullopt;
  for (int steps = 1; steps <= VertebraLevel::last_rank; ++steps)
    if (above->below(steps) == below)
      return steps;
  return std::nullopt;
}

bool levels_are_all_known(const std::vector<FilmSeed>& seeds) {
  for (std::size_t k = 1; k < seeds.size(); ++k)
    if (!steps_between(seeds[k - 1].level, seeds[k].level))
      return false;
  return true;
}

bool leaves_bodies_out(const std::vector<FilmSeed>& seeds) {
  if (levels_are_all_known(seeds)) {
    const auto steps = steps_between(seeds.front().level, seeds.back().level);
    return steps && *steps > static_cast<int>(seeds.size()) - 1;
  }
  if (seeds.size() == 2)
    return true;
  double least = 1e9, most = 0.0;
  for (std::size_t k = 1; k < seeds.size(); ++k) {
    least = std::min(least, distance(seeds[k].centre, seeds[k - 1].centre));
    most = std::max(most, distance(seeds[k].centre, seeds[k - 1].centre));
  }
  return most > kUnevenGaps * least;
}

/// Evenly spaced between two clicks whose levels tell how many bodies are missing.
void add_evenly(const FilmSeed& above, const FilmSeed& below, BodyCentres& out) {
  const int steps = steps_between(above.level, below.level).value_or(1);
  for (int k = 1; k < steps; ++k) {
    const double t = static_cast<double>(k) / steps;
    out.centres.push_back({above.centre + (below.centre - above.centre) * t, above.level->below(k)});
    out.clicked.push_back(false);
  }
}

/// Bodies of the search that lie between two clicks.
void add_found(const FoundColumn& column, const FilmSeed& above, const FilmSeed& below, BodyCentres& out) {
  if (column.bodies.size() < 2)
    return;
  const double spacing = distance(column.bodies.front().centre, column.bodies.back().centre) /
                         static_cast<double>(column.bodies.size() - 1);
  int steps = 0;
  for (const Box& box : column.bodies)
    if (box.centre.row > above.centre.row && box.centre.row < below.centre.row &&
        distance(box.centre, above.centre) > 0.6 * spacing && distance(box.centre, below.centre) > 0.6 * spacing) {
      ++steps;
      out.centres.push_back({box.centre, above.level ? above.level->below(steps) : std::nullopt});
      out.clicked.push_back(false);
    }
}

int bodies_between(const FoundColumn& column, const FilmSeed& above, const FilmSeed& below) {
  BodyCentres found;
  add_found(column, above, below, found);
  return static_cast<int>(found.centres.size());
}

} // namespace

Result<std::vector<BodyCentres>> search_centres(const Radiograph& upright, const Progress& progress) {
  SPONDYL_TRY(const auto columns, find_columns(upright, {}, progress));
  std::vector<BodyCentres> out;
  for (const FoundColumn& column : columns) {
    BodyCentres& centres = out.emplace_back();
    centres.value = column.value;
    for (const Box& box : column.bodies) {
      centres.centres.push_back({box.centre, std::nullopt});
      centres.clicked.push_back(false);
    }
  }
  return out;
}

Result<BodyCentres> complete_centres(const Radiograph& upright, std::vector<FilmSeed> seeds, const Progress& progress) {
  BodyCentres out;
  FoundColumn column;
  if (leaves_bodies_out(seeds)) {
    ColumnGuide guide;
    for (const FilmSeed& seed : seeds)
      guide.centres.push_back(seed.centre);
    SPONDYL_TRY(auto columns, find_columns(upright, guide, progress));
    if (!columns.empty())
      column = std::move(columns.front());
    out.value = column.value;
  }
  for (std::size_t k = 0; k < seeds.size(); ++k) {
    if (k > 0) {
      const auto steps = steps_between(seeds[k - 1].level, seeds[k].level);
      if (!steps || bodies_between(column, seeds[k - 1], seeds[k]) == *steps - 1)
        add_found(column, seeds[k - 1], seeds[k], out);
      else
        add_evenly(seeds[k - 1], seeds[k], out);
    }
    out.centres.push_back(seeds[k]);
    out.clicked.push_back(true);
  }
  return out;
}

HeadEdge head_from_clicks(const std::vector<FilmSeed>& seeds) {
  if (seeds.size() < 2)
    return HeadEdge::top;
  FilmVector along = seeds.back().centre - seeds.front().centre;
  bool known = false;
  if (seeds.front().level && seeds.back().level && seeds.front().level != seeds.back().level) {
    known = true;
    if (*seeds.back().level < *seeds.front().level)
      along = along * -1.0;
  }
  if (std::abs(along.row) >= std::abs(along.column))
    return known && along.row < 0.0 ? HeadEdge::bottom : HeadEdge::top;
  return known && along.column < 0.0 ? HeadEdge::right : HeadEdge::left;
}

} // namespace spondyl::radiograph

#include "from_film.h"

#include "take_heights.h"

#include <algorithm>
#include <spondyl/morphometry/measure.h>

namespace spondyl::pipeline {
namespace {

// A sacrum on a film is recognised by its slope only, and transitional vertebrae are common (8.8 % of people have an
// unusual number): never certain. Engineering choice.
constexpr double kFilmGuessConfidence = 0.5;

void measure(const radiograph::FilmBody& body, const PixelScale& scale, VertebraFinding& vertebra) {
  const auto measured = morphometry::measure_radiograph_body(
      body.landmarks, scale, {body.uncertainty[0], body.uncertainty[1], body.uncertainty[2]});
  take_heights(measured, vertebra);
}

VertebraFinding vertebra_of(const radiograph::FilmBody& body) {
  VertebraFinding vertebra;
  vertebra.level = body.level;
  vertebra.level_guess = body.level ? body.level : body.level_guess;
  if (vertebra.level_guess)
    vertebra.level_confidence = body.level ? 1.0 : kFilmGuessConfidence;
  vertebra.confidence = body.confidence;
  vertebra.origin = body.seeded ? MeasurementOrigin::seeded : MeasurementOrigin::automatic;
  vertebra.warnings = body.warnings;
  return vertebra;
}

} // namespace

std::vector<VertebraFinding> vertebrae_of(const radiograph::FilmSpine& spine, const PixelScale& scale) {
  std::vector<VertebraFinding> vertebrae;
  for (const radiograph::FilmBody& body : spine.bodies) {
    VertebraFinding vertebra = vertebra_of(body);
    vertebra.ordinal = static_cast<int>(vertebrae.size()) + 1;
    if (body.status == radiograph::FilmBodyStatus::measured) {
      measure(body, scale, vertebra);
    } else {
      vertebra.status = MeasurementStatus::not_assessable;
      vertebra.reason = body.reason;
    }
    vertebrae.push_back(std::move(vertebra));
  }
  return vertebrae;
}

Numbering numbering_of(const radiograph::FilmSpine& spine) {
  if (std::ranges::any_of(spine.bodies, [](const radiograph::FilmBody& body) { return body.level.has_value(); }))
    return {NumberingStatus::certain, NumberingAnchor::reader, 1.0, "A reader named the levels."};
  if (spine.sacrum_seen)
    return {NumberingStatus::uncertain, NumberingAnchor::sacrum, kFilmGuessConfidence,
            "The lowest body is taken for L5 because the one below it is inclined like a sacrum; a reader must confirm "
            "it."};
  return {NumberingStatus::uncertain, NumberingAnchor::none, std::nullopt,
          "Nothing on this film tells the number of a vertebra; bodies are counted from the top."};
}

} // namespace spondyl::pipeline

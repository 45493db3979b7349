#include "from_segmentation.h"

#include "take_heights.h"

#include <spondyl/morphometry/measure.h>

namespace spondyl::pipeline {
namespace {

void measure(const segmentation::SegmentedBody& body, const morphometry::MeasurementIngredients& ingredients,
             VertebraFinding& vertebra) {
  const auto measured = morphometry::measure_body(body.slab, ingredients, body.slab_unbridged);
  take_heights(measured, vertebra);
}

morphometry::MeasurementIngredients ingredients_of(const segmentation::SegmentedBody& body, const Volume& volume,
                                                   std::optional<double> slice_thickness) {
  auto ingredients = morphometry::ingredients_of(volume.geometry(), volume.modality(), body.frame, slice_thickness);
  for (std::size_t i = 0; i < ingredients.evidence.size(); ++i)
    ingredients.evidence[i] = {body.edges[i].edge_width, body.edges[i].stability};
  return ingredients;
}

VertebraFinding vertebra_of(const segmentation::SegmentedBody& body, bool numbering_is_certain) {
  VertebraFinding vertebra;
  if (numbering_is_certain)
    vertebra.level = body.level_guess;
  vertebra.level_guess = body.level_guess;
  if (body.level_guess)
    vertebra.level_confidence = body.level_confidence;
  vertebra.confidence = body.confidence;
  vertebra.origin = body.seeded ? MeasurementOrigin::seeded : MeasurementOrigin::automatic;
  vertebra.warnings = body.warnings;
  return vertebra;
}

} // namespace

Numbering numbering_of(const segmentation::Labelling& labelling) {
  const bool certain =
      labelling.anchor != NumberingAnchor::none && labelling.confidence >= segmentation::kCertainLabelling;
  return {certain ? NumberingStatus::certain : NumberingStatus::uncertain, labelling.anchor, labelling.confidence,
          labelling.note};
}

std::vector<VertebraFinding> vertebrae_of(const segmentation::SegmentedSpine& spine, const Volume& volume,
                                          std::optional<double> slice_thickness) {
  std::vector<VertebraFinding> vertebrae;
  const bool certain = numbering_of(spine.labelling).status == NumberingStatus::certain;
  for (const segmentation::SegmentedBody& body : spine.bodies) {
    VertebraFinding vertebra = vertebra_of(body, certain);
    vertebra.ordinal = static_cast<int>(vertebrae.size()) + 1;
    if (body.status == segmentation::BodyStatus::measured) {
      measure(body, ingredients_of(body, volume, slice_thickness), vertebra);
    } else {
      vertebra.status = MeasurementStatus::not_assessable;
      vertebra.reason = body.reason.empty() ? "The segmentation gave no reason." : body.reason;
    }
    vertebrae.push_back(std::move(vertebra));
  }
  return vertebrae;
}

} // namespace spondyl::pipeline

#include "broken_case.h"

#include <spondyl/simulation/fracture_warp.h>

namespace spondyl::accuracy {

Result<BrokenCase> broken_case(const ReferenceCase& reference, const Volume& volume,
                               const std::optional<LabelMap>& labels, const Fracture& fracture) {
  std::vector<SixPoints> spine;
  for (const ReferenceBody& body : reference.bodies)
    spine.push_back(body.points);
  SPONDYL_TRY(const auto warp, simulation::FractureWarp::make(spine, fracture.body,
                                                              simulation::losses_of(fracture.shape, fracture.loss)));
  SPONDYL_TRY(Volume image, simulation::warped(volume, warp));
  BrokenCase broken{reference, std::move(image), std::nullopt};
  if (labels)
    broken.labels = simulation::warped(*labels, warp);
  for (ReferenceBody& body : broken.reference.bodies) {
    const SixPoints before = body.points;
    body.points = warp.broken(before);
    // A reference height is a median over a slab: it changes as much as the distance between its landmarks does.
    for (auto& [name, value] : body.heights)
      value *= landmark_distance(body.points, name) / landmark_distance(before, name);
  }
  return broken;
}

} // namespace spondyl::accuracy

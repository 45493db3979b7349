#pragma once
// Lateral films made from CT: a cone beam through the scan, so that what is measured on the film can be compared with
// what is known of the scan.

#include <cstdint>
#include <spondyl/base/result.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::simulation {

/// How a film is taken. The beam runs from the patient's right to the left, the head is up, the front is to the left.
struct FilmExposure {
  double source_to_detector = 1150.0, source_to_spine = 950.0; ///< mm; their ratio is the magnification
  double rotation = 0.0;                                       ///< degrees about the patient's long axis
  double tilt = 0.0;           ///< degrees about the front-to-back axis: endplates show two contours
  double detector_pixel = 0.4; ///< mm
  double stretch = 1.0;        ///< width shown over true width: 1 unless a film was squashed on its way
  double blur = 0.35;          ///< mm on the detector, standard deviation: focal spot and detector
  double noise = 0.01;   ///< standard deviation of the optical path at its median; a disc's contrast is about 0.15
  double clutter = 0.03; ///< standard deviation of the path through what overlies the spine (bowel, lung)
  std::uint64_t seed = 1;
};

struct SimulatedFilm {
  Radiograph film;               ///< optical path, brighter where more is absorbed; scale `estimated`
  std::vector<SixPixels> bodies; ///< where the scan's landmarks fall
};

/// `bodies`: landmarks (LPS mm) known in the scan, at least one; their middle lies on the beam's axis. What lies
/// outside the scan absorbs nothing. Deterministic for a seed. Errors: `invalid_argument` for a volume that is no CT or
/// an exposure that cannot be, `internal` when the toolkit fails.
[[nodiscard]] Result<SimulatedFilm> project_film(const Volume& ct, const std::vector<SixPoints>& bodies,
                                                 const FilmExposure& exposure);

} // namespace spondyl::simulation

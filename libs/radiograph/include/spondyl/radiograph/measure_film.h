#pragma once

#include <array>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/level.h>
#include <spondyl/model/radiograph.h>
#include <string>
#include <vector>

namespace spondyl::radiograph {

/// Where the patient's front is once the film stands head up.
enum class AnteriorSide { left, right };

/// An approximate body centre, clicked by a reader.
struct FilmSeed {
  PixelPoint centre;
  std::optional<VertebraLevel> level;
};

struct FilmRequest {
  /// Body centres; none = automatic. With two seeds, levels that leave some out, or a gap much wider than the others,
  /// the bodies in between are looked for.
  std::vector<FilmSeed> seeds;
  std::string patient_orientation;      ///< Patient Orientation (0020,0020), e.g. "A\\F"; empty = unknown
  std::optional<AnteriorSide> anterior; ///< in place of what the orientation or the image says
};

enum class FilmBodyStatus { measured, not_assessable };

struct FilmBody {
  SixPixels landmarks;                 ///< pixels of the stored image
  std::array<double, 3> uncertainty{}; ///< px, standard uncertainty of anterior, middle, posterior height
  double edge_support = 0.0;           ///< 0..1, mean response along the four sides
  double confidence = 0.0;             ///< 0..1
  FilmBodyStatus status = FilmBodyStatus::measured;
  std::string reason; ///< why not assessable; empty when measured
  bool seeded = false;
  std::optional<VertebraLevel> level;       ///< what the reader said, or counted from it
  std::optional<VertebraLevel> level_guess; ///< where a sacrum was recognised below the lowest body
  std::vector<std::string> warnings;        ///< full sentences, no patient data
};

struct FilmSpine {
  std::vector<FilmBody> bodies; ///< cranial to caudal
  AnteriorSide anterior = AnteriorSide::left;
  bool anterior_guessed = false;
  bool sacrum_seen = false;
  std::vector<std::string> warnings; ///< about the film as a whole
};

/// Six points per vertebral body of a lateral film, whichever way it lies.
///
/// Errors: `not_measurable` where no spine is seen, `invalid_argument` where seeds lie outside the film or upon each
/// other, `cancelled`. Deterministic, whatever the number of threads.
[[nodiscard]] Result<FilmSpine> measure_film(const Radiograph& film, const FilmRequest& request,
                                             const Progress& progress = {});

} // namespace spondyl::radiograph

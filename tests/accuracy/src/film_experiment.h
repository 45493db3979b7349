#pragma once
// Lateral films simulated from CT, measured, and compared with the CT's own landmarks.

#include "reference_case.h"

#include <array>
#include <spondyl/simulation/film_projection.h>

namespace spondyl::accuracy {

/// A scan whose films are taken.
struct FilmSubject {
  ReferenceCase reference; ///< landmarks and heights (mm) of the scan
  Volume volume;
};

/// A film, with the truth it is judged by.
struct SimulatedCase {
  std::string name, exposure;
  ReferenceCase reference; ///< of the scan
  simulation::SimulatedFilm simulated;
};

enum class FilmStart { clicks, noisy_clicks, automatic };
[[nodiscard]] std::string_view to_string(FilmStart start);

/// One body of one film: measured against the scan.
struct FilmBodyError {
  std::string level, exposure;
  std::array<double, 3> millimetres{}; ///< anterior, middle, posterior: film at the spine's magnification - CT
  std::array<double, 3> share{};       ///< the same as a share of the CT's height
  double corners = 0.0;                ///< mean distance of the corners, as a share of the depth
  double ratio = 0.0;                  ///< anterior / posterior, film - CT
};

struct FilmTrial {
  std::string name, exposure;
  std::size_t bodies = 0, false_bodies = 0; ///< of the scan; measured elsewhere within its range
  std::vector<FilmBodyError> found;
  double seconds = 0.0;
  std::string failure;
};

/// Healthy and broken phantoms.
[[nodiscard]] std::vector<FilmSubject> film_phantoms(bool quick);
/// The CT cases below a folder, and some of them broken. Cases that cannot be read are left out.
[[nodiscard]] std::vector<FilmSubject> film_scans(const std::filesystem::path& data, bool quick);

/// The subject seen straight, strongly magnified and noisy, rotated, tilted, stretched and behind clutter.
[[nodiscard]] std::vector<SimulatedCase> films_of(const FilmSubject& subject, bool quick);

[[nodiscard]] FilmTrial measure_simulated(const SimulatedCase& film, FilmStart start);

/// By level, by exposure and in all: a table in Markdown.
[[nodiscard]] std::string film_table(const std::vector<FilmTrial>& trials);

/// The film as DICOM with its truth.json (pixels), a case for scoring from outside. Errors: `io`.
[[nodiscard]] Result<void> write_simulated(const SimulatedCase& film, const std::filesystem::path& folder);

} // namespace spondyl::accuracy

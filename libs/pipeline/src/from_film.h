#pragma once

#include <spondyl/model/findings.h>
#include <spondyl/radiograph/measure_film.h>
#include <vector>

namespace spondyl::pipeline {

/// Landmarks and heights of every body of a film, cranial to caudal; levels only where a reader gave them, guesses
/// where a sacrum was recognised. Ratios, loss and grade are not filled in yet.
[[nodiscard]] std::vector<VertebraFinding> vertebrae_of(const radiograph::FilmSpine& spine, const PixelScale& scale);

/// What the level names of a film rest on: a reader, or nothing that makes them certain.
[[nodiscard]] Numbering numbering_of(const radiograph::FilmSpine& spine);

} // namespace spondyl::pipeline

#pragma once

#include <filesystem>
#include <optional>
#include <spondyl/base/progress.h>
#include <spondyl/comparison/comparison.h>
#include <spondyl/model/findings.h>
#include <string>
#include <vector>

namespace spondyl::pipeline {

/// Findings and the folder their images are below (empty = images.root of the findings).
struct StudyToMatch {
  const Findings& findings;
  std::filesystem::path images_folder;
};

/// Which vertebra of one study is which of the other, by the images where they can be read and tell.
struct ImageMatch {
  std::optional<std::vector<comparison::BodyPair>> pairs; ///< for comparison::CompareOptions::same_by_image
  std::string note;                                       ///< why there are none; a full sentence or empty
};

/// Studies of one frame of reference need no registration and get no pairs; films and two modalities have none.
[[nodiscard]] ImageMatch match_by_image(const StudyToMatch& prior, const StudyToMatch& current,
                                        const Progress& progress);

/// The same where the images are at hand.
[[nodiscard]] ImageMatch match_by_image(const Findings& prior, const Volume& prior_image, const Findings& current,
                                        const Volume& current_image, const Progress& progress);

} // namespace spondyl::pipeline

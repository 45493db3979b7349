#pragma once

#include "align_bodies.h"

#include <memory>

namespace spondyl::registration {

/// How alike two images are over the spine region of the prior one.
class ImageSimilarity {
public:
  ImageSimilarity(const SpineImage& prior, const SpineImage& current);
  ~ImageSimilarity();
  ImageSimilarity(const ImageSimilarity&) = delete;
  ImageSimilarity& operator=(const ImageSimilarity&) = delete;

  struct Refined {
    RigidTransform current_to_prior;
    double similarity = 0.0; ///< mutual information, nats; 0 where the images hardly overlap
  };
  /// Errors: `internal` with the toolkit's words.
  [[nodiscard]] Result<Refined> refine(const Alignment& start) const;

private:
  struct Images;
  std::unique_ptr<Images> images_;
};

} // namespace spondyl::registration

#pragma once

#include "measured_exam.h"

namespace spondyl::accuracy {

/// Which measured body is which reference body.
struct Matching {
  struct Pair {
    std::size_t reference, measured;
  };
  std::vector<Pair> pairs;
  std::vector<std::size_t> false_bodies; ///< measured, unmatched, within the reference's range along the patient
};

/// A measured body is a reference body when their corner centres are closer than 0.3 of the reference's depth; each
/// reference in turn takes the nearest that is left. Bodies that are not assessable take no part.
[[nodiscard]] Matching match(const std::vector<MeasuredBody>& measured, const std::vector<ReferenceBody>& reference);

} // namespace spondyl::accuracy

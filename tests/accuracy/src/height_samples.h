#pragma once

#include "exam_result.h"

namespace spondyl::accuracy {

/// One height of one found body.
struct HeightSample {
  std::string person, level;
  Modality modality = Modality::other;
  HeightName height = HeightName::anterior;
  double error = 0.0;        ///< mm, measured - reference
  double after_offset = 0.0; ///< without the mean error of its group and height: where a border is drawn is convention
  double after_left_out = 0.0;    ///< the same with the mean of the group's other persons
  double reference_error = 0.0;   ///< mm, standard uncertainty of the reference
  double uncertainty = 0.0;       ///< mm, as the product states it
  std::size_t exam = 0, body = 0; ///< into the results and their `found`
};

/// The cases whose borders are drawn by one convention: the name up to its last hyphen.
[[nodiscard]] std::string convention_group(const std::string& case_name);

/// All scored heights. Groups of fewer than three cases have no offset, as the reading project scores them.
[[nodiscard]] std::vector<HeightSample> height_samples(const std::vector<ExamResult>& results);

} // namespace spondyl::accuracy

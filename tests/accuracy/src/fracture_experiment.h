#pragma once

#include "exam_result.h"
#include "json.h"

#include <functional>

namespace spondyl::accuracy {

/// One fracture made and what became of it.
struct FractureRun {
  Modality modality = Modality::other;
  std::string level;
  FractureShape shape = FractureShape::none;
  double loss = 0.0;                          ///< as made
  bool is_found = false;                      ///< measured
  bool is_listed = false;                     ///< not measured, but listed as not assessable
  std::optional<double> grade;                ///< as stated
  std::optional<double> stated_loss;          ///< the largest adjusted loss
  std::optional<double> loss_against_self;    ///< of the height the shape is named for, against the unbroken scan
  PerHeightValue errors;                      ///< mm, measured - truth of the broken body
  std::size_t others = 0, others_flagged = 0; ///< graded bodies that were not broken; those given grade >= 1
  std::string failure;
};

struct FracturePlan {
  std::vector<double> losses = {0.15, 0.25, 0.40, 0.55};
  std::size_t mr_per_combination = 3, ct_per_combination = 2; ///< scans broken per shape and loss
  std::function<void(const FractureRun&)> on_run;             ///< called after each, by one thread at a time
};

/// Breaks healthy scans: every shape and loss on levels that rotate over the exams. `healthy` are cases of healthy
/// persons and what was measured in them unbroken.
[[nodiscard]] std::vector<FractureRun> run_fractures(const std::vector<ReferenceCase>& healthy,
                                                     const std::vector<ExamResult>& unbroken, const FracturePlan& plan);

/// What became of one fracture, from the measurement of the broken scan.
[[nodiscard]] FractureRun judge_fracture(const ReferenceCase& broken, std::size_t body, const MeasuredExam& exam);

/// Sensitivity and specificity with Wilson intervals, loss errors in points, by modality.
[[nodiscard]] Json fracture_figures(const std::vector<FractureRun>& runs);

} // namespace spondyl::accuracy

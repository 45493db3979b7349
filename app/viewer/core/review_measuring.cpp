// The long calls of a review: measuring, and what becomes of the result.
#include "post.h"
#include "review_controller.h"

namespace spondyl::viewer {

using view_model::BackgroundTask;
using view_model::ReviewDocument;

namespace {

// A click that is farther from every body found than this hit none. Engineering choice: half a lumbar body's depth.
constexpr double kSeedReach = 20.0; // mm

const VertebraFinding* nearest_to(const std::vector<VertebraFinding>& vertebrae, PatientPoint centre) {
  const VertebraFinding* nearest = nullptr;
  double reach = kSeedReach;
  for (const VertebraFinding& vertebra : vertebrae) {
    const auto* points = vertebra.landmarks ? std::get_if<SixPoints>(&*vertebra.landmarks) : nullptr;
    if (!points)
      continue;
    const PatientPoint middle = midpoint(points->middle_superior, points->middle_inferior);
    if (const double away = distance(middle, centre); away < reach) {
      reach = away;
      nearest = &vertebra;
    }
  }
  return nearest;
}

} // namespace

void ReviewController::start_task(const pipeline::ReviewOptions& options, Finished finished_here) {
  if (!image_ || measuring_ || signing_)
    return;
  measuring_ = true;
  emit busy_changed();
  measure_task_ = BackgroundTask(
      std::function<Result<Measurement>(const Progress&)>(
          [series = image_->item.series, options, sessions = sessions_](const Progress& task) {
            return measured_series(series, options, sessions, task);
          }),
      std::function<void(Result<Measurement>)>([this, finished_here](Result<Measurement> result) {
        post(this, [this, finished_here, result = std::move(result)] {
          measuring_ = false;
          finished_here(result);
          emit busy_changed();
        });
      }),
      [this](double fraction, std::string_view stage) {
        post(this, [this, fraction, text = QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()))] {
          if (measuring_)
            emit progress(fraction, text);
        });
      });
}

/// On the measuring thread: packing outlines of a large series takes seconds.
Result<ReviewController::Measurement> ReviewController::measured_series(const Series& series,
                                                                        const pipeline::ReviewOptions& options,
                                                                        const std::filesystem::path& sessions,
                                                                        const Progress& task) {
  SPONDYL_TRY(pipeline::SeriesReview review, pipeline::review_series(series, options, task));
  Measurement measurement{std::move(review), nullptr, {}};
  if (!measurement.review.labels)
    return measurement;
  measurement.labels = std::make_shared<const LabelMap>(std::move(*measurement.review.labels));
  measurement.review.labels.reset();
  measurement.staged = staged(measurement.labels, sessions);
  return measurement;
}

void ReviewController::measure() {
  if (image_ && image_->item.measurable)
    start_task(plugins_, [this, key = image_->item.key](Result<Measurement> result) {
      measure_finished(key, std::move(result));
    });
}

void ReviewController::measure_finished(const std::string& key, Result<Measurement> result) {
  if (!result) {
    report(result.error());
    return;
  }
  take_measurement(reviewed_[key], std::move(*result));
  emit measured();
  emit changed();
}

void ReviewController::take_measurement(Reviewed& reviewed, Measurement measurement) {
  Findings& findings = measurement.review.findings;
  if (!reviewed.document || reviewed.document->history_size() == 0) {
    reviewed.autosave.reset();
    const Series series = reviewed.document ? reviewed.document->series() : image_->item.series;
    reviewed.document = std::make_unique<ReviewDocument>(series, std::move(findings), measurement.labels);
    open_journal(reviewed, measurement.staged);
    return;
  }
  view_model::ReplaceByRerun rerun{std::move(findings.vertebrae), findings.numbering, measurement.labels, {}};
  const auto conflicts = reviewed.document->conflicts(rerun);
  if (!conflicts.empty() && ask_) {
    const auto answer = ask_(conflicts);
    if (!answer)
      return;
    rerun.give_up = *answer;
  }
  open_journal(reviewed, measurement.staged);
  if (const auto outcome = reviewed.document->apply(std::move(rerun)); !outcome)
    report(outcome.error());
  report_journal();
}

void ReviewController::add_seeded(PatientPoint centre, std::optional<VertebraLevel> level) {
  if (!image_ || !ready())
    return;
  pipeline::ReviewOptions options = plugins_;
  options.seeds.in_patient_space.push_back({centre, level});
  start_task(options, [this, key = image_->item.key, centre](const Result<Measurement>& result) {
    seed_finished(key, centre, result);
  });
}

void ReviewController::seed_finished(const std::string& key, PatientPoint centre, const Result<Measurement>& result) {
  if (!result) {
    report(result.error());
    return;
  }
  const VertebraFinding* found = nearest_to(result->review.findings.vertebrae, centre);
  if (!found || !image_ || image_->item.key != key) {
    emit failed(tr("No vertebral body was found there. Click into its middle, or draw its six points by hand."));
    return;
  }
  VertebraFinding seeded = *found;
  seeded.origin = MeasurementOrigin::seeded;
  apply(view_model::AddVertebra{std::move(seeded), false});
}

} // namespace spondyl::viewer

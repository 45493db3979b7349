// The long calls of a review: measuring, and what becomes of the result.
#include "post.h"
#include "review_controller.h"

#include <algorithm>
#include <cmath>

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

const SixPixels* pixels_of(const VertebraFinding& vertebra) {
  return vertebra.landmarks ? std::get_if<SixPixels>(&*vertebra.landmarks) : nullptr;
}

PixelPoint centre_of(const SixPixels& points) {
  PixelPoint sum{0, 0};
  for (const auto& [name, member] : kLandmarkMembers<PixelPoint>) {
    sum.column += (points.*member).column / 6;
    sum.row += (points.*member).row / 6;
  }
  return sum;
}

double away(PixelPoint a, PixelPoint b) {
  return std::hypot(a.column - b.column, a.row - b.row);
}

/// Half a body's height, within which two centres are of one body.
double reach_of(const SixPixels& points) {
  return 0.5 * std::max(points.anterior_height(), points.posterior_height());
}

bool known(const std::vector<VertebraFinding>& vertebrae, const SixPixels& body) {
  return std::ranges::any_of(vertebrae, [&](const VertebraFinding& vertebra) {
    const SixPixels* points = pixels_of(vertebra);
    return points && away(centre_of(*points), centre_of(body)) < std::max(reach_of(*points), reach_of(body));
  });
}

/// Clicked itself, or between two clicks along the spine: nearer to both than they are to each other.
bool asked_for(const SixPixels& body, const std::vector<PixelPoint>& clicks) {
  const PixelPoint centre = centre_of(body);
  for (const PixelPoint a : clicks) {
    if (away(a, centre) < reach_of(body))
      return true;
    for (const PixelPoint b : clicks)
      if (std::max(away(a, centre), away(b, centre)) < away(a, b))
        return true;
  }
  return false;
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

/// With the reader's calibration of a film, so that a run speaks of it as its findings will.
pipeline::ReviewOptions ReviewController::measuring_options() const {
  pipeline::ReviewOptions options = plugins_;
  if (const ReviewDocument* active_document = document())
    options.calibration = active_document->state().calibration;
  return options;
}

void ReviewController::measure() {
  if (image_ && image_->item.measurable)
    start_task(measuring_options(), [this, key = image_->item.key](Result<Measurement> result) {
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
  const bool calibrated_before = reviewed.document && reviewed.document->base().calibration;
  if (!reviewed.document || (reviewed.document->history_size() == 0 && !calibrated_before)) {
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

void ReviewController::add_seeded_on_film(const std::vector<PixelPoint>& centres) {
  if (!image_ || !ready() || centres.empty())
    return;
  pipeline::ReviewOptions options = measuring_options();
  for (const PixelPoint centre : centres)
    options.seeds.on_image.push_back({centre, std::nullopt});
  for (const VertebraFinding& vertebra : document()->state().vertebrae) // they tell how large and how far apart
    if (const SixPixels* points = pixels_of(vertebra))
      options.seeds.on_image.push_back({centre_of(*points), vertebra.level});
  start_task(options, [this, key = image_->item.key, centres](Result<Measurement> result) {
    film_seeds_finished(key, centres, std::move(result));
  });
}

void ReviewController::film_seeds_finished(const std::string& key, const std::vector<PixelPoint>& clicks,
                                           Result<Measurement> result) {
  if (!result || !document_of(key) || document_of(key)->state().vertebrae.empty())
    return measure_finished(key, std::move(result));
  if (!image_ || image_->item.key != key)
    return;
  int added = 0;
  for (VertebraFinding& vertebra : result->review.findings.vertebrae) {
    const SixPixels* body = pixels_of(vertebra);
    if (!body || known(document()->state().vertebrae, *body) || !asked_for(*body, clicks))
      continue;
    vertebra.origin = MeasurementOrigin::seeded;
    added += apply(view_model::AddVertebra{vertebra, false}) ? 1 : 0;
  }
  if (added == 0)
    emit failed(tr("No further vertebral body was found there. Draw its six points by hand."));
}

} // namespace spondyl::viewer

#include "follow_up_controller.h"

#include "post.h"

#include <algorithm>
#include <spondyl/pipeline/match_by_image.h>

namespace spondyl::viewer {
namespace {

using view_model::BackgroundTask;
using view_model::PriorAnswer;
using view_model::PriorCandidate;
using view_model::ReviewDocument;
using view_model::SeriesItem;

} // namespace

FollowUpController::FollowUpController(ReviewController& review, std::filesystem::path sessions,
                                       std::filesystem::path store, QObject* parent)
    : QObject(parent), review_(review), sessions_(std::move(sessions)), store_(std::move(store)) {
  connect(&review_, &ReviewController::changed, this, &FollowUpController::update);
  connect(&review_, &ReviewController::saved, this, &FollowUpController::store_saved);
  connect(&loader_, &StudyLoader::failed, this, &FollowUpController::failed);
  connect(&loader_, &StudyLoader::image_ready, this, [this](const OpenedImagePtr& image) {
    const PriorCandidate* prior = chosen_candidate();
    if (!image->complete || !prior || image->item.series.info.uid != prior->series_uid)
      return;
    prior_image_ = image;
    emit image_changed();
    update();
  });
}

FollowUpController::~FollowUpController() {
  cancel();
}

void FollowUpController::activate(const OpenedImagePtr& image, const view_model::StudyBrowser& browser) {
  if (image_ && image_->item.key == image->item.key)
    return;
  image_ = image;
  browser_ = browser;
  chosen_.clear();
  chosen_by_reader_ = false;
  candidates_.clear();
  cancel();
  take_prior();
  emit candidates_changed();
  look_up();
}

void FollowUpController::cancel() {
  if (measuring_)
    measure_task_.cancel();
}

const ReviewDocument* FollowUpController::measured_document() const {
  const ReviewDocument* document = image_ ? review_.document_of(image_->item.key) : nullptr;
  return document && !document->state().vertebrae.empty() ? document : nullptr;
}

view_model::PriorQuestion FollowUpController::question() const {
  view_model::PriorQuestion question;
  question.current = image_->item.series;
  for (const auto& study : browser_.studies())
    for (const SeriesItem& item : study.series) {
      question.opened.push_back(item);
      if (const ReviewDocument* open = review_.document_of(item.key); open && !open->state().vertebrae.empty())
        question.measured[item.key] = open->findings();
    }
  question.sessions = sessions_;
  question.store = store_;
  question.decided = decided_;
  return question;
}

void FollowUpController::look_up() {
  const int generation = ++generation_;
  looking_ = true;
  look_task_ =
      BackgroundTask(std::function<Result<PriorAnswer>(const Progress&)>(
                         [asked = question()](const Progress& task) { return view_model::find_priors(asked, task); }),
                     std::function<void(Result<PriorAnswer>)>([this, generation](Result<PriorAnswer> answer) {
                       post(this, [this, generation, answer = std::move(answer)] { take_answer(generation, answer); });
                     }));
}

void FollowUpController::take_answer(int generation, const Result<PriorAnswer>& answer) {
  if (generation != generation_)
    return;
  looking_ = false;
  if (!answer)
    return; // cancelled: another series is looked at
  for (const std::string& warning : answer->warnings)
    emit failed(QString::fromStdString(warning));
  candidates_ = answer->candidates;
  interventions_ = answer->interventions;
  const PriorCandidate* still = chosen_candidate();
  if (!chosen_by_reader_ || !still || !still->accepted()) {
    const auto best = view_model::best_prior(candidates_, image_->item.series);
    chosen_ = best ? candidates_[*best].series_uid : std::string();
    chosen_by_reader_ = false;
  }
  take_prior();
  emit candidates_changed();
}

std::optional<std::size_t> FollowUpController::chosen() const {
  const auto found = std::ranges::find(candidates_, chosen_, &PriorCandidate::series_uid);
  return chosen_.empty() || found == candidates_.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(found - candidates_.begin()));
}

const PriorCandidate* FollowUpController::chosen_candidate() const {
  const auto index = chosen();
  return index ? &candidates_[*index] : nullptr;
}

/// The chosen candidate, or none, becomes what is compared with.
void FollowUpController::take_prior() {
  const PriorCandidate* prior = chosen_candidate();
  match_note_.clear();
  ++match_generation_;
  if (matching_)
    match_task_.cancel();
  matching_ = false;
  if (prior && prior->findings) {
    auto study = std::make_shared<view_model::PriorStudy>(view_model::prior_study(*prior->findings, prior->labels));
    study->same_person_confirmed = prior->decided.value_or(false);
    study->interventions = interventions_;
    follow_up_.set_prior(std::move(study));
  } else {
    follow_up_.set_prior(nullptr);
  }
  if (prior_image_ && (!prior || prior_image_->item.series.info.uid != prior->series_uid)) {
    prior_image_.reset();
    emit image_changed();
  }
  if (prior && !prior_image_)
    load_image();
  update();
}

void FollowUpController::load_image() {
  const PriorCandidate& prior = *chosen_candidate();
  if (prior.images) {
    loader_.load(*prior.images);
  } else if (prior.findings) {
    locate_task_ = BackgroundTask(
        std::function<Result<SeriesItem>(const Progress&)>(
            [findings = *prior.findings](const Progress& task) { return view_model::locate_images(findings, task); }),
        std::function<void(Result<SeriesItem>)>([this, uid = prior.series_uid](Result<SeriesItem> item) {
          post(this, [this, uid, item = std::move(item)] {
            if (uid != chosen_)
              return;
            if (item)
              loader_.load(*item);
            else if (item.error().code != ErrorCode::cancelled)
              emit message(QString::fromStdString(item.error().text()));
          });
        }));
  }
}

void FollowUpController::update() {
  const ReviewDocument* document = measured_document();
  if (document)
    follow_up_.update(document->base(), document->state(), document->dragging());
  else
    follow_up_.clear_comparison();
  if (document && !document->dragging())
    match_if_needed();
  emit comparison_changed();
}

/// Asks the images which vertebra is which, once for every set of vertebrae.
void FollowUpController::match_if_needed() {
  const ReviewDocument* document = measured_document();
  if (!follow_up_.comparison() || matching_ || !prior_image_ || !prior_image_->volume || !image_->volume ||
      follow_up_.match_holds_for(document->state()))
    return;
  const SeriesInfo &now = image_->item.series.info, &before = prior_image_->item.series.info;
  const bool one_space =
      !now.frame_of_reference_uid.empty() && now.frame_of_reference_uid == before.frame_of_reference_uid;
  const auto matched = std::make_shared<const view_model::ReviewState>(document->state());
  if (one_space || now.modality != before.modality) { // known by place, or not comparable
    follow_up_.set_match(std::nullopt, *matched);
    return;
  }
  matching_ = true;
  const int generation = ++match_generation_;
  using Match = Result<pipeline::ImageMatch>;
  match_task_ = BackgroundTask(
      std::function<Match(const Progress&)>([current = image_, prior = prior_image_,
                                             findings = view_model::findings_of(document->base(), *matched),
                                             study = follow_up_.prior()](const Progress& task) -> Match {
        return pipeline::match_by_image(study->findings, *prior->volume, findings, *current->volume, task);
      }),
      std::function<void(Match)>([this, generation, matched](Match match) {
        post(this,
             [this, generation, matched, match = std::move(*match)] { match_finished(generation, match, matched); });
      }));
}

void FollowUpController::match_finished(int generation, const pipeline::ImageMatch& match,
                                        const std::shared_ptr<const view_model::ReviewState>& matched) {
  if (generation != match_generation_)
    return;
  matching_ = false;
  match_note_ = QString::fromStdString(match.note);
  follow_up_.set_match(match.pairs, *matched);
  update();
}

void FollowUpController::choose(std::size_t candidate) {
  if (candidate >= candidates_.size() || !candidates_[candidate].accepted())
    return;
  chosen_ = candidates_[candidate].series_uid;
  chosen_by_reader_ = true;
  take_prior();
  emit candidates_changed();
}

void FollowUpController::confirm(std::size_t candidate) {
  decide(candidate, true);
}

void FollowUpController::reject(std::size_t candidate) {
  decide(candidate, false);
}

/// Holds at once; the store remembers it, and answers with what it kept from a reader who had not confirmed.
void FollowUpController::decide(std::size_t candidate, bool same_person) {
  if (candidate >= candidates_.size() || !image_)
    return;
  PriorCandidate& decided = candidates_[candidate];
  decided.decided = decided_[decided.series_uid] = same_person;
  const PatientInfo mine = image_->item.series.patient, other = decided.patient;
  if (same_person) {
    choose(candidate);
  } else if (chosen_ == decided.series_uid) {
    const auto best = view_model::best_prior(candidates_, image_->item.series);
    chosen_ = best ? candidates_[*best].series_uid : std::string();
    take_prior();
  }
  emit candidates_changed();
  const bool one_patient = mine.id == other.id && mine.issuer == other.issuer && mine.name == other.name &&
                           mine.birth_date == other.birth_date && mine.sex == other.sex;
  if (store_.empty() || one_patient) { // nothing tells them apart that a store could remember
    if (one_patient && !same_person)
      emit message(tr("Both studies name exactly the same patient: the rejection holds for this session."));
    look_up();
    return;
  }
  enqueue([store = store_, mine, other,
           same_person] { return view_model::remember_decision(store, mine, other, same_person); },
          [this, same_person](const Result<void>& done) {
            if (done)
              emit message(same_person ? tr("Remembered: the same person.") : tr("Remembered: not the same person."));
            else
              emit failed(QString::fromStdString(done.error().text()));
            look_up();
          });
}

void FollowUpController::measure() {
  const PriorCandidate* prior = chosen_candidate();
  if (!prior || measuring_ || prior->findings)
    return;
  measuring_ = true;
  emit busy_changed();
  measure_task_ = BackgroundTask(
      std::function<Result<PriorCandidate>(const Progress&)>(
          [candidate = *prior, options = review_.plugin_options(), sessions = sessions_](const Progress& task) {
            return view_model::measured_candidate(candidate, options, sessions, task);
          }),
      std::function<void(Result<PriorCandidate>)>([this, generation = generation_](Result<PriorCandidate> result) {
        post(this, [this, generation, result = std::move(result)] { measured(generation, result); });
      }),
      [this](double fraction, std::string_view stage) {
        post(this, [this, fraction, text = QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()))] {
          if (measuring_)
            emit progress(fraction, text);
        });
      });
}

void FollowUpController::measured(int, const Result<PriorCandidate>& result) {
  measuring_ = false;
  emit busy_changed();
  if (!result) {
    if (result.error().code != ErrorCode::cancelled)
      emit failed(QString::fromStdString(result.error().text()));
    emit candidates_changed();
    return;
  }
  review_.forget_if_empty(result->images->key);
  const auto known = std::ranges::find(candidates_, result->series_uid, &PriorCandidate::series_uid);
  if (known == candidates_.end())
    return; // another series is looked at; the session keeps the measurement
  known->findings = result->findings;
  known->labels = result->labels;
  if (known->series_uid == chosen_)
    take_prior();
  emit candidates_changed();
}

void FollowUpController::store_saved() {
  const ReviewDocument* document = review_.document();
  if (store_.empty() || !document || document->findings().vertebrae.empty())
    return;
  enqueue(
      [store = store_, findings = document->findings()] { return view_model::keep_in_store(store, findings); },
      [this](const Result<void>& done) {
        if (done)
          emit message(tr("Saved, and kept in the follow-up store."));
        else
          emit failed(
              tr("Saved, but not kept in the follow-up store: %1").arg(QString::fromStdString(done.error().text())));
      });
}

void FollowUpController::enqueue(StoreWork work, std::function<void(const Result<void>&)> done) {
  store_queue_.emplace_back(std::move(work), std::move(done));
  if (!storing_)
    next_store_work();
}

/// One after the other: a decision must be there before the priors are asked for again.
void FollowUpController::next_store_work() {
  storing_ = !store_queue_.empty();
  if (!storing_)
    return;
  auto [work, done] = std::move(store_queue_.front());
  store_queue_.pop_front();
  using Done = Result<std::monostate>;
  store_task_ = BackgroundTask(std::function<Done(const Progress&)>([work](const Progress&) -> Done {
                                 SPONDYL_CHECK(work());
                                 return std::monostate{};
                               }),
                               std::function<void(Done)>([this, done](const Done& result) {
                                 post(this, [this, done, result] {
                                   done(result ? Result<void>() : Result<void>(tl::make_unexpected(result.error())));
                                   next_store_work();
                                 });
                               }));
}

comparison::Timeline FollowUpController::timeline() const {
  std::vector<Findings> studies;
  for (const PriorCandidate& candidate : candidates_)
    if (candidate.accepted() && candidate.findings)
      studies.push_back(*candidate.findings);
  if (const ReviewDocument* document = measured_document())
    studies.push_back(view_model::findings_of(document->base(), document->state()));
  return comparison::timeline_of(std::move(studies), interventions_);
}

std::filesystem::path FollowUpController::folder_of(const std::string& series_uid) const {
  const auto found = std::ranges::find(candidates_, series_uid, &PriorCandidate::series_uid);
  if (found == candidates_.end() || !found->findings)
    return {};
  return found->findings->images.root;
}

QString FollowUpController::status() const {
  if (looking_ && candidates_.empty())
    return tr("Looking for other studies of this person ...");
  if (candidates_.empty())
    return tr("No other study of this person was opened or is in the follow-up store.");
  const PriorCandidate* prior = chosen_candidate();
  if (!prior)
    return tr("Choose an earlier study, and confirm that it is of the same person.");
  if (measuring_)
    return tr("Measuring the prior ...");
  if (!prior->findings)
    return tr("The study of %1 is not measured yet.")
        .arg(QString::fromStdString(view_model::readable_date(prior->date)));
  if (!follow_up_.comparison())
    return tr("Measure this study (M) to see what changed.");
  QString text = QString::fromStdString(view_model::follow_up_text(*follow_up_.comparison()));
  if (matching_)
    text += tr(" Asking the images which vertebra is which ...");
  else if (!match_note_.isEmpty())
    text += " " + match_note_;
  return text;
}

} // namespace spondyl::viewer

#pragma once

#include "opened_image.h"
#include "review_controller.h"
#include "study_loader.h"

#include <QObject>
#include <deque>
#include <filesystem>
#include <spondyl/comparison/timeline.h>
#include <spondyl/pipeline/match_by_image.h>
#include <spondyl/view_model/background_task.h>
#include <spondyl/view_model/follow_up.h>
#include <spondyl/view_model/prior_candidates.h>

namespace spondyl::viewer {

/// Other studies of the same person: proposes them, measures and reads them in the background, and compares what is
/// reviewed with the one that was chosen, again after every edit.
class FollowUpController : public QObject {
  Q_OBJECT
public:
  /// `store`: the follow-up store; empty = none is asked or written.
  FollowUpController(ReviewController& review, std::filesystem::path sessions, std::filesystem::path store,
                     QObject* parent = nullptr);
  ~FollowUpController() override;

  /// Another series is looked at; the others are those that were opened with it.
  void activate(const OpenedImagePtr& image, const view_model::StudyBrowser& browser);

  [[nodiscard]] const std::vector<view_model::PriorCandidate>& candidates() const { return candidates_; }
  [[nodiscard]] std::optional<std::size_t> chosen() const;
  [[nodiscard]] const view_model::PriorCandidate* chosen_candidate() const;
  [[nodiscard]] bool looking() const { return looking_; }
  [[nodiscard]] bool measuring() const { return measuring_; }
  [[nodiscard]] bool matching() const { return matching_; }
  /// Image of the chosen prior; null while it is not read.
  [[nodiscard]] const OpenedImagePtr& image() const { return prior_image_; }
  [[nodiscard]] const view_model::FollowUp& follow_up() const { return follow_up_; }
  /// All studies of the person that were measured, the reviewed one as it is now. Costs some milliseconds.
  [[nodiscard]] comparison::Timeline timeline() const;
  /// Where the images of a study were when it was measured; empty when that is not known.
  [[nodiscard]] std::filesystem::path folder_of(const std::string& series_uid) const;
  /// What is going on, or why nothing is compared: one line for the reader.
  [[nodiscard]] QString status() const;

  void choose(std::size_t candidate); ///< an accepted one
  void confirm(std::size_t candidate);
  void reject(std::size_t candidate);
  void measure(); ///< the chosen one
  void cancel();

signals:
  void candidates_changed();
  void comparison_changed(); ///< of anything that is compared or drawn from it
  void image_changed();
  void busy_changed();
  void progress(double fraction, const QString& stage);
  void message(const QString& text);
  void failed(const QString& text);

private:
  void look_up();
  void take_answer(int generation, const Result<view_model::PriorAnswer>& answer);
  void take_prior();
  void load_image();
  void decide(std::size_t candidate, bool same_person);
  void update();
  void match_if_needed();
  void match_finished(int generation, const pipeline::ImageMatch& match,
                      const std::shared_ptr<const view_model::ReviewState>& matched);
  void measured(int generation, const Result<view_model::PriorCandidate>& result);
  void store_saved();
  using StoreWork = std::function<Result<void>()>;
  void enqueue(StoreWork work, std::function<void(const Result<void>&)> done);
  void next_store_work();
  [[nodiscard]] view_model::PriorQuestion question() const;
  [[nodiscard]] const view_model::ReviewDocument* measured_document() const;

  ReviewController& review_;
  std::filesystem::path sessions_, store_;
  StudyLoader loader_;
  OpenedImagePtr image_, prior_image_;
  view_model::StudyBrowser browser_;
  std::vector<view_model::PriorCandidate> candidates_;
  std::vector<comparison::Intervention> interventions_;
  std::map<std::string, bool> decided_; ///< by series uid, in this session
  std::string chosen_;                  ///< series uid; empty = none
  bool chosen_by_reader_ = false;
  view_model::FollowUp follow_up_;
  QString match_note_;
  bool looking_ = false, measuring_ = false, matching_ = false, storing_ = false;
  int generation_ = 0, match_generation_ = 0;
  std::deque<std::pair<StoreWork, std::function<void(const Result<void>&)>>> store_queue_;
  // Last, so that they are ended before anything they report to is gone.
  view_model::BackgroundTask look_task_, locate_task_, measure_task_, match_task_, store_task_;
};

} // namespace spondyl::viewer

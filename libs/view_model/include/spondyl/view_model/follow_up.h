#pragma once
// What changed since another study, vertebra by vertebra, while the reader corrects the current one.

#include <memory>
#include <optional>
#include <spondyl/comparison/comparison.h>
#include <spondyl/view_model/body_link.h>
#include <spondyl/view_model/overlay.h>
#include <spondyl/view_model/review_state.h>
#include <string>
#include <utility>
#include <vector>

namespace spondyl::view_model {

/// The study that the current one is compared with, as it was measured.
struct PriorStudy {
  Findings findings;
  ReviewState state; ///< the same findings, with outlines where they are known
  bool same_person_confirmed = false;
  std::vector<comparison::Intervention> interventions;
};
[[nodiscard]] PriorStudy prior_study(Findings findings, std::shared_ptr<const LabelMap> labels = nullptr);

/// The findings that a state stands for, as far as a comparison reads them; `header` says patient, study and images.
[[nodiscard]] Findings findings_of(const Findings& header, const ReviewState& state);

/// One vertebra of the current study and the same one of the prior.
struct SameVertebra {
  VertebraKey current = 0;
  std::size_t prior = 0; ///< index into PriorStudy::state
};

/// Compares the current state with one prior, again after every edit: some tenths of a millisecond.
class FollowUp {
public:
  /// Null: nothing to compare with. What was known by image is forgotten.
  void set_prior(std::shared_ptr<const PriorStudy> prior);
  [[nodiscard]] const std::shared_ptr<const PriorStudy>& prior() const { return prior_; }

  /// Which vertebra is which, by the images; `matched` is the state whose ordinals the pairs name. Edits keep it.
  void set_match(const std::optional<std::vector<comparison::BodyPair>>& pairs, const ReviewState& matched);
  /// Whether the images were asked about just these vertebrae: one that was added since needs them asked again.
  [[nodiscard]] bool match_holds_for(const ReviewState& current) const;

  /// While a landmark is dragged the studies stay where they lie on each other: nothing must tremble under the hand.
  void update(const Findings& header, const ReviewState& current, bool dragging = false);
  void clear_comparison();
  /// Null before update(), and without a prior.
  [[nodiscard]] const comparison::Comparison* comparison() const { return comparison_ ? &*comparison_ : nullptr; }
  [[nodiscard]] const comparison::VertebraChange* change_of(VertebraKey vertebra) const;

  [[nodiscard]] const std::vector<SameVertebra>& same() const { return same_; }
  /// How the prior lies around a vertebra, posterior wall on posterior wall: fractures seldom move it, so that what an
  /// endplate lost shows at that endplate. std::nullopt where it is not in both or has no place in space.
  [[nodiscard]] std::optional<BodyLink> link_at(VertebraKey vertebra) const;
  /// The vertebra that is in both studies and lies nearest to a place of the current one.
  [[nodiscard]] std::optional<VertebraKey> nearest(PatientPoint place) const;

private:
  struct Linked {
    VertebraKey current = 0;
    BodyLink link;
    PatientPoint centre; ///< of the body in the current study
  };
  void pair_up(const ReviewState& current, bool with_links);

  std::shared_ptr<const PriorStudy> prior_;
  std::optional<std::vector<SameVertebra>> by_image_;
  std::optional<std::vector<VertebraKey>> matched_; ///< the vertebrae the images were asked about
  std::optional<comparison::Comparison> comparison_;
  std::vector<std::pair<VertebraKey, int>> ordinals_; ///< of the state that was compared
  std::vector<SameVertebra> same_;
  std::vector<Linked> links_;
};

/// Sky blue is taken by a grade, yellow by other systems; reddish purple (Okabe & Ito) is nobody's, and it is dotted.
inline constexpr Colour kOtherStudyColour{204, 121, 167};

/// Which study's outlines are drawn over which.
enum class OverlaidStudy { prior_on_current, current_on_prior };
struct OtherStudyInput {
  const FollowUp* follow_up = nullptr;
  const ReviewState* current = nullptr;
  OverlaidStudy overlaid = OverlaidStudy::prior_on_current;
  Projection projection; ///< of the study that is drawn on
  /// Outline of one body of the other study on this very picture, already laid here; takes the place of its six points.
  std::optional<VertebraKey> outlined{};
  std::vector<std::vector<PlanePoint>> contours{};
};
/// Each body of the other study where the same body of this one lies, posterior wall on posterior wall.
[[nodiscard]] OverlayScene other_study_overlay(const OtherStudyInput& input);

/// The prior's own overlay, its vertebrae named by the keys of the same ones in the current study: what is clicked
/// there is chosen here. What is not in both cannot be clicked.
[[nodiscard]] OverlayScene in_keys_of_current(OverlayScene prior_scene, const FollowUp& follow_up);
/// The prior's key of a vertebra of the current study.
[[nodiscard]] std::optional<VertebraKey> key_in_prior(const FollowUp& follow_up, std::optional<VertebraKey> current);

/// "Compared with 2024-01-01, 731 days: new at L1. The numbering slipped ...": what a reader must not miss, one line.
[[nodiscard]] std::string follow_up_text(const comparison::Comparison& comparison);
/// "2024-01-01"; what is no date stays as it is.
[[nodiscard]] std::string readable_date(const std::string& dicom_date);
/// "new", "worsened", "stable", "improved", "not comparable".
[[nodiscard]] std::string verdict_text(comparison::ChangeVerdict verdict);

} // namespace spondyl::view_model

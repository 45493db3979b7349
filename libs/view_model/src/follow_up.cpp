#include <spondyl/view_model/follow_up.h>

#include "apply_edit.h"

#include <algorithm>
#include <limits>

namespace spondyl::view_model {
namespace {

/// The frame of the posterior wall; its origin is the wall's lower corner, for upper endplates break more often.
std::optional<BodyFrame> wall_frame(const VertebraFinding& vertebra) {
  const auto* points = vertebra.landmarks ? std::get_if<SixPoints>(&*vertebra.landmarks) : nullptr;
  const auto body = points == nullptr ? std::nullopt : frame_of(*points);
  if (!body || !(distance(points->posterior_superior, points->posterior_inferior) > 1e-6))
    return std::nullopt;
  BodyFrame wall;
  wall.centre = points->posterior_inferior;
  wall.superior = normalized(points->posterior_superior - points->posterior_inferior);
  wall.left = normalized(cross(wall.superior, body->anterior));
  wall.anterior = cross(wall.left, wall.superior);
  return wall;
}

std::vector<VertebraKey> keys_of(const ReviewState& state) {
  std::vector<VertebraKey> keys;
  for (const VertebraReview& review : state.reviews)
    keys.push_back(review.key);
  return keys;
}

std::optional<std::size_t> index_of_ordinal(const std::vector<VertebraFinding>& vertebrae, int ordinal) {
  const auto found = std::ranges::find(vertebrae, ordinal, &VertebraFinding::ordinal);
  return found == vertebrae.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - vertebrae.begin()));
}

} // namespace

PriorStudy prior_study(Findings findings, std::shared_ptr<const LabelMap> labels) {
  PriorStudy prior;
  prior.state = initial_state(Series{}, findings, std::move(labels)); // compared and drawn, never edited
  prior.findings = std::move(findings);
  return prior;
}

Findings findings_of(const Findings& header, const ReviewState& state) {
  Findings findings;
  findings.software = header.software;
  findings.patient = header.patient;
  findings.study = header.study;
  findings.series_instance_uid = header.series_instance_uid;
  findings.modality = header.modality;
  findings.images.frame_of_reference_uid = header.images.frame_of_reference_uid;
  findings.images.root = header.images.root;
  findings.images.slice_thickness = header.images.slice_thickness;
  findings.numbering = state.numbering;
  findings.vertebrae = state.vertebrae;
  if (state.vertebrae == header.vertebrae)
    findings.deformity_index = header.deformity_index;
  return findings;
}

void FollowUp::set_prior(std::shared_ptr<const PriorStudy> prior) {
  prior_ = std::move(prior);
  by_image_.reset();
  matched_.reset();
  clear_comparison();
}

void FollowUp::clear_comparison() {
  comparison_.reset();
  ordinals_.clear();
  same_.clear();
  links_.clear();
}

void FollowUp::set_match(const std::optional<std::vector<comparison::BodyPair>>& pairs, const ReviewState& matched) {
  matched_ = keys_of(matched);
  by_image_.reset();
  if (!pairs || !prior_)
    return;
  by_image_.emplace();
  for (const comparison::BodyPair& pair : *pairs) {
    const auto now = index_of_ordinal(matched.vertebrae, pair.current_ordinal);
    const auto before = index_of_ordinal(prior_->state.vertebrae, pair.prior_ordinal);
    if (now && before)
      by_image_->push_back({matched.reviews[*now].key, *before});
  }
}

bool FollowUp::match_holds_for(const ReviewState& current) const {
  return matched_ && std::ranges::all_of(current.reviews, [&](const VertebraReview& review) {
           return std::ranges::find(*matched_, review.key) != matched_->end();
         });
}

void FollowUp::update(const Findings& header, const ReviewState& current, bool dragging) {
  const bool keep_links = dragging && !links_.empty();
  const std::vector<Linked> kept = keep_links ? std::move(links_) : std::vector<Linked>{};
  clear_comparison();
  if (!prior_)
    return;
  comparison::CompareOptions options;
  options.same_person_confirmed = prior_->same_person_confirmed;
  options.interventions = prior_->interventions;
  if (by_image_) {
    options.same_by_image.emplace();
    for (const SameVertebra& same : *by_image_)
      if (const auto now = current.index_of(same.current))
        options.same_by_image->push_back(
            {prior_->state.vertebrae[same.prior].ordinal, current.vertebrae[*now].ordinal});
  }
  comparison_ = comparison::compare(prior_->findings, findings_of(header, current), options);
  pair_up(current, !keep_links);
  if (keep_links)
    links_ = kept;
}

void FollowUp::pair_up(const ReviewState& current, bool with_links) {
  for (std::size_t i = 0; i < current.vertebrae.size(); ++i)
    ordinals_.emplace_back(current.reviews[i].key, current.vertebrae[i].ordinal);
  for (const comparison::VertebraChange& change : comparison_->vertebrae) {
    if (!change.current_ordinal || !change.prior_ordinal)
      continue;
    const auto now = index_of_ordinal(current.vertebrae, *change.current_ordinal);
    const auto before = index_of_ordinal(prior_->state.vertebrae, *change.prior_ordinal);
    if (!now || !before)
      continue;
    same_.push_back({current.reviews[*now].key, *before});
    if (!with_links)
      continue;
    const auto from = wall_frame(current.vertebrae[*now]);
    const auto to = wall_frame(prior_->state.vertebrae[*before]);
    if (from && to)
      links_.push_back({current.reviews[*now].key,
                        {*from, *to},
                        frame_of(std::get<SixPoints>(*current.vertebrae[*now].landmarks))->centre});
  }
}

const comparison::VertebraChange* FollowUp::change_of(VertebraKey vertebra) const {
  const auto place = std::ranges::find(ordinals_, vertebra, &std::pair<VertebraKey, int>::first);
  if (!comparison_ || place == ordinals_.end())
    return nullptr;
  const auto found =
      std::ranges::find(comparison_->vertebrae, place->second, &comparison::VertebraChange::current_ordinal);
  return found == comparison_->vertebrae.end() ? nullptr : &*found;
}

std::optional<BodyLink> FollowUp::link_at(VertebraKey vertebra) const {
  const auto found = std::ranges::find(links_, vertebra, &Linked::current);
  return found == links_.end() ? std::nullopt : std::optional(found->link);
}

std::optional<VertebraKey> FollowUp::nearest(PatientPoint place) const {
  const auto found =
      std::ranges::min_element(links_, {}, [&](const Linked& linked) { return distance(linked.centre, place); });
  return found == links_.end() ? std::nullopt : std::optional(found->current);
}

} // namespace spondyl::view_model

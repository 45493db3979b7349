// A re-run takes the place of automatic values; what a reader did stays unless the reader gave it up.
#include "apply_edit.h"
#include "text.h"

#include <algorithm>
#include <limits>

namespace spondyl::view_model {
namespace {

/// Two bodies are the same one when their centres are nearer than this share of a body's height; engineering choice.
constexpr double kSameBody = 0.5;

double body_height(const VertebraFinding& vertebra) {
  return landmark_distance(*vertebra.landmarks, HeightName::posterior);
}

bool same_body(const VertebraFinding& a, const VertebraFinding& b) {
  const auto centre_a = centre_of(a), centre_b = centre_of(b);
  if (!centre_a || !centre_b)
    return false;
  const auto away = distance(*centre_a, *centre_b);
  return away && *away < kSameBody * std::max(body_height(a), body_height(b));
}

const VertebraFinding* match_in(const std::vector<VertebraFinding>& vertebrae, const VertebraFinding& wanted) {
  const auto found =
      std::ranges::find_if(vertebrae, [&](const VertebraFinding& vertebra) { return same_body(vertebra, wanted); });
  return found == vertebrae.end() ? nullptr : &*found;
}

bool given_up(const ReplaceByRerun& edit, VertebraKey key) {
  return std::ranges::find(edit.give_up, key) != edit.give_up.end();
}

/// The reader's bodies stay; those whose number the reader left alone take over the new one.
ReviewState kept_bodies(const ReviewState& state, const ReplaceByRerun& edit) {
  ReviewState kept = state;
  kept.vertebrae.clear();
  kept.reviews.clear();
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i) {
    if (!state.reviews[i].touched() || given_up(edit, state.reviews[i].key))
      continue;
    VertebraFinding vertebra = state.vertebrae[i];
    VertebraReview review = state.reviews[i];
    const VertebraFinding* fresh = match_in(edit.vertebrae, vertebra);
    review.label = fresh != nullptr && edit.labels ? published_label(*fresh) : 0;
    review.found = fresh != nullptr ? fresh->landmarks : std::nullopt;
    if (fresh != nullptr && !review.level_set) {
      vertebra.level = fresh->level;
      vertebra.level_guess = fresh->level_guess;
      vertebra.level_confidence = fresh->level_confidence;
    }
    kept.vertebrae.push_back(std::move(vertebra));
    kept.reviews.push_back(review);
  }
  std::erase_if(kept.deleted, [&](const DeletedVertebra& deleted) { return given_up(edit, deleted.key); });
  return kept;
}

bool was_deleted(const ReviewState& state, const VertebraFinding& vertebra) {
  return std::ranges::any_of(state.deleted,
                             [&](const DeletedVertebra& deleted) { return same_body(deleted.finding, vertebra); });
}

VertebraKey key_for(const ReviewState& before, const VertebraFinding& vertebra, ReviewState& after) {
  for (std::size_t i = 0; i < before.vertebrae.size(); ++i)
    if (same_body(before.vertebrae[i], vertebra) && !after.index_of(before.reviews[i].key))
      return before.reviews[i].key;
  return after.next_key++;
}

/// Below the body that the run has above it, where a body's own points do not tell: one that is only known to be there.
std::size_t insert_as_found(ReviewState& state, const VertebraFinding& fresh, const VertebraReview& review,
                            std::size_t below) {
  if (centre_of(fresh))
    return insert_by_position(state, fresh, review);
  state.vertebrae.insert(state.vertebrae.begin() + static_cast<std::ptrdiff_t>(below), fresh);
  state.reviews.insert(state.reviews.begin() + static_cast<std::ptrdiff_t>(below), review);
  return below;
}

/// Where the reader numbered the spine, what the run found is counted from the nearest of the reader's numbers.
void count_from_readers_levels(ReviewState& state) {
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i) {
    if (state.reviews[i].level_set)
      continue;
    int nearest = std::numeric_limits<int>::max();
    for (std::size_t j = 0; j < state.vertebrae.size(); ++j) {
      const int steps = static_cast<int>(i) - static_cast<int>(j);
      if (!state.reviews[j].level_set || !state.vertebrae[j].level || std::abs(steps) >= std::abs(nearest))
        continue;
      nearest = steps;
      state.vertebrae[i].level = state.vertebrae[i].level_guess = state.vertebrae[j].level->below(steps);
    }
  }
}

} // namespace

void replace_by_rerun(ReviewState& state, const ReplaceByRerun& edit) {
  ReviewState after = kept_bodies(state, edit);
  after.labels = edit.labels;
  std::size_t below = 0; // where the next one belongs
  for (const VertebraFinding& fresh : edit.vertebrae) {
    if (const VertebraFinding* kept = match_in(after.vertebrae, fresh); kept != nullptr) {
      below = static_cast<std::size_t>(kept - after.vertebrae.data()) + 1;
      continue;
    }
    if (was_deleted(after, fresh))
      continue;
    VertebraReview review;
    review.key = key_for(state, fresh, after);
    review.label = edit.labels ? published_label(fresh) : 0;
    review.found = fresh.landmarks;
    below = insert_as_found(after, fresh, review, below) + 1;
  }
  if (state.numbering.anchor == NumberingAnchor::reader)
    count_from_readers_levels(after);
  else
    after.numbering = edit.numbering;
  renumber_ordinals(after);
  state = std::move(after);
}

std::vector<RerunConflict> rerun_conflicts(const ReviewState& state, const ReplaceByRerun& edit) {
  std::vector<RerunConflict> conflicts;
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i) {
    if (!state.reviews[i].touched() || given_up(edit, state.reviews[i].key))
      continue;
    const VertebraFinding* fresh = match_in(edit.vertebrae, state.vertebrae[i]);
    conflicts.push_back({state.reviews[i].key, state.vertebrae[i].display_name(), heights_in_words(state.vertebrae[i]),
                         fresh == nullptr ? std::string() : heights_in_words(*fresh)});
  }
  for (const DeletedVertebra& deleted : state.deleted)
    if (const VertebraFinding* fresh = match_in(edit.vertebrae, deleted.finding);
        fresh != nullptr && !given_up(edit, deleted.key))
      conflicts.push_back({deleted.key, deleted.finding.display_name(), "deleted", heights_in_words(*fresh)});
  return conflicts;
}

} // namespace spondyl::view_model

#include "apply_edit.h"

#include <cstdlib>

namespace spondyl::view_model {
namespace {

void set_level(ReviewState& state, std::size_t i, std::optional<VertebraLevel> level) {
  VertebraFinding& vertebra = state.vertebrae[i];
  vertebra.level = vertebra.level_guess = level;
  vertebra.level_confidence = level ? std::optional(1.0) : std::nullopt;
  state.reviews[i].level_set = true;
}

Numbering by_the_reader(std::string note) {
  return {NumberingStatus::certain, NumberingAnchor::reader, 1.0, std::move(note)};
}

} // namespace

Result<void> relabel(ReviewState& state, const Relabel& edit) {
  SPONDYL_TRY(const std::size_t i, find(state, edit.vertebra));
  set_level(state, i, edit.level);
  return {};
}

Result<void> count_levels_from(ReviewState& state, const CountLevelsFrom& edit) {
  SPONDYL_TRY(const std::size_t anchor, find(state, edit.vertebra));
  if (!edit.level)
    return failure(ErrorCode::invalid_argument, "Counting needs a level to count from.");
  for (std::size_t i = 0; i < state.vertebrae.size(); ++i)
    set_level(state, i, i == anchor ? edit.level : edit.level->below(static_cast<int>(i) - static_cast<int>(anchor)));
  state.numbering = by_the_reader("The reader named " + edit.level->name() + "; the others are counted from it.");
  return {};
}

Result<void> shift_levels(ReviewState& state, const ShiftLevels& edit) {
  std::vector<std::optional<VertebraLevel>> shifted;
  bool any = false;
  for (const VertebraFinding& vertebra : state.vertebrae) {
    const auto level = vertebra.level ? vertebra.level : vertebra.level_guess;
    shifted.push_back(level ? level->below(edit.steps) : std::nullopt);
    any = any || shifted.back();
  }
  if (!any || edit.steps == 0)
    return failure(ErrorCode::invalid_argument, "No level can be shifted that way.", "Name one vertebra instead.");
  for (std::size_t i = 0; i < shifted.size(); ++i)
    set_level(state, i, shifted[i]);
  state.numbering = by_the_reader("The reader shifted every level by " + std::to_string(std::abs(edit.steps)) +
                                  (edit.steps > 0 ? " downwards." : " upwards."));
  return {};
}

} // namespace spondyl::view_model

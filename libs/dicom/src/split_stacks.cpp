#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "stacks.h"

namespace spondyl::dicom {
namespace {

using Members = std::vector<std::size_t>;

bool close(PatientVector a, PatientVector b) {
  return std::abs(a.x - b.x) <= kSameOrientation && std::abs(a.y - b.y) <= kSameOrientation &&
         std::abs(a.z - b.z) <= kSameOrientation;
}

bool close(double a, double b) {
  return std::abs(a - b) <= kSameSpacingRelative * std::max(a, b);
}

bool same_grid(const StackFrame& a, const StackFrame& b) {
  return a.columns == b.columns && a.rows == b.rows && close(a.spacing.row, b.spacing.row) &&
         close(a.spacing.column, b.spacing.column);
}

bool same_orientation(const StackFrame& a, const StackFrame& b) {
  return close(a.column_axis, b.column_axis) && close(a.row_axis, b.row_axis);
}

/// Groups by an equivalence, each group led by its first member, in order of first appearance.
template <typename Same>
std::vector<Members> group(std::span<const StackFrame> frames, const Members& members, Same same) {
  std::vector<Members> groups;
  for (const std::size_t member : members) {
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [&](const Members& g) { return same(frames[g.front()], frames[member]); });
    if (found == groups.end())
      groups.push_back({member});
    else
      found->push_back(member);
  }
  return groups;
}

bool is_good(const Stack& stack) {
  return stack.shape == StackShape::regular || stack.shape == StackShape::slightly_uneven ||
         stack.shape == StackShape::single;
}

bool all_good(const std::vector<Stack>& stacks) {
  return std::all_of(stacks.begin(), stacks.end(), is_good);
}

std::size_t frames_in_regular_stacks(const std::vector<Stack>& stacks) {
  std::size_t count = 0;
  for (const Stack& stack : stacks)
    if (is_good(stack) && stack.shape != StackShape::single)
      count += stack.members.size();
  return count;
}

void add_reason(std::vector<Stack>& stacks, const std::string& reason) {
  for (Stack& stack : stacks)
    if (std::find(stack.split_by.begin(), stack.split_by.end(), reason) == stack.split_by.end())
      stack.split_by.push_back(reason);
}

void append(std::vector<Stack>& all, std::vector<Stack> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

/// Instance numbers that go on as if nothing were missing tell a pause between two stacks from lost files.
bool numbering_shows_a_hole(std::span<const StackFrame> frames, const Stack& stack, const StackGap& gap) {
  const long jump = std::abs(frames[stack.members[gap.after + 1]].order - frames[stack.members[gap.after]].order);
  return jump != 1;
}

std::vector<Stack> cut(std::span<const StackFrame> frames, const Stack& stack, const Members& after) {
  std::vector<Stack> runs;
  std::size_t begin = 0;
  for (std::size_t k = 0; k <= after.size(); ++k) {
    const std::size_t end = k < after.size() ? after[k] + 1 : stack.members.size();
    runs.push_back(assess_stack(frames, Members(stack.members.begin() + static_cast<std::ptrdiff_t>(begin),
                                                stack.members.begin() + static_cast<std::ptrdiff_t>(end))));
    begin = end;
  }
  return runs;
}

/// Stacks on one line with a pause between them: cut at steps that are much longer than the others, when what lies
/// between is even and the pause is no loss of slices.
std::vector<Stack> cut_at_pauses(std::span<const StackFrame> frames, Stack stack) {
  constexpr int kFewMissing = 3;             // slices: so few are lost, not left out on purpose
  constexpr double kPause = 1.5;             // steps; engineering choice
  constexpr std::size_t kFewestPerStack = 2; // slices on each side
  Members after;
  if (stack.shape == StackShape::gaps) {
    for (const StackGap& gap : stack.gaps)
      if (gap.missing > kFewMissing && !numbering_shows_a_hole(frames, stack, gap))
        after.push_back(gap.after);
    if (after.size() != stack.gaps.size())
      return {std::move(stack)};
  } else if (stack.shape == StackShape::uneven) {
    const PatientVector normal = normal_of(frames[stack.members.front()]);
    for (std::size_t i = 0; i + 1 < stack.members.size(); ++i)
      if (dot(frames[stack.members[i + 1]].position - frames[stack.members[i]].position, normal) >
          kPause * stack.spacing)
        after.push_back(i);
  }
  if (after.empty())
    return {std::move(stack)};
  std::vector<Stack> runs = cut(frames, stack, after);
  const bool sensible = std::all_of(runs.begin(), runs.end(), [&](const Stack& run) {
    return run.members.size() >= kFewestPerStack && is_good(run) &&
           std::abs(run.spacing - stack.spacing) <= kSlightlyUnevenTolerance * stack.spacing;
  });
  if (!sensible)
    return {std::move(stack)};
  add_reason(runs, std::string(kPauseReason));
  return runs;
}

bool same_line(const StackFrame& a, const StackFrame& b) {
  const PatientVector d = b.position - a.position;
  const double tolerance = 0.25 * std::min(a.spacing.row, a.spacing.column); // of a pixel, as in assess_stack
  return std::hypot(dot(d, a.column_axis), dot(d, a.row_axis)) <= std::max(tolerance, 0.01);
}

/// Runs of constant step in the order of acquisition: several tilted stacks next to each other.
std::vector<Members> runs_of_constant_step(std::span<const StackFrame> frames, Members members) {
  std::stable_sort(members.begin(), members.end(),
                   [&](std::size_t a, std::size_t b) { return frames[a].order < frames[b].order; });
  std::vector<Members> runs;
  for (const std::size_t member : members) {
    if (runs.empty() || runs.back().size() < 2) {
      if (runs.empty())
        runs.emplace_back();
      runs.back().push_back(member);
      continue;
    }
    const Members& run = runs.back();
    const PatientVector before = frames[run[run.size() - 1]].position - frames[run[run.size() - 2]].position;
    const PatientVector now = frames[member].position - frames[run.back()].position;
    if (length(now - before) <= std::max(kSlightlyUnevenTolerance * length(before), 0.02))
      runs.back().push_back(member);
    else
      runs.push_back({member});
  }
  return runs;
}

std::vector<Stack> assess_groups(std::span<const StackFrame> frames, const std::vector<Members>& groups) {
  std::vector<Stack> stacks;
  for (const Members& members : groups)
    append(stacks, cut_at_pauses(frames, assess_stack(frames, members)));
  return stacks;
}

/// Parallel frames of one grid, without the help of traits.
std::vector<Stack> split_by_position(std::span<const StackFrame> frames, const Members& members) {
  Stack whole = assess_stack(frames, members);
  if (whole.shape != StackShape::not_aligned)
    return cut_at_pauses(frames, std::move(whole));
  std::vector<Stack> by_line = assess_groups(frames, group(frames, members, same_line));
  std::vector<Stack> by_run = assess_groups(frames, runs_of_constant_step(frames, members));
  std::vector<Stack>& better = frames_in_regular_stacks(by_line) >= frames_in_regular_stacks(by_run) ? by_line : by_run;
  if (frames_in_regular_stacks(better) == 0)
    return {std::move(whole)};
  add_reason(better, "in-plane position");
  return std::move(better);
}

std::vector<Members> group_by_trait(std::span<const StackFrame> frames, const Members& members, std::size_t trait) {
  std::map<std::string, Members> groups;
  for (const std::size_t member : members)
    groups[frames[member].traits[trait]].push_back(member);
  std::vector<Members> result;
  for (auto& [value, group_members] : groups)
    result.push_back(std::move(group_members));
  return result;
}

/// Every position occurs equally often: the passes over the stack, told apart by acquisition order.
std::vector<Stack> split_by_pass(std::span<const StackFrame> frames, const Stack& stack) {
  std::vector<Members> positions;
  for (const std::size_t member : stack.members) {
    const bool same = !positions.empty() && distance(frames[positions.back().front()].position,
                                                     frames[member].position) <= std::max(0.01 * stack.spacing, 1e-3);
    if (!same)
      positions.emplace_back();
    positions.back().push_back(member);
  }
  const std::size_t passes = positions.front().size();
  const bool complete =
      passes > 1 && positions.size() > 1 &&
      std::all_of(positions.begin(), positions.end(), [&](const Members& copies) { return copies.size() == passes; });
  if (!complete)
    return {stack};
  std::vector<Members> groups(passes);
  for (Members& copies : positions) {
    std::stable_sort(copies.begin(), copies.end(),
                     [&](std::size_t a, std::size_t b) { return frames[a].order < frames[b].order; });
    for (std::size_t pass = 0; pass < passes; ++pass)
      groups[pass].push_back(copies[pass]);
  }
  std::vector<Stack> stacks = assess_groups(frames, groups);
  add_reason(stacks, "repetition");
  return all_good(stacks) ? stacks : std::vector<Stack>{stack};
}

bool needs_help(const Stack& stack) {
  return stack.shape == StackShape::repeated || stack.shape == StackShape::not_aligned;
}

/// Whether the extents of two stacks along the normal overlap: interleaved stacks do, a change of spacing does not.
bool overlap(std::span<const StackFrame> frames, const std::vector<Stack>& stacks) {
  const PatientVector normal = normal_of(frames[stacks.front().members.front()]);
  std::vector<std::pair<double, double>> extents;
  for (const Stack& stack : stacks) {
    const auto along = [&](std::size_t m) { return dot(frames[m].position - PatientPoint{}, normal); };
    extents.emplace_back(along(stack.members.front()), along(stack.members.back()));
  }
  std::sort(extents.begin(), extents.end());
  for (std::size_t i = 1; i < extents.size(); ++i)
    if (extents[i].first <= extents[i - 1].second)
      return true;
  return false;
}

std::vector<Stack> split_by_traits(std::span<const StackFrame> frames, const Members& members,
                                   std::size_t first_trait) {
  std::vector<Stack> best = split_by_position(frames, members);
  if (all_good(best))
    return best;
  const bool forced = std::any_of(best.begin(), best.end(), needs_help);
  std::size_t best_score = frames_in_regular_stacks(best);
  for (std::size_t trait = first_trait; trait < kTraitCount; ++trait) {
    const std::vector<Members> groups = group_by_trait(frames, members, trait);
    if (groups.size() < 2 || groups.size() * 2 > members.size())
      continue;
    std::vector<Stack> stacks;
    for (const Members& part : groups)
      append(stacks, split_by_traits(frames, part, trait + 1));
    const std::size_t score = frames_in_regular_stacks(stacks);
    if (score <= best_score || (!forced && !overlap(frames, stacks)))
      continue;
    add_reason(stacks, std::string(to_string(static_cast<Trait>(trait))));
    best = std::move(stacks);
    best_score = score;
    if (all_good(best))
      break;
  }
  return best;
}

std::vector<Stack> split_one_plane(std::span<const StackFrame> frames, const Members& members) {
  std::vector<Stack> stacks;
  for (Stack& stack : split_by_traits(frames, members, 0))
    append(stacks,
           stack.shape == StackShape::repeated ? split_by_pass(frames, stack) : std::vector<Stack>{std::move(stack)});
  return stacks;
}

} // namespace

bool frames_of_reference_mean_nothing(std::span<const StackFrame> frames) {
  std::set<std::string_view> distinct;
  for (const StackFrame& frame : frames)
    distinct.insert(frame.frame_of_reference);
  return frames.size() > 2 && distinct.size() == frames.size();
}

std::vector<Stack> split_into_stacks(std::span<const StackFrame> frames) {
  Members everything(frames.size());
  for (std::size_t i = 0; i < everything.size(); ++i)
    everything[i] = i;
  std::vector<Stack> result;
  auto frames_of_reference = group(frames, everything, [](const StackFrame& a, const StackFrame& b) {
    return a.frame_of_reference == b.frame_of_reference;
  });
  if (frames_of_reference_mean_nothing(frames))
    frames_of_reference = {everything};
  for (const Members& one_frame_of_reference : frames_of_reference) {
    const auto grids = group(frames, one_frame_of_reference, same_grid);
    for (const Members& one_grid : grids) {
      const auto orientations = group(frames, one_grid, same_orientation);
      for (const Members& one_plane : orientations) {
        std::vector<Stack> stacks = split_one_plane(frames, one_plane);
        if (orientations.size() > 1)
          add_reason(stacks, "orientation");
        if (grids.size() > 1)
          add_reason(stacks, "pixel grid");
        if (frames_of_reference.size() > 1)
          add_reason(stacks, "frame of reference");
        append(result, std::move(stacks));
      }
    }
  }
  return result;
}

} // namespace spondyl::dicom

#include <spondyl/model/level.h>

#include <array>

namespace spondyl {
namespace {

constexpr std::array<std::string_view, VertebraLevel::last_rank> kNames = {
    "C1", "C2", "C3",  "C4",  "C5",  "C6",  "C7", "T1", "T2", "T3", "T4", "T5", "T6", "T7",
    "T8", "T9", "T10", "T11", "T12", "T13", "L1", "L2", "L3", "L4", "L5", "L6", "S1"};
constexpr int kRankT12 = 19, kRankT13 = 20, kRankL1 = 21, kRankL5 = 25, kRankL6 = 26, kRankS1 = 27;
constexpr int kMaskL6 = 25, kMaskS1 = 26, kMaskT13 = 28;

} // namespace

std::optional<VertebraLevel> VertebraLevel::from_rank(int rank) {
  if (rank < first_rank || rank > last_rank)
    return std::nullopt;
  return VertebraLevel(rank);
}

std::optional<VertebraLevel> VertebraLevel::parse(std::string_view name) {
  for (int rank = first_rank; rank <= last_rank; ++rank)
    if (kNames[static_cast<std::size_t>(rank - 1)] == name)
      return VertebraLevel(rank);
  return std::nullopt;
}

std::optional<VertebraLevel> VertebraLevel::from_mask_value(int value) {
  for (int rank = first_rank; rank <= last_rank; ++rank)
    if (VertebraLevel(rank).mask_value() == value)
      return VertebraLevel(rank);
  return std::nullopt;
}

std::string VertebraLevel::name() const {
  return std::string(kNames[static_cast<std::size_t>(rank_ - 1)]);
}

int VertebraLevel::mask_value() const {
  switch (rank_) {
  case kRankT13:
    return kMaskT13;
  case kRankL6:
    return kMaskL6;
  case kRankS1:
    return kMaskS1;
  default:
    return rank_ < kRankT13 ? rank_ : rank_ - 1;
  }
}

std::optional<VertebraLevel> VertebraLevel::below(int steps) const {
  if (rank_ == kRankT13 || rank_ == kRankL6)
    return std::nullopt;
  // Positions in the usual count, without the variants: C1..T12 = 1..19, L1..L5 = 20..24, S1 = 25.
  const int usual = (rank_ <= kRankT12 ? rank_ : rank_ <= kRankL5 ? rank_ - 1 : rank_ - 2) + steps;
  const int last_usual = kRankS1 - 2;
  if (usual < 1 || usual > last_usual)
    return std::nullopt;
  if (usual <= kRankT12)
    return VertebraLevel(usual);
  return VertebraLevel(usual < last_usual ? kRankL1 + (usual - kRankT12 - 1) : kRankS1);
}

} // namespace spondyl

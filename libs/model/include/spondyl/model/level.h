#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace spondyl {

/// The name of a vertebra, C1 to S1 with the variants T13 and L6.
///
/// `rank` orders cranial to caudal: 1-7 = C1-C7, 8-19 = T1-T12, 20 = T13, 21-25 = L1-L5, 26 = L6, 27 = S1.
class VertebraLevel {
public:
  static constexpr int first_rank = 1, last_rank = 27;

  [[nodiscard]] static std::optional<VertebraLevel> from_rank(int rank);
  /// Reads "T12", "L1", "S1"; std::nullopt for anything else.
  [[nodiscard]] static std::optional<VertebraLevel> parse(std::string_view name);
  /// The level of a value of labels.nii.gz (VerSe numbering), if it names one.
  [[nodiscard]] static std::optional<VertebraLevel> from_mask_value(int value);

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] std::string name() const;
  /// VerSe numbering: 1-24 = C1-L5, 25 = L6, 26 = S1, 28 = T13.
  [[nodiscard]] int mask_value() const;
  /// The level `steps` below this one in the usual count (no T13, no L6); std::nullopt off the ends or from a variant.
  [[nodiscard]] std::optional<VertebraLevel> below(int steps) const;

  friend auto operator<=>(VertebraLevel, VertebraLevel) = default;

private:
  explicit VertebraLevel(int rank) : rank_(rank) {}
  int rank_;
};

} // namespace spondyl

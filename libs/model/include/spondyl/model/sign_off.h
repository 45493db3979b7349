#pragma once
// Who answers for findings: draft, reviewed, signed. The digest binds a signature to what was signed.

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl {

enum class SignOffState { draft, reviewed, signed_off };
inline constexpr std::array<SignOffState, 3> kSignOffStates = {SignOffState::draft, SignOffState::reviewed,
                                                               SignOffState::signed_off};
[[nodiscard]] std::string_view to_string(SignOffState state); ///< "draft", "reviewed", "signed"

/// One act of one named reader.
struct SignOffStep {
  SignOffState state = SignOffState::reviewed;
  std::string reader; ///< the person's name, as DICOM writes names (family^given) or plain
  std::string organization;
  std::string time; ///< ISO 8601, UTC

  friend bool operator==(const SignOffStep&, const SignOffStep&) = default;
};

/// A structured report in the study of the findings.
struct ReportReference {
  std::string sop_class_uid, series_instance_uid, sop_instance_uid;

  friend bool operator==(const ReportReference&, const ReportReference&) = default;
};

struct SignOff {
  std::vector<SignOffStep> steps; ///< in the order they happened; empty = draft (an amendment just begun)
  std::string digest;             ///< SHA-256 of the findings with all of this but the digest; empty while a draft
  int revision = 1;               ///< 2 = first amendment, ...
  std::string predecessor;        ///< digest of the signed findings this amends; empty for revision 1
  std::string amendment_reason;   ///< why; empty for revision 1
  /// The structured reports of the predecessor that are known to have been written, in whatever language.
  std::vector<ReportReference> predecessor_reports{};

  [[nodiscard]] SignOffState state() const { return steps.empty() ? SignOffState::draft : steps.back().state; }
  friend bool operator==(const SignOff&, const SignOff&) = default;
};

} // namespace spondyl

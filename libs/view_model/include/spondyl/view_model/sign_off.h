#pragma once
// The reader's sign-off in the viewer: the same steps, digests and log lines as `spondyl sign`.

#include <filesystem>
#include <span>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/view_model/autosave.h>
#include <spondyl/view_model/review_document.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// Who signs, and what.
struct SignOffOrder {
  std::string reader; ///< must not be empty
  std::string organization;
  SignOffState state = SignOffState::signed_off;      ///< reviewed or signed_off
  std::string amendment_reason;                       ///< needed where needs_amendment()
  std::string time;                                   ///< ISO 8601, UTC
  std::vector<ReportReference> predecessor_reports{}; ///< of what is amended, see reports_of()
};

/// The structured reports of these signed findings among the files; none for findings that are not signed.
[[nodiscard]] std::vector<ReportReference> reports_of(const Findings& signed_findings,
                                                      std::span<const std::filesystem::path> files);

/// Whether the document was opened with signed findings and differs from them now: saving it signs an amendment.
[[nodiscard]] bool needs_amendment(const ReviewDocument& document);

/// What is signed, taken at one moment: signing it may take place on another thread.
struct ReadyToSign {
  ReadyToSave save;
  Findings findings, base; ///< as they are now, and as the document was opened
  bool amends = false;     ///< needs_amendment()
};
/// Commits an open drag. Errors: `invalid_argument` for a place inside the images.
[[nodiscard]] Result<ReadyToSign> ready_to_sign(ReviewDocument& document, const std::filesystem::path& file);
/// Any thread. Signs and writes; each act is a line of `audit_log` before the file is written. Errors: those of
/// sign_and_save().
[[nodiscard]] Result<Findings> sign(const ReadyToSign& ready, const SignOffOrder& order,
                                    const std::filesystem::path& audit_log);

/// Both at once: signs the committed state and saves it at `file` as save_findings() does. The document itself is
/// unchanged: open a new one with the findings that come back.
/// Errors: `invalid_argument` (no reader, signed already, an amendment without a reason or in the place of the file it
/// amends, a place inside the images), `io`. Nothing is written then.
[[nodiscard]] Result<Findings> sign_and_save(ReviewDocument& document, const SignOffOrder& order,
                                             const std::filesystem::path& file, const std::filesystem::path& audit_log);

/// The log that `spondyl` writes too; empty where the user has no folder for it.
[[nodiscard]] std::filesystem::path default_audit_log();

/// A line of the audit log: this series was opened. Errors: `io`.
[[nodiscard]] Result<void> note_opened(const Series& series, const std::filesystem::path& audit_log);
/// A line of the audit log for every edit from the `first` on, of what was done with what (no values, no names of
/// patients). Errors: `io`.
[[nodiscard]] Result<void> note_edits(const ReviewDocument& document, std::size_t first,
                                      const std::filesystem::path& audit_log);
/// A line of the audit log: the edits of this document were saved. Errors: `io`.
[[nodiscard]] Result<void> note_edited(const ReviewDocument& document, const std::filesystem::path& audit_log);

} // namespace spondyl::view_model

#pragma once
// Draft, reviewed, signed: who answers for findings, and whether they are still what was signed.
//
// The digest shows that a signed file was changed; it does not show who changed it, for whoever can write the file can
// also make a new digest. That is what the audit log is for (audit::verify), which keeps the digest of every signature.

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <string>
#include <string_view>

namespace spondyl::sign_off {

struct Reader {
  std::string name; ///< must not be empty
  std::string organization;
};

/// SHA-256 over the content of a findings.json, however it is laid out. Left out is the digest itself and what depends
/// on the machine alone: images.root, the instances' file names and `labels`. Errors: `unreadable`.
[[nodiscard]] Result<std::string> content_digest(std::string_view findings_json);
[[nodiscard]] std::string content_digest(const Findings& findings);

/// Marks findings as looked through. Errors: `invalid_argument` without a name or when they are signed.
[[nodiscard]] Result<Findings> review(Findings findings, const Reader& reader, const std::string& time);

/// Signs; whoever signs a draft has reviewed it. Errors: as for review().
[[nodiscard]] Result<Findings> sign(Findings findings, const Reader& reader, const std::string& time);

/// Findings that take the place of signed ones: a draft again that names its predecessor. Errors: `invalid_argument`
/// when the predecessor is not signed, no reason is given or the findings are of another series.
/// `reports`: the structured reports of the predecessor, where they are known.
[[nodiscard]] Result<Findings> amend(Findings findings, const Findings& signed_predecessor, const std::string& reason,
                                     std::vector<ReportReference> reports = {});

/// Signed findings must have the digest of what was signed. Errors: `invalid_argument`.
[[nodiscard]] Result<void> verify(const Findings& findings, std::string_view findings_json);

/// Reads a findings.json and verifies it. Errors: those of reading; `invalid_argument` naming a file that was altered
/// after it was signed.
[[nodiscard]] Result<Findings> read_verified(const std::filesystem::path& file);

} // namespace spondyl::sign_off

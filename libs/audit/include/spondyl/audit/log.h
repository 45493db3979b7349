#pragma once
// What was done on this machine, in a file that only grows: each line holds the digest of the line before it. No names
// of patients and no UIDs: subjects are digests.

#include <cstddef>
#include <filesystem>
#include <spondyl/base/result.h>
#include <string>
#include <string_view>

namespace spondyl::audit {

enum class Action { open, measure, edit, review, sign, amend, export_report, send };
/// "open", ..., "export"; the actions of DICOM's audit trail (PS3.15 A.5.3) are named in docs/sign-off.md.
[[nodiscard]] std::string_view to_string(Action action);

struct Event {
  Action action = Action::open;
  std::string subject; ///< see subject_of(); empty where there is none
  std::string detail;  ///< formats, states, digests of findings; no patient data, no paths
};

/// Stands for a UID: the same for the same UID, and not the UID.
[[nodiscard]] std::string subject_of(std::string_view uid);

/// $XDG_STATE_HOME/spondyl/audit.jsonl, else ~/.local/state/...; empty when there is neither.
[[nodiscard]] std::filesystem::path default_log_file();

/// Adds a line, with the time and the system user's name. Folders are created; the file is readable by its owner only.
/// Safe with several programs at a time. Errors: `io`, naming the file.
[[nodiscard]] Result<void> append(const std::filesystem::path& file, const Event& event);

/// Reads the whole chain; the number of lines. Errors: `not_found`, `unreadable` naming the first line that was
/// changed, left out or put in, or the end when lines are missing there.
[[nodiscard]] Result<std::size_t> verify(const std::filesystem::path& file);

} // namespace spondyl::audit

#include <spondyl/audit/log.h>

#include "locked_file.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <pwd.h>
#include <spondyl/base/clock.h>
#include <spondyl/base/digest.h>
#include <spondyl/base/version.h>
#include <sstream>
#include <unistd.h>

namespace spondyl::audit {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kBeginning = "spondyl.audit/1"; ///< what the first line takes for the line before it

std::string system_user() {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return found->pw_name;
  return "uid " + std::to_string(geteuid());
}

/// The line with its own digest; `line` has all other members in order.
std::string sealed(Json line) {
  constexpr auto replace = Json::error_handler_t::replace;
  line["hash"] = sha256_hex(line.dump(-1, ' ', false, replace));
  return line.dump(-1, ' ', false, replace);
}

struct End {
  std::size_t number = 0;
  std::string hash = sha256_hex(kBeginning);
};

/// One line against the one before it; its own end of the chain.
Result<End> check_line(const std::string& text, const End& before) {
  const auto broken = [&](const std::string& how) {
    return failure(ErrorCode::unreadable,
                   "Line " + std::to_string(before.number + 1) + " of the audit log " + how + ".",
                   "Compare the log with a copy from before.");
  };
  Json line = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!line.is_object() || !line.contains("hash") || !line["hash"].is_string() || !line.contains("previous") ||
      !line["previous"].is_string())
    return broken("cannot be read");
  const std::string hash = line["hash"];
  if (line["previous"] != before.hash)
    return broken("does not follow the line before it: lines were changed, left out or put in");
  line.erase("hash");
  if (sealed(line) != text)
    return broken("was changed");
  return End{before.number + 1, hash};
}

Result<End> check_all(std::istream& stream) {
  End end;
  for (std::string text; std::getline(stream, text);) {
    SPONDYL_TRY(end, check_line(text, end));
  }
  return end;
}

fs::path head_file(fs::path file) {
  return file += ".head";
}

std::string head_text(const End& end) {
  return std::to_string(end.number) + " " + end.hash + "\n";
}

/// What the head file says; the beginning where there is none.
End read_head(const fs::path& file) {
  End end;
  std::ifstream stream(head_file(file));
  End stored;
  if (stream >> stored.number >> stored.hash)
    end = stored;
  return end;
}

std::string new_line(const Event& event, const End& before) {
  Json line = Json::object();
  line["number"] = before.number + 1;
  line["time"] = utc_now();
  line["user"] = system_user();
  line["software"] = std::string(kProgramName) + " " + std::string(kVersion);
  line["action"] = to_string(event.action);
  line["subject"] = event.subject;
  line["detail"] = event.detail;
  line["previous"] = before.hash;
  return sealed(std::move(line));
}

fs::path folder_from_environment(const char* variable) {
  const char* value = std::getenv(variable);
  const fs::path folder = value == nullptr ? "" : value;
  return folder.is_absolute() ? folder : fs::path{};
}

} // namespace

std::string_view to_string(Action action) {
  constexpr std::array<std::string_view, 8> names = {"open", "measure", "edit",   "review",
                                                     "sign", "amend",   "export", "send"};
  return names[static_cast<std::size_t>(action)];
}

std::string subject_of(std::string_view uid) {
  constexpr std::size_t kDigits = 16; // 64 bits: no two series of an archive meet
  return uid.empty() ? std::string{} : sha256_hex("spondyl.audit " + std::string(uid)).substr(0, kDigits);
}

fs::path default_log_file() {
  fs::path state = folder_from_environment("XDG_STATE_HOME");
  if (const fs::path home = folder_from_environment("HOME"); state.empty() && !home.empty())
    state = home / ".local" / "state";
  return state.empty() ? fs::path{} : state / "spondyl" / "audit.jsonl";
}

Result<void> append(const fs::path& file, const Event& event) {
  SPONDYL_TRY(LockedFile log, LockedFile::open(file));
  const End before = read_head(file);
  const std::string line = new_line(event, before);
  SPONDYL_CHECK(log.append(line + "\n"));
  return replace_file(head_file(file), head_text({before.number + 1, Json::parse(line)["hash"]}));
}

Result<std::size_t> verify(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream)
    return failure(ErrorCode::not_found, "There is no audit log " + file.string() + ".");
  SPONDYL_TRY(const End end, check_all(stream));
  const End head = read_head(file);
  if (head.number != end.number || head.hash != end.hash)
    return failure(ErrorCode::unreadable,
                   "The audit log " + file.string() + " has " + std::to_string(end.number) + " lines, but " +
                       std::to_string(head.number) + " were written.",
                   "Compare the log with a copy from before.");
  return end.number;
}

} // namespace spondyl::audit

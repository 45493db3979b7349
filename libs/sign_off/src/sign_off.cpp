#include <spondyl/sign_off/sign_off.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <spondyl/base/digest.h>
#include <spondyl/findings/findings_json.h>
#include <sstream>

namespace spondyl::sign_off {
namespace {

using Json = nlohmann::json; // keeps its members sorted: one text per content

void leave_out_what_is_local(Json& document) {
  document.erase("labels");
  if (const auto images = document.find("images"); images != document.end() && images->is_object()) {
    images->erase("root");
    if (const auto instances = images->find("instances"); instances != images->end() && instances->is_array())
      for (Json& instance : *instances)
        if (instance.is_object())
          instance.erase("file");
  }
}

std::string digest_of(Json document) {
  leave_out_what_is_local(document);
  if (const auto sign_off = document.find("sign_off"); sign_off != document.end() && sign_off->is_object())
    sign_off->erase("digest");
  return sha256_hex(document.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<void> check_reader(const Findings& findings, const Reader& reader) {
  if (reader.name.find_first_not_of(" \t") == std::string::npos)
    return failure(ErrorCode::invalid_argument, "A sign-off names its reader.", "Give --reader NAME.");
  if (findings.sign_off && findings.sign_off->state() == SignOffState::signed_off)
    return failure(ErrorCode::invalid_argument, "These findings are signed already.",
                   "Change them by an amendment: --amends names the signed findings.json.");
  return {};
}

void add_step(Findings& findings, SignOffState state, const Reader& reader, const std::string& time) {
  if (!findings.sign_off)
    findings.sign_off.emplace();
  findings.sign_off->steps.push_back({state, reader.name, reader.organization, time});
}

Result<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf()))
    return failure(ErrorCode::not_found, "Cannot read " + file.string() + ".", "Check the name and its permissions.");
  return text.str();
}

} // namespace

Result<std::string> content_digest(std::string_view findings_json) {
  Json document = Json::parse(findings_json, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object())
    return failure(ErrorCode::unreadable, "The findings are no JSON object.");
  return digest_of(std::move(document));
}

std::string content_digest(const Findings& findings) {
  return digest_of(Json::parse(findings::to_json(findings)));
}

Result<Findings> review(Findings findings, const Reader& reader, const std::string& time) {
  SPONDYL_CHECK(check_reader(findings, reader));
  add_step(findings, SignOffState::reviewed, reader, time);
  return findings;
}

Result<Findings> sign(Findings findings, const Reader& reader, const std::string& time) {
  SPONDYL_CHECK(check_reader(findings, reader));
  if (!findings.sign_off || findings.sign_off->state() == SignOffState::draft)
    add_step(findings, SignOffState::reviewed, reader, time);
  add_step(findings, SignOffState::signed_off, reader, time);
  findings.sign_off->digest = content_digest(findings);
  return findings;
}

Result<Findings> amend(Findings findings, const Findings& signed_predecessor, const std::string& reason,
                       std::vector<ReportReference> reports) {
  const auto& before = signed_predecessor.sign_off;
  if (!before || before->state() != SignOffState::signed_off)
    return failure(ErrorCode::invalid_argument, "Only signed findings can be amended.",
                   "Findings that are not signed are simply measured again.");
  if (reason.empty())
    return failure(ErrorCode::invalid_argument, "An amendment says why.", "Give --reason TEXT.");
  if (findings.series_instance_uid != signed_predecessor.series_instance_uid)
    return failure(ErrorCode::invalid_argument, "The amendment is of another series than the signed findings.");
  findings.sign_off = SignOff{{}, {}, before->revision + 1, before->digest, reason, std::move(reports)};
  return findings;
}

Result<void> verify(const Findings& findings, std::string_view findings_json) {
  if (!findings.sign_off)
    return {};
  const bool is_signed = findings.sign_off->state() == SignOffState::signed_off;
  if (!is_signed && findings.sign_off->digest.empty()) // a digest without a signature: the signature was taken out
    return {};
  SPONDYL_TRY(const std::string digest, content_digest(findings_json));
  if (is_signed && digest == findings.sign_off->digest)
    return {};
  return failure(ErrorCode::invalid_argument, "The findings were altered after they were signed.",
                 "Restore the signed file, or sign a new version as an amendment.");
}

Result<Findings> read_verified(const std::filesystem::path& file) {
  SPONDYL_TRY(const std::string text, read_text(file));
  SPONDYL_TRY(Findings findings, findings::parse_findings(text, file.string()));
  if (auto verified = verify(findings, text); !verified) {
    Error error = verified.error();
    error.message = file.string() + ": " + error.message;
    return tl::make_unexpected(std::move(error));
  }
  return findings;
}

} // namespace spondyl::sign_off

#include "sign_command.h"

#include "audit_trail.h"
#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/base/clock.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/findings/private_file.h>
#include <spondyl/pipeline/stored_findings.h>
#include <spondyl/sign_off/sign_off.h>

namespace spondyl::cli {
namespace {

int failed(const Error& error, int code) {
  std::cerr << "spondyl: " << error.text() << '\n';
  return code;
}

audit::Action action_of(const SignOff& sign_off) {
  return sign_off.state() == SignOffState::signed_off ? audit::Action::sign : audit::Action::review;
}

} // namespace

SignCommand::SignCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("sign", "Review or sign findings as a named reader, or amend signed ones");
  command.add_option("FINDINGS", findings_file_, "A findings.json; it is replaced unless -o is given")->required();
  command.add_option("--reader", reader_, "Name of the reader, as Family^Given")->required();
  command.add_option("--organization", organization_, "The reader's organization");
  command.add_option("--state", state_, "reviewed or signed")
      ->check(CLI::IsMember({"reviewed", "signed"}))
      ->capture_default_str();
  command.add_option("--amends", amends_,
                     "The signed findings.json, or report made of it, that FINDINGS takes the place of");
  command.add_option("--reason", reason_, "Why it is amended");
  command.add_option("-o,--output", output_, "Write the result to this file");
}

Result<Findings> SignCommand::signed_off(Findings findings) const {
  if (!amends_.empty()) {
    SPONDYL_TRY(const auto before, pipeline::read_stored_findings(amends_));
    SPONDYL_TRY(findings, sign_off::amend(std::move(findings), before.findings, reason_, before.reports));
  }
  const sign_off::Reader reader{reader_, organization_};
  return state_ == "signed" ? sign_off::sign(std::move(findings), reader, utc_now())
                            : sign_off::review(std::move(findings), reader, utc_now());
}

/// The signature is noted before it is written: none may exist that the log does not know.
Result<void> SignCommand::save(const Findings& findings) const {
  const SignOff& sign_off = *findings.sign_off;
  const std::string digest = sign_off.digest.empty() ? "" : " digest " + sign_off.digest;
  const std::string subject = audit::subject_of(findings.series_instance_uid);
  const std::string revision = "revision " + std::to_string(sign_off.revision);
  if (!amends_.empty())
    SPONDYL_CHECK(audit::append(audit::default_log_file(),
                                {audit::Action::amend, subject, revision + " amends " + sign_off.predecessor}));
  SPONDYL_CHECK(audit::append(audit::default_log_file(), {action_of(sign_off), subject, revision + digest}));
  return findings::write_private_file(output_.empty() ? findings_file_ : output_, findings::to_json(findings) + "\n");
}

int SignCommand::run() const {
  auto stored = pipeline::read_stored_findings(findings_file_);
  if (!stored)
    return failed(stored.error(), kUnusableArguments);
  if (stored->from_report && output_.empty())
    return failed({ErrorCode::invalid_argument, "A report is not signed in place.", "Name a findings.json with -o."},
                  kUnusableArguments);
  note(audit::Action::open, stored->findings.series_instance_uid, "findings");
  const auto done = signed_off(std::move(stored->findings));
  if (!done)
    return failed(done.error(), kUnusableArguments);
  if (const auto saved = save(*done); !saved)
    return failed(saved.error(), kPartialFailure);
  std::cout << to_string(done->sign_off->state()) << ", revision " << done->sign_off->revision << '\n';
  return kDone;
}

AuditCommand::AuditCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("audit", "The log of what was done on this machine");
  command.require_subcommand(1);
  CLI::App& verify = *command.add_subcommand("verify", "Check that no line was changed, left out or put in");
  verify.add_option("FILE", file_, "A log other than this user's");
}

int AuditCommand::run() const {
  const auto verified = audit::verify(file_.empty() ? audit::default_log_file() : std::filesystem::path(file_));
  if (!verified)
    return failed(verified.error(),
                  verified.error().code == ErrorCode::not_found ? kUnusableArguments : kPartialFailure);
  std::cout << "The audit log is whole: " << *verified << " lines.\n";
  return kDone;
}

} // namespace spondyl::cli

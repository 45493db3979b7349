#include <spondyl/view_model/sign_off.h>

#include <spondyl/audit/log.h>
#include <spondyl/dicom_sr/report.h>
#include <spondyl/sign_off/sign_off.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;

bool is_signed(const Findings& findings) {
  return findings.sign_off && findings.sign_off->state() == SignOffState::signed_off;
}

/// A signed file stays; what amends it lies beside it.
Result<void> keep_the_signed_file(const fs::path& file, const Findings& findings) {
  std::error_code ignored;
  if (!fs::exists(file, ignored))
    return {};
  const auto there = sign_off::read_verified(file);
  if (!there || !is_signed(*there) || there->sign_off->digest != findings.sign_off->predecessor)
    return {};
  return failure(ErrorCode::invalid_argument, "An amendment does not replace the signed file.",
                 "Save it under another name.");
}

Result<Findings> signed_findings(const ReadyToSign& ready, const SignOffOrder& order) {
  Findings findings = ready.findings;
  if (ready.amends) {
    SPONDYL_TRY(findings,
                sign_off::amend(std::move(findings), ready.base, order.amendment_reason, order.predecessor_reports));
    SPONDYL_CHECK(keep_the_signed_file(ready.save.file, findings));
  }
  const sign_off::Reader reader{order.reader, order.organization};
  return order.state == SignOffState::signed_off ? sign_off::sign(std::move(findings), reader, order.time)
                                                 : sign_off::review(std::move(findings), reader, order.time);
}

/// The signature is noted before it is written: none may exist that the log does not know.
Result<void> note_signature(const Findings& findings, bool amends, const fs::path& log) {
  const SignOff& sign_off = *findings.sign_off;
  const std::string subject = audit::subject_of(findings.series_instance_uid);
  const std::string revision = "revision " + std::to_string(sign_off.revision);
  if (amends)
    SPONDYL_CHECK(audit::append(log, {audit::Action::amend, subject, revision + " amends " + sign_off.predecessor}));
  const auto action = is_signed(findings) ? audit::Action::sign : audit::Action::review;
  return audit::append(log,
                       {action, subject, revision + (sign_off.digest.empty() ? "" : " digest " + sign_off.digest)});
}

} // namespace

bool needs_amendment(const ReviewDocument& document) {
  return is_signed(document.base()) && !is_signed(document.findings());
}

Result<ReadyToSign> ready_to_sign(ReviewDocument& document, const fs::path& file) {
  SPONDYL_TRY(ReadyToSave save, ready_to_save(document, file));
  return ReadyToSign{std::move(save), document.findings(), document.base(), needs_amendment(document)};
}

Result<Findings> sign(const ReadyToSign& ready, const SignOffOrder& order, const fs::path& audit_log) {
  SPONDYL_TRY(Findings findings, signed_findings(ready, order));
  SPONDYL_CHECK(note_signature(findings, ready.amends, audit_log));
  findings.labels = ready.save.findings.labels;
  ReadyToSave save = ready.save;
  save.findings = findings;
  SPONDYL_CHECK(write(save)); // with the label map beside it
  return findings;
}

Result<Findings> sign_and_save(ReviewDocument& document, const SignOffOrder& order, const fs::path& file,
                               const fs::path& audit_log) {
  SPONDYL_TRY(const ReadyToSign ready, ready_to_sign(document, file));
  SPONDYL_TRY(Findings findings, sign(ready, order, audit_log));
  document.mark_saved();
  return findings;
}

std::vector<ReportReference> reports_of(const Findings& signed_findings, std::span<const fs::path> files) {
  std::vector<ReportReference> reports;
  if (!is_signed(signed_findings))
    return reports;
  for (const fs::path& file : files) {
    const auto report = dicom_sr::read_report(file);
    const bool same = report && report->findings && is_signed(*report->findings) &&
                      report->findings->sign_off->digest == signed_findings.sign_off->digest;
    if (same)
      reports.push_back(
          {report->identity.sop_class_uid, report->identity.series_instance_uid, report->identity.sop_instance_uid});
  }
  return reports;
}

fs::path default_audit_log() {
  return audit::default_log_file();
}

Result<void> note_opened(const Series& series, const fs::path& audit_log) {
  return audit::append(audit_log, {audit::Action::open, audit::subject_of(series.info.uid), "viewer"});
}

Result<void> note_edits(const ReviewDocument& document, std::size_t first, const fs::path& audit_log) {
  const std::string subject = audit::subject_of(document.series().info.uid);
  for (std::size_t i = first; i < document.audit().size(); ++i) {
    const AuditEntry& entry = document.audit()[i];
    SPONDYL_CHECK(audit::append(audit_log, {audit::Action::edit, subject, entry.action + ": " + entry.subject}));
  }
  return {};
}

Result<void> note_edited(const ReviewDocument& document, const fs::path& audit_log) {
  return audit::append(audit_log, {audit::Action::edit, audit::subject_of(document.series().info.uid),
                                   "viewer, " + std::to_string(document.history_size()) + " edits"});
}

} // namespace spondyl::view_model

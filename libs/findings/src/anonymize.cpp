#include <spondyl/findings/anonymize.h>

#include <spondyl/base/text.h>
#include <spondyl/base/uid.h>
#include <utility>

namespace spondyl::findings {

std::string replacement_uid(std::string_view uid) {
  if (uid.empty())
    return {};
  return uid_from_text(uid);
}

namespace {

/// Who calibrated a film stands in its record and in the sentence about its scale.
void forget_reader(Findings& findings) {
  if (!findings.calibration || findings.calibration->by.empty())
    return;
  const std::string name = std::exchange(findings.calibration->by, "reader");
  for (std::string& warning : findings.warnings)
    warning = replaced(std::move(warning), name, "reader");
  for (VertebraFinding& vertebra : findings.vertebrae)
    for (std::string& warning : vertebra.warnings)
      warning = replaced(std::move(warning), name, "reader");
}

} // namespace

Findings anonymized(Findings findings) {
  findings.patient.reset();
  findings.study = {replacement_uid(findings.study.uid), {}, {}};
  findings.series_instance_uid = replacement_uid(findings.series_instance_uid);
  findings.images.frame_of_reference_uid = replacement_uid(findings.images.frame_of_reference_uid);
  findings.images.root.clear();
  for (InstanceReference& instance : findings.images.instances) {
    instance.sop_instance_uid = replacement_uid(instance.sop_instance_uid);
    instance.file.clear();
  }
  forget_reader(findings);
  findings.sign_off.reset(); // a signature covers the patient; without one it would be a broken signature
  return findings;
}

} // namespace spondyl::findings

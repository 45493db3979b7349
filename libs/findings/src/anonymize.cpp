#include <spondyl/findings/anonymize.h>

#include <spondyl/base/uid.h>

namespace spondyl::findings {

std::string replacement_uid(std::string_view uid) {
  if (uid.empty())
    return {};
  return uid_from_text(uid);
}

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
  if (findings.calibration)
    findings.calibration->by = "reader";
  findings.sign_off.reset(); // a signature covers the patient; without one it would be a broken signature
  return findings;
}

} // namespace spondyl::findings

#include <spondyl/morphometry/alternatives.h>
#include <spondyl/morphometry/assess.h>
#include <spondyl/morphometry/schemes.h>

namespace spondyl::morphometry {

Result<Findings> assess_findings(Findings findings, const AssessmentOptions& options) {
  findings.vertebrae = assess(std::move(findings.vertebrae), options.sex, options.tables);
  for (VertebraFinding& vertebra : findings.vertebrae)
    vertebra.secondary_grades.clear();
  for (const std::string& scheme : options.schemes) {
    SPONDYL_TRY(const auto grades, scheme_grades(findings.vertebrae, scheme, options.tables, options.sex));
    for (std::size_t i = 0; i < grades.size(); ++i)
      if (grades[i])
        findings.vertebrae[i].secondary_grades.push_back(*grades[i]);
  }
  return with_reader_must_confirm(with_sagittal_geometry(std::move(findings), options.posture));
}

} // namespace spondyl::morphometry

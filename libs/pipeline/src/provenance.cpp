#include "provenance.h"

#include <set>
#include <spondyl/base/clock.h>
#include <spondyl/base/digest.h>
#include <spondyl/base/version.h>

namespace spondyl::pipeline {
namespace {

namespace fs = std::filesystem;

/// The deepest folder that holds every file; absolute.
fs::path common_folder(const std::vector<FrameRef>& frames) {
  fs::path common;
  for (const FrameRef& frame : frames) {
    const fs::path folder = fs::absolute(frame.file).lexically_normal().parent_path();
    if (common.empty()) {
      common = folder;
      continue;
    }
    while (std::mismatch(common.begin(), common.end(), folder.begin(), folder.end()).first != common.end())
      common = common.parent_path();
  }
  return common;
}

Result<ImageReferences> image_references(const Series& series) {
  ImageReferences references;
  references.frame_of_reference_uid = series.info.frame_of_reference_uid;
  const fs::path root = common_folder(series.frames);
  references.root = root.string();
  if (series.kind == SeriesKind::volume && series.info.slice_thickness.value_or(0.0) > 0.0)
    references.slice_thickness = series.info.slice_thickness;
  std::set<fs::path> seen; // a multi-frame file is named once
  for (const FrameRef& frame : series.frames) {
    if (!seen.insert(frame.file).second)
      continue;
    SPONDYL_TRY(const std::string digest, sha256_of_file(frame.file));
    const fs::path file = fs::absolute(frame.file).lexically_normal().lexically_relative(root);
    references.instances.push_back({frame.sop_class_uid, frame.sop_instance_uid, file.string(), digest});
  }
  return references;
}

} // namespace

Result<Findings> findings_of(const Series& series) {
  Findings findings;
  findings.software = {std::string(kProgramName), std::string(kVersion)};
  findings.created = utc_now();
  findings.patient = series.patient;
  findings.study = {series.study.uid, series.study.date, series.study.accession};
  findings.series_instance_uid = series.info.uid;
  findings.modality = series.info.modality;
  SPONDYL_TRY(findings.images, image_references(series));
  return findings;
}

} // namespace spondyl::pipeline

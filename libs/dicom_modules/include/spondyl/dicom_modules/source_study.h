#pragma once
// What every new DICOM object takes over from the study it belongs to, and how instances are named.

#include <filesystem>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/series.h>
#include <string>
#include <vector>

namespace spondyl::dicom_modules {

/// Patient and study of the images that were measured. All text is UTF-8.
struct SourceStudy {
  std::optional<PatientInfo> patient; ///< absent = anonymous: the patient's name and id are written empty
  StudyInfo study;
  std::string study_id, referring_physician;
  std::string position_reference_indicator; ///< of the frame of reference

  friend bool operator==(const SourceStudy& a, const SourceStudy& b) {
    return a.patient == b.patient && a.study.uid == b.study.uid && a.study.date == b.study.date &&
           a.study.time == b.study.time && a.study.accession == b.study.accession &&
           a.study.description == b.study.description && a.study_id == b.study_id &&
           a.referring_physician == b.referring_physician &&
           a.position_reference_indicator == b.position_reference_indicator;
  }
};

/// The study as far as findings know it: enough for a report when the images are gone.
[[nodiscard]] SourceStudy source_study(const Findings& findings);

/// The study from the header of the first image that can be read below `root` (empty = images.root of the findings).
/// The patient stays absent in anonymous findings, whatever the images say.
/// Errors: `not_found` naming the folder when the images are not there, `unreadable` naming the file.
[[nodiscard]] Result<SourceStudy> read_source_study(const Findings& findings, const std::filesystem::path& root = {});

/// read_source_study(), and where the images are gone what the findings know.
[[nodiscard]] SourceStudy best_source_study(const Findings& findings, const std::filesystem::path& root = {});

/// Where the images of the findings are: one path per instance, in their order, below `root` (empty = images.root).
/// A root that holds the files in other folders is searched by file name, then by SOP Instance UID.
/// Errors: `not_found` naming the folder or the first file that is missing.
[[nodiscard]] Result<std::vector<std::filesystem::path>> image_files(const Findings& findings,
                                                                     const std::filesystem::path& root = {});

/// One stored object.
struct InstanceIdentity {
  std::string study_instance_uid, series_instance_uid, sop_class_uid, sop_instance_uid;
  friend bool operator==(const InstanceIdentity&, const InstanceIdentity&) = default;
};

/// Reads the four UIDs of any DICOM file. Errors: `unreadable` naming the file.
[[nodiscard]] Result<InstanceIdentity> read_identity(const std::filesystem::path& file);

/// What the writer of an object may choose about its place. Everything has a sensible default.
struct ObjectPlace {
  SourceStudy study;
  std::string series_instance_uid; ///< empty = a new series
  int series_number = 0;           ///< 0 = by the kind of object: 9001 SR, 9002 SEG, 9003 PDF, 9004 SC, 9005 KOS
  int instance_number = 1;
  std::string sop_instance_uid; ///< empty = a new one; only for a content that can never differ under that name
};

} // namespace spondyl::dicom_modules

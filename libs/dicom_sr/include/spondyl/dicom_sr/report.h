#pragma once
// Findings as a structured report (PS3.16 TID 1500) and back. docs/conformance.md describes the content.

#include <filesystem>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/comparison/comparison.h>
#include <spondyl/dicom_modules/codes.h>
#include <spondyl/dicom_modules/source_study.h>
#include <spondyl/model/findings.h>
#include <string>
#include <vector>

namespace spondyl::dicom_sr {

/// The reader who takes responsibility. With it a report is COMPLETE and VERIFIED, without it PARTIAL and UNVERIFIED.
struct Signature {
  std::string reader_name;  ///< person name in DICOM's form, "Family^Given", UTF-8, with "=" groups as they are
  std::string organization; ///< must not be empty in DICOM; "unknown" is written for an empty one
  std::string date_time;    ///< ISO 8601 or DICOM date and time
  friend bool operator==(const Signature&, const Signature&) = default;
};

struct ReportOptions {
  dicom_modules::ObjectPlace place; ///< a study without uid is taken from the findings
  std::optional<Signature> signature;
  std::vector<dicom_modules::InstanceIdentity> predecessors; ///< the reports this one amends or replaces
  std::string language = "en-US";                            ///< RFC 5646, of the text items
  std::string impression, recommendation;                    ///< written as text when not empty
  std::optional<comparison::Comparison> comparison{};        ///< what changed since a prior study
};

/// Writes a Comprehensive 3D SR (volumes) or Comprehensive SR (radiographs) with mode 0600. Needs no images. What is
/// local to this machine stays out: ImageReferences::root, InstanceReference::file, Findings::labels.
/// Errors: `invalid_argument` for findings without study, series or instance UIDs or an incomplete signature, `io`.
[[nodiscard]] Result<dicom_modules::InstanceIdentity>
write_report(const Findings& findings, const ReportOptions& options, const std::filesystem::path& file);

/// What the report of signed findings is called: by their series, the digest of what was signed and the language alone,
/// so that an amendment, which knows its predecessor by the digest, can name it. `findings` are the signed ones or an
/// amendment of them.
[[nodiscard]] dicom_modules::InstanceIdentity
signed_report_identity(const Findings& findings, const std::string& digest, const std::string& language);

/// One number of any TID 1500 report.
struct ReportedMeasurement {
  dicom_modules::Code concept_name;
  std::vector<dicom_modules::Code> modifiers; ///< e.g. anterior
  std::optional<double> value;                ///< absent: `qualifier` says why
  dicom_modules::Code unit;                   ///< UCUM
  std::optional<dicom_modules::Code> qualifier;
};

/// Coordinates of any report: in patient space, or on one image.
struct ReportedShape {
  std::string graphic_type;                ///< POINT, MULTIPOINT, POLYLINE, POLYGON, CIRCLE, ELLIPSE, ELLIPSOID
  std::vector<PatientPoint> points;        ///< SCOORD3D, LPS mm
  std::string frame_of_reference_uid;      ///< of `points`
  std::vector<PixelPoint> pixels;          ///< SCOORD; (0,0) is the centre of the first pixel
  std::string referenced_sop_instance_uid; ///< of `pixels`
};

/// One measurement group (TID 1410, 1411, 1501), ours or another system's, as far as it is understood.
struct MeasurementGroup {
  std::string tracking_identifier, tracking_uid;
  std::optional<dicom_modules::Code> finding, finding_site;
  std::optional<VertebraLevel> level; ///< where the finding site or the tracking identifier names one
  std::vector<ReportedMeasurement> measurements;
  std::vector<std::pair<dicom_modules::Code, dicom_modules::Code>> evaluations; ///< concept and coded value
  std::vector<std::pair<dicom_modules::Code, std::string>> texts;
  std::vector<ReportedShape> shapes;
  std::vector<std::string> referenced_segments; ///< "SOP Instance UID#segment" of a segmentation
};

struct Report {
  dicom_modules::InstanceIdentity identity;
  std::optional<PatientInfo> patient;
  dicom_modules::Code title;
  std::string content_date_time; ///< YYYYMMDDHHMMSS
  bool complete = false, verified = false;
  std::vector<Signature> verifying_observers;
  std::vector<dicom_modules::InstanceIdentity> predecessors;
  std::vector<std::string> referenced_instances; ///< SOP Instance UIDs of images in the evidence
  std::vector<MeasurementGroup> groups;
  /// Set for reports written by this program: all that Findings holds but root, file and labels.
  std::optional<Findings> findings;
  std::string impression, recommendation;
  std::vector<std::string> notes; ///< what could not be read or did not fit together, full sentences
};

/// Reads any TID 1500 report. Never fails on content it does not know; that is left out and noted.
/// Errors: `unreadable` naming the file, `unsupported` when it is no structured report.
[[nodiscard]] Result<Report> read_report(const std::filesystem::path& file);

} // namespace spondyl::dicom_sr

#pragma once
// What a scan of DICOM input yields: judged series, headers only. None of the patient values is ever logged or used in
// a file name.

#include <filesystem>
#include <optional>
#include <spondyl/model/geometry.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl {

struct PatientInfo { ///< text is UTF-8; empty = absent
  std::string id, issuer, name, birth_date, sex, age;
  friend bool operator==(const PatientInfo&, const PatientInfo&) = default;
};

struct StudyInfo {
  std::string uid, date, time, accession, description;
};

struct EquipmentInfo {
  std::string manufacturer, model, software_versions, station_name;
};

struct SeriesInfo {
  std::string uid, modality, description, date, number, body_part, protocol;
  std::string frame_of_reference_uid;
  std::string convolution_kernel, patient_position;
  std::string patient_orientation; ///< (0020,0020) of a projection, as written, e.g. "A\\F"; empty = absent
  std::optional<double> slice_thickness, kilovolt_peak, echo_time, repetition_time, inversion_time;
  std::string contrast_agent;    ///< Contrast/Bolus Agent (0018,0010); empty = not said
  bool lossy_compressed = false; ///< Lossy Image Compression (0028,2110) = 01 in any instance
  std::string lossy_ratio;       ///< (0028,2112) as written; empty = absent
  bool burned_in_annotation = false;
  EquipmentInfo equipment;
};

/// One 2-D frame of one file, in the order of the series' stack.
struct FrameRef {
  std::filesystem::path file;
  std::string sop_class_uid, sop_instance_uid;
  int frame = 0; ///< 0-based frame of a multi-frame file
};

enum class Verdict { usable, usable_with_warning, refused };
[[nodiscard]] std::string_view to_string(Verdict verdict);

/// One reason for a verdict, with the files concerned (empty = the whole series).
struct VerdictReason {
  std::string text;
  std::vector<std::filesystem::path> files;
};

enum class SeriesKind {
  volume,       ///< CT or MR stack with patient-space geometry
  radiograph,   ///< CR, DX, RF projection: measured in the plane of the image
  localizer,    ///< scout: shown, never measured
  display_only, ///< secondary capture and other pictures: shown, never measured
  not_an_image  ///< SR, SEG, RT, presentation states ...
};
[[nodiscard]] std::string_view to_string(SeriesKind kind);

/// One stack (or film) that belongs together by geometry. A DICOM series may be split into several parts.
struct Series {
  PatientInfo patient;
  StudyInfo study;
  SeriesInfo info;
  SeriesKind kind = SeriesKind::not_an_image;
  int part = 1, parts = 1; ///< 1-based part of the DICOM series with this uid
  std::string part_reason; ///< why it was split, e.g. "orientation"; empty when parts == 1
  Verdict verdict = Verdict::refused;
  std::vector<VerdictReason> reasons; ///< why not simply usable; at least one unless verdict is usable
  std::optional<VolumeGeometry>
      geometry; ///< of kind volume, when a regular grid could be made (before tilt correction)
  std::optional<double> gantry_tilt_degrees; ///< shear of the stack; the volume is resampled when loaded
  std::vector<FrameRef> frames;              ///< sorted along the slice axis, caudal or first to last
  int columns = 0, rows = 0;
  PixelScale pixel_scale; ///< of kind radiograph
};

/// A file that was looked at and is not part of any series.
struct SkippedFile {
  std::filesystem::path file;
  std::string reason;
};

struct ScanResult {
  std::vector<Series> series; ///< deterministic order: study, series number, uid, part
  std::vector<SkippedFile> skipped;
  std::size_t files_seen = 0, dicom_files = 0;
};

} // namespace spondyl

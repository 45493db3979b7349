#pragma once
// What was measured in one series: the content of findings.json, as values. A change is a new value.

#include <array>
#include <optional>
#include <spondyl/model/assessment.h>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/level.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/series.h>
#include <spondyl/model/sign_off.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace spondyl {

/// Six points in patient space (volumes) or on the film (radiographs).
using Landmarks = std::variant<SixPoints, SixPixels>;

enum class HeightName { anterior, middle, posterior };
inline constexpr std::array<HeightName, 3> kHeightNames = {HeightName::anterior, HeightName::middle,
                                                           HeightName::posterior};
[[nodiscard]] std::string_view to_string(HeightName name);
/// The distance between the two landmarks of that height, in the landmarks' own unit (mm or px).
[[nodiscard]] double landmark_distance(const Landmarks& landmarks, HeightName name);

enum class LengthUnit { millimetre, pixel };
[[nodiscard]] std::string_view to_string(LengthUnit unit); ///< "mm" or "px"

/// One height. `value` is always the distance between its two landmarks.
struct HeightMeasurement {
  double value = 0.0;
  LengthUnit unit = LengthUnit::millimetre;
  std::optional<double> uncertainty{}; ///< standard uncertainty (one standard deviation), in `unit`
  std::optional<double> spread{};      ///< standard deviation over the planes of the slab, in `unit`
  SpacingProvenance spacing = SpacingProvenance::volume;
  std::optional<double> value_mm{}; ///< radiographs only: where millimetres can be had, of the kind `spacing` names

  friend bool operator==(const HeightMeasurement&, const HeightMeasurement&) = default;
};

struct Heights {
  std::optional<HeightMeasurement> anterior, middle, posterior;
  /// Follows a Schmorl node that `middle` bridges; only where the two differ.
  std::optional<HeightMeasurement> middle_unbridged;

  [[nodiscard]] const std::optional<HeightMeasurement>& of(HeightName name) const;
  friend bool operator==(const Heights&, const Heights&) = default;
};

/// Dimensionless. `reference` is the height expected at this level from the unfractured neighbours.
struct HeightRatios {
  std::optional<double> anterior_to_posterior, middle_to_posterior;
  std::optional<double> anterior_to_reference, middle_to_reference, posterior_to_reference;

  friend bool operator==(const HeightRatios&, const HeightRatios&) = default;
};

/// Loss of one height as a fraction (0.22 = 22 %); negative where the height exceeds its reference.
struct HeightLoss {
  HeightName height = HeightName::anterior;
  double raw = 0.0;                  ///< without regard to the level's normal shape
  std::optional<double> adjusted;    ///< against the expected shape; absent without a reference
  std::optional<double> uncertainty; ///< standard uncertainty of `adjusted`, or of `raw` where that is absent
  std::string formula;               ///< e.g. "raw = 1 - Ha/Hp; adjusted = 1 - (Ha/Hp)/0.92"
  std::string reference;             ///< what it was compared with, or "no reference available"

  friend bool operator==(const HeightLoss&, const HeightLoss&) = default;
};

/// The grades of the semiquantitative scale, Genant 1993; 0.5 is "borderline".
inline constexpr std::array<double, 5> kGenantGrades = {0.0, 0.5, 1.0, 2.0, 3.0};

struct Grade {
  std::string scheme = "genant";
  double value = 0.0; ///< one of kGenantGrades
  FractureShape shape = FractureShape::none;
  std::optional<std::pair<int, int>> between; ///< the two whole grades the measurement cannot tell apart
  std::array<double, 5> probabilities{};      ///< of kGenantGrades, summing to 1

  friend bool operator==(const Grade&, const Grade&) = default;
};

enum class MeasurementStatus { measured, not_assessable };
[[nodiscard]] std::string_view to_string(MeasurementStatus status);

enum class MeasurementOrigin { automatic, seeded, edited };
[[nodiscard]] std::string_view to_string(MeasurementOrigin origin);

struct VertebraFinding {
  int ordinal = 0;                    ///< 1 = most cranial body of the series
  std::optional<VertebraLevel> level; ///< absent = number not known
  std::optional<VertebraLevel> level_guess;
  std::optional<double> level_confidence; ///< 0..1
  MeasurementStatus status = MeasurementStatus::measured;
  std::string reason;               ///< why not assessable; empty when measured
  std::optional<double> confidence; ///< 0..1
  MeasurementOrigin origin = MeasurementOrigin::automatic;
  std::optional<Landmarks> landmarks;
  Heights heights;
  HeightRatios ratios;
  std::vector<HeightLoss> loss;
  std::optional<Grade> grade;
  std::vector<SchemeGrade> secondary_grades;     ///< by the other schemes that were asked for
  std::optional<double> wedge_angle;             ///< degrees between the own endplates; positive = lower in front
  std::optional<double> wedge_angle_uncertainty; ///< degrees, one standard deviation
  std::optional<double> local_cobb_angle; ///< degrees, superior endplate of i-1 to inferior of i+1; positive = kyphotic
  std::optional<Slip> slip;               ///< against the vertebra below
  std::optional<Attenuation> attenuation; ///< of the bodies it is asked of (CT: L1, else T12 or L2)
  std::vector<ReaderMustConfirm> reader_must_confirm; ///< what height alone cannot tell apart
  std::vector<std::string> warnings;                  ///< full sentences, no patient data

  /// "L1", or "#3" where the number is not known.
  [[nodiscard]] std::string display_name() const;
  friend bool operator==(const VertebraFinding&, const VertebraFinding&) = default;
};

enum class NumberingStatus { certain, uncertain };
[[nodiscard]] std::string_view to_string(NumberingStatus status);

enum class NumberingAnchor { none, sacrum, last_rib, c2, reader };
[[nodiscard]] std::string_view to_string(NumberingAnchor anchor);

/// What the level names rest on.
struct Numbering {
  NumberingStatus status = NumberingStatus::uncertain;
  NumberingAnchor anchor = NumberingAnchor::none;
  std::optional<double> confidence; ///< 0..1
  std::string note;

  friend bool operator==(const Numbering&, const Numbering&) = default;
};

struct SoftwareInfo {
  std::string name, version;
  friend bool operator==(const SoftwareInfo&, const SoftwareInfo&) = default;
};

struct StudyReference {
  std::string uid, date, accession; ///< empty = absent
  friend bool operator==(const StudyReference&, const StudyReference&) = default;
};

/// One image file that was measured.
struct InstanceReference {
  std::string sop_class_uid, sop_instance_uid;
  std::string file;   ///< relative to ImageReferences::root
  std::string sha256; ///< of the whole file, 64 hexadecimal digits
  friend bool operator==(const InstanceReference&, const InstanceReference&) = default;
};

struct ImageReferences {
  std::string frame_of_reference_uid;
  std::string root; ///< absolute folder the files are relative to
  std::vector<InstanceReference> instances;
  std::optional<double> slice_thickness{}; ///< mm, as the headers say; volumes only
  friend bool operator==(const ImageReferences&, const ImageReferences&) = default;
};

/// How a reader gave a film its millimetres.
struct ReaderCalibration {
  enum class Kind { length, magnification };
  Kind kind = Kind::magnification;
  double value = 0.0; ///< mm of the length, or the magnification
  std::string by, at; ///< the reader's name; ISO 8601 date and time
  friend bool operator==(const ReaderCalibration&, const ReaderCalibration&) = default;
};

struct Findings {
  SoftwareInfo software;
  std::string created;                ///< ISO 8601 date and time
  std::optional<PatientInfo> patient; ///< absent in anonymous findings
  StudyReference study;
  std::string series_instance_uid;
  std::string modality; ///< DICOM code: CT, MR, CR, DX, RF
  ImageReferences images;
  std::string labels; ///< file name of the label map beside findings.json; empty for radiographs
  Numbering numbering;
  std::vector<VertebraFinding> vertebrae; ///< cranial to caudal
  std::vector<DiscFinding> discs;         ///< cranial to caudal
  std::vector<SpinalAngle> angles;        ///< of regions that are in view
  std::optional<SpinalDeformityIndex> deformity_index;
  std::optional<EndplateLine> sacral_endplate;  ///< superior endplate of S1, where seen; volumes only
  std::vector<std::string> warnings;            ///< about the series as a whole; full sentences, no patient data
  std::optional<ReaderCalibration> calibration; ///< radiographs whose scale a reader gave
  std::optional<SignOff> sign_off;              ///< absent = a draft nobody has looked at

  friend bool operator==(const Findings&, const Findings&) = default;
};

} // namespace spondyl

#pragma once
// What is derived from landmarks and heights beyond the heights themselves: second opinions on the grade, angles,
// slips, discs, attenuation, and what a reader must decide. Part of Findings; every value is absent when not known.

#include <optional>
#include <spondyl/model/geometry.h>
#include <spondyl/model/level.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl {

enum class FractureShape { none, wedge, biconcave, crush };
[[nodiscard]] std::string_view to_string(FractureShape shape);

/// What one further published scheme says of one vertebra. Absent `value` = it cannot be applied; `reason` says why.
struct SchemeGrade {
  std::string scheme;          ///< name as in --scheme, e.g. "eastell"
  std::optional<double> value; ///< the scheme's own grade: 0 = normal
  FractureShape shape = FractureShape::none;
  std::optional<double> probability; ///< 0..1 that the grade is above 0, from the uncertainty
  std::string reference;             ///< table and population it was compared with
  std::string reason;                ///< why no value; empty when there is one

  friend bool operator==(const SchemeGrade&, const SchemeGrade&) = default;
};

/// Forward or backward shift of a vertebra against the one below it.
struct Slip {
  double distance = 0.0;             ///< mm, positive = forward (anterolisthesis)
  std::optional<double> fraction;    ///< |distance| / depth of the superior endplate below
  std::optional<double> uncertainty; ///< standard uncertainty of `distance`, mm
  int meyerding_grade = 0;           ///< 0 = none stated, 1..5 by fraction; forward slips only

  friend bool operator==(const Slip&, const Slip&) = default;
};

/// An ellipse in patient space.
struct EllipseRegion {
  PatientPoint centre;
  PatientVector first_semi_axis, second_semi_axis; ///< mm, orthogonal; their lengths are the semi-axes

  friend bool operator==(const EllipseRegion&, const EllipseRegion&) = default;
};

/// Mean CT number of the trabecular bone of one body. Withheld (no `mean`) with the reason where its conditions fail.
struct Attenuation {
  std::optional<double> mean;               ///< HU
  std::optional<double> standard_deviation; ///< HU, over the voxels of the region
  std::optional<EllipseRegion> region;
  std::optional<double> area; ///< mm^2
  std::optional<double> kilovolt_peak;
  std::string interpretation;          ///< one sentence with its source; empty when withheld
  std::string withheld_reason;         ///< one sentence; empty when reported
  std::vector<std::string> conditions; ///< what could not be checked, full sentences

  friend bool operator==(const Attenuation&, const Attenuation&) = default;
};

/// What looks like a fracture to a ruler, or hides one from it.
enum class Alternative {
  vertebral_fracture, ///< a loss of height was found; endplate fracture can only be read (ABQ is not computed)
  schmorl_node,
  scheuermann,
  short_vertebral_height,
  degenerative_wedging,
  borderline_loss, ///< within its uncertainty on both sides of a limit
  normal_variant   ///< physiological wedge or lordotic shape outside the reference's usual range
};
[[nodiscard]] std::string_view to_string(Alternative alternative); ///< "schmorl_node", ...

struct ReaderMustConfirm {
  Alternative alternative = Alternative::vertebral_fracture;
  std::string sentence; ///< why, with the figures

  friend bool operator==(const ReaderMustConfirm&, const ReaderMustConfirm&) = default;
};

/// The disc between two neighbouring bodies, in their common mid-sagittal plane.
struct DiscFinding {
  int upper_ordinal = 0;            ///< VertebraFinding::ordinal of the body above
  std::optional<int> lower_ordinal; ///< of the body below; absent = the sacrum (its endplate was used)
  std::optional<double> anterior_height, middle_height, posterior_height; ///< mm
  std::optional<double> index;                                            ///< (Ha + Hp) / (Dsup + Dinf), dimensionless
  std::optional<double> index_uncertainty;                                ///< standard uncertainty
  std::optional<double> angle; ///< degrees between the two endplates, positive = wider in front

  friend bool operator==(const DiscFinding&, const DiscFinding&) = default;
};

enum class SpinalAngleName { thoracic_kyphosis, lumbar_lordosis };
[[nodiscard]] std::string_view to_string(SpinalAngleName name); ///< "thoracic_kyphosis", "lumbar_lordosis"

/// A regional angle in the sagittal plane.
struct SpinalAngle {
  SpinalAngleName name = SpinalAngleName::thoracic_kyphosis;
  double degrees = 0.0;              ///< positive = kyphotic for kyphosis, lordotic for lordosis
  std::optional<double> uncertainty; ///< standard uncertainty, degrees
  std::string from, to;              ///< "T4 superior endplate", "T12 inferior endplate"
  bool supine = false;               ///< lying: not to be compared with a standing film

  friend bool operator==(const SpinalAngle&, const SpinalAngle&) = default;
};

/// Sum of the Genant grades of T4 to L4 (0-39).
struct SpinalDeformityIndex {
  double value = 0.0;    ///< over the levels that were graded; a lower bound when some are missing
  double expected = 0.0; ///< sum of the mean grades by probability
  std::vector<VertebraLevel> counted, missing;

  friend bool operator==(const SpinalDeformityIndex&, const SpinalDeformityIndex&) = default;
};

} // namespace spondyl

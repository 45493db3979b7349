#pragma once
// A scan with reference landmarks: <case>/truth.json, labels.nii.gz where there is a mask, and the images.

#include <filesystem>
#include <map>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/model/findings.h>
#include <spondyl/model/volume.h>
#include <string>
#include <vector>

namespace spondyl::accuracy {

struct ReferenceBody {
  std::string level; ///< as written, e.g. "L1"
  SixPoints points;
  std::map<HeightName, double> heights; ///< mm; only those that are scored
};

struct ReferenceCase {
  std::string name;
  Modality modality = Modality::other;
  std::filesystem::path images;                ///< folder of DICOM files, or a NIfTI file
  std::optional<std::filesystem::path> labels; ///< the reference mask
  bool whole_vertebra_mask = false;            ///< the mask holds more than bodies: no Dice
  std::vector<ReferenceBody> bodies;           ///< cranial to caudal
};

[[nodiscard]] PatientPoint centre_of(const SixPoints& points); ///< mean of the four corners
[[nodiscard]] double depth_of(const SixPoints& points);        ///< mean of the two endplates' lengths, mm

/// Reads <folder>/truth.json. Errors: `unreadable` naming the file.
[[nodiscard]] Result<ReferenceCase> read_reference_case(const std::filesystem::path& folder);

/// Writes truth.json in the same form. `made_by` says how the case was made. Errors: `io`.
[[nodiscard]] Result<void> write_truth(const ReferenceCase& reference, const std::string& made_by,
                                       const std::filesystem::path& file);

/// Every folder below `data` that holds a truth.json of CT or MR volumes, sorted by name.
[[nodiscard]] Result<std::vector<ReferenceCase>> find_reference_cases(const std::filesystem::path& data);

/// An image with what the pipeline knows of its series.
struct LoadedScan {
  Volume volume;
  std::optional<double> slice_thickness;
  double scan_seconds = 0.0, load_seconds = 0.0;
};

/// The volume of a case: of several series the one that holds most of the reference's centres, the first of equals.
/// Errors: what scanning and loading report, `not_found` when no series can be loaded.
[[nodiscard]] Result<LoadedScan> load_scan(const ReferenceCase& reference);

} // namespace spondyl::accuracy

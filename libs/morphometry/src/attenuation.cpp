#include <spondyl/morphometry/attenuation.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <spondyl/morphometry/sagittal.h>
#include <vector>

namespace spondyl::morphometry {
namespace {

// Engineering choices, parts of the body's depth: clear of the cortex in front, of the basivertebral plexus behind.
constexpr double kRegionFront = 0.15, kRegionBack = 0.55, kRegionWidth = 0.60;
constexpr double kHalfSlice = 2.5;            ///< mm: a slice of 5 mm, as in clinical CT
constexpr double kLargestPartOfHeight = 0.25; ///< of the height either side of the middle: clear of the endplates
constexpr std::size_t kFewestVoxels = 20;     ///< engineering choice
constexpr float kMetal = 1500.0F;             ///< HU, engineering choice: denser than any trabecular bone
constexpr double kTubeVoltage = 120.0;        ///< kVp the thresholds were found at (Pickhardt 2013)
constexpr int kFractured = 1;

struct Region {
  EllipseRegion ellipse;
  PatientVector normal; ///< unit, along the body
  double half_thickness = 0.0;

  [[nodiscard]] bool contains(PatientPoint point) const {
    const PatientVector offset = point - ellipse.centre;
    const double a = length(ellipse.first_semi_axis), b = length(ellipse.second_semi_axis);
    return std::abs(dot(offset, normal)) <= half_thickness &&
           std::hypot(dot(offset, ellipse.first_semi_axis) / (a * a),
                      dot(offset, ellipse.second_semi_axis) / (b * b)) <= 1.0;
  }
};

Region region_of(const SixPoints& points) {
  const PatientPoint front = midpoint(points.anterior_superior, points.anterior_inferior);
  const PatientPoint back = midpoint(points.posterior_superior, points.posterior_inferior);
  const PatientVector left = left_of(points);
  const double depth = distance(front, back);
  const double height = std::min({points.anterior_height(), points.middle_height(), points.posterior_height()});
  Region region;
  region.ellipse.centre = front + (back - front) * (0.5 * (kRegionFront + kRegionBack));
  region.ellipse.first_semi_axis = (front - back) * (0.5 * (kRegionBack - kRegionFront));
  region.ellipse.second_semi_axis = left * (0.5 * kRegionWidth * depth);
  region.normal = normalized(cross(front - back, left));
  region.half_thickness = std::min(kHalfSlice, kLargestPartOfHeight * height);
  return region;
}

/// The range of one index that a ball about the region's centre covers.
std::pair<int, int> covered(double centre, double reach, int size) {
  return {std::max(0, static_cast<int>(std::floor(centre - reach))),
          std::min(size - 1, static_cast<int>(std::ceil(centre + reach)))};
}

std::vector<float> voxels_in(const Volume& volume, const Region& region) {
  const VolumeGeometry& grid = volume.geometry();
  const double reach =
      std::max(length(region.ellipse.first_semi_axis), length(region.ellipse.second_semi_axis)) + region.half_thickness;
  const IndexPoint centre = grid.to_index(region.ellipse.centre);
  const auto [first_column, last_column] = covered(centre.column, reach / grid.column_spacing, grid.size.columns);
  const auto [first_row, last_row] = covered(centre.row, reach / grid.row_spacing, grid.size.rows);
  const auto [first_slice, last_slice] = covered(centre.slice, reach / grid.slice_spacing, grid.size.slices);
  std::vector<float> values;
  for (int slice = first_slice; slice <= last_slice; ++slice)
    for (int row = first_row; row <= last_row; ++row)
      for (int column = first_column; column <= last_column; ++column)
        if (region.contains(
                grid.to_patient({static_cast<double>(column), static_cast<double>(row), static_cast<double>(slice)})))
          values.push_back(volume.at(column, row, slice));
  return values;
}

/// Whether the ellipse lies inside the image as a whole.
bool is_seen(const Volume& volume, const EllipseRegion& ellipse) {
  for (const PatientVector& axis : {ellipse.first_semi_axis, ellipse.second_semi_axis})
    for (const double side : {-1.0, 1.0})
      if (!volume.geometry().contains(volume.geometry().to_index(ellipse.centre + axis * side)))
        return false;
  return true;
}

/// Pickhardt 2013, Annals of Internal Medicine: thresholds at L1, 120 kVp.
std::string interpretation_of(double mean) {
  if (mean < 100.0)
    return "Below 100 HU osteoporosis is likely (Pickhardt 2013).";
  if (mean <= 110.0)
    return "At or below 110 HU: more than 90 % specific for osteoporosis (Pickhardt 2013).";
  if (mean <= 160.0)
    return "At or below 160 HU: the 90 % sensitive threshold for osteoporosis (Pickhardt 2013).";
  if (mean > 200.0)
    return "Above 200 HU: negative predictive value for osteoporosis 99 % (Pickhardt 2013).";
  return "Between 160 and 200 HU: above the 90 % sensitive threshold for osteoporosis (Pickhardt 2013).";
}

void summarise(Attenuation& attenuation, const std::vector<float>& values) {
  const auto count = static_cast<double>(values.size());
  double mean = 0.0, squares = 0.0;
  for (const float value : values)
    mean += value / count;
  for (const float value : values)
    squares += (value - mean) * (value - mean);
  attenuation.mean = mean;
  attenuation.standard_deviation = std::sqrt(squares / (count - 1.0));
  attenuation.interpretation = interpretation_of(mean);
}

/// Why no CT number of this acquisition is comparable; empty when it is.
std::string unsuitable_acquisition(const AttenuationConditions& conditions) {
  if (!conditions.kilovolt_peak)
    return "The header does not give the tube voltage.";
  if (std::abs(*conditions.kilovolt_peak - kTubeVoltage) > 0.5)
    return "The tube voltage is " + std::to_string(static_cast<int>(std::lround(*conditions.kilovolt_peak))) +
           " kVp; the thresholds hold at 120 kVp.";
  if (!conditions.contrast_agent.empty())
    return "Contrast agent was given: it raises the CT number of bone.";
  return {};
}

Attenuation withheld(std::string reason) {
  Attenuation attenuation;
  attenuation.withheld_reason = std::move(reason);
  return attenuation;
}

Attenuation attenuation_of(const VertebraFinding& vertebra, const Volume& volume,
                           const AttenuationConditions& conditions) {
  if (vertebra.status != MeasurementStatus::measured || !vertebra.landmarks ||
      !std::holds_alternative<SixPoints>(*vertebra.landmarks))
    return withheld("The body is not assessable.");
  if (!vertebra.grade)
    return withheld("Whether the body is fractured could not be judged.");
  if (vertebra.grade->value >= kFractured)
    return withheld("The body is fractured: compressed bone is denser.");
  if (auto reason = unsuitable_acquisition(conditions); !reason.empty())
    return withheld(std::move(reason));
  return trabecular_attenuation(volume, std::get<SixPoints>(*vertebra.landmarks));
}

std::vector<std::string> unchecked(const AttenuationConditions& conditions) {
  std::vector<std::string> sentences = {"The header names no contrast agent; that none was given cannot be checked."};
  if (conditions.lossy_compressed)
    sentences.emplace_back("The images were compressed with loss.");
  return sentences;
}

} // namespace

Attenuation trabecular_attenuation(const Volume& volume, const SixPoints& landmarks) {
  const Region region = region_of(landmarks);
  if (!is_seen(volume, region.ellipse))
    return withheld("The region lies partly outside the image.");
  const std::vector<float> values = voxels_in(volume, region);
  if (values.size() < kFewestVoxels)
    return withheld("The voxels are too large: fewer than 20 lie inside the region.");
  if (std::ranges::any_of(values, [&](float value) { return value > kMetal || volume.no_data_value() == value; }))
    return withheld("The region holds metal or voxels without a value.");
  Attenuation attenuation;
  attenuation.region = region.ellipse;
  attenuation.area = std::acos(-1.0) * length(region.ellipse.first_semi_axis) * length(region.ellipse.second_semi_axis);
  summarise(attenuation, values);
  return attenuation;
}

Findings with_attenuation(Findings findings, const Volume& volume, const AttenuationConditions& conditions) {
  for (VertebraFinding& vertebra : findings.vertebrae)
    vertebra.attenuation.reset();
  if (volume.modality() != Modality::ct)
    return findings;
  if (findings.numbering.status != NumberingStatus::certain) {
    const auto guessed =
        std::ranges::find(findings.vertebrae, VertebraLevel::parse("L1"), &VertebraFinding::level_guess);
    if (guessed != findings.vertebrae.end())
      guessed->attenuation = withheld("The numbering is uncertain: which body is L1 is not known.");
    return findings;
  }
  for (const char* name : {"L1", "T12", "L2"}) {
    const auto level = VertebraLevel::parse(name);
    const auto vertebra = std::ranges::find(findings.vertebrae, level, &VertebraFinding::level);
    if (vertebra == findings.vertebrae.end())
      continue;
    vertebra->attenuation = attenuation_of(*vertebra, volume, conditions);
    vertebra->attenuation->kilovolt_peak = conditions.kilovolt_peak;
    if (!vertebra->attenuation->mean)
      continue;
    vertebra->attenuation->conditions = unchecked(conditions);
    break;
  }
  return findings;
}

} // namespace spondyl::morphometry

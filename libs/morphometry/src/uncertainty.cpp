#include <spondyl/morphometry/uncertainty.h>

#include "embedded_data.h"
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace spondyl::morphometry {
namespace {

constexpr double kEdgeLocalisation = 0.5 / 3.4641016151377544; ///< half a voxel's uniform error (1/sqrt(12))
constexpr double kSlabWidth = 8.0;                             ///< mm: planes within +-4 mm of the middle
constexpr double kCorrelationLength = 3.0;                     ///< mm, engineering choice: smoothness of the outlines

double squared(double value) {
  return value * value;
}

double projected(const VolumeGeometry& geometry, double slice_size, PatientVector axis) {
  return std::sqrt(squared(dot(geometry.column_axis, axis) * geometry.column_spacing) +
                   squared(dot(geometry.row_axis, axis) * geometry.row_spacing) +
                   squared(dot(geometry.slice_axis, axis) * slice_size));
}

double independent_planes(double spacing_across, int planes) {
  const double possible = kSlabWidth / std::max(spacing_across, kCorrelationLength);
  return std::clamp(possible, 1.0, std::max(1.0, static_cast<double>(planes)));
}

struct Constants {
  std::string provenance;
  UncertaintyParameters ct, mr;
};

UncertaintyParameters parameters_of(const nlohmann::json& object) {
  return {object.at("floor").get<std::array<double, 3>>(), object.at("edge"), object.at("stability")};
}

/// The embedded text is part of the program: a fault in it is a broken invariant, caught by the tests.
const Constants& constants() {
  static const Constants loaded = [] {
    const auto document = nlohmann::json::parse(embedded_uncertainty());
    return Constants{document.at("calibrated_on"), parameters_of(document.at("ct")), parameters_of(document.at("mr"))};
  }();
  return loaded;
}

} // namespace

MeasurementIngredients ingredients_of(const VolumeGeometry& geometry, Modality modality, const BodyFrame& frame,
                                      std::optional<double> slice_thickness) {
  const double slice_size = std::max(geometry.slice_spacing, slice_thickness.value_or(0.0));
  return {modality, projected(geometry, slice_size, frame.superior), projected(geometry, slice_size, frame.left), {}};
}

const UncertaintyParameters& uncertainty_parameters(Modality modality) {
  return modality == Modality::ct ? constants().ct : constants().mr;
}

const std::string& uncertainty_provenance() {
  return constants().provenance;
}

double known_variance(const MeasurementIngredients& ingredients, std::optional<double> spread, int planes) {
  return 2.0 * squared(kEdgeLocalisation * ingredients.spacing_along_height) +
         squared(spread.value_or(0.0)) / independent_planes(ingredients.spacing_across, planes);
}

double height_uncertainty(const MeasurementIngredients& ingredients, HeightName height, std::optional<double> spread,
                          int planes, const UncertaintyParameters& parameters) {
  const auto index = static_cast<std::size_t>(height);
  const HeightEvidence& evidence = ingredients.evidence[index];
  return std::sqrt(squared(parameters.floor[index]) + squared(parameters.edge * evidence.edge_width.value_or(0.0)) +
                   squared(parameters.stability * evidence.stability.value_or(0.0)) +
                   known_variance(ingredients, spread, planes));
}

double height_uncertainty(const MeasurementIngredients& ingredients, HeightName height, std::optional<double> spread,
                          int planes) {
  return height_uncertainty(ingredients, height, spread, planes, uncertainty_parameters(ingredients.modality));
}

} // namespace spondyl::morphometry

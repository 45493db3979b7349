#include "marrow_model.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::mr {
namespace {

constexpr double kCore = 0.72;          // of height and depth: inside of any endplate
constexpr double kDarkShare = 0.045;    // of the border samples that are as dark as cortex
constexpr double kBrightShare = 0.25;   // of the border of dark marrow that is brighter: discs, muscle, not only fluid
constexpr double kLeastContrast = 0.15; // of the marrow's grey value
constexpr double kSteepest = 0.004;     // per mm, of the level: what is left after shading was removed
constexpr double kSampleStep = 1.5;     // mm
constexpr double kBorderReach = 5.0;    // mm beyond the sides where the dark border is looked for
constexpr int kRounds = 6;

struct Sample {
  PlanePoint at;
  double value;
};

/// Samples of the quad scaled about its centre by `scale`.
std::vector<Sample> samples_inside(const SagittalStack& stack, const PlaneImage& plane, const Quad& quad,
                                   double scale) {
  std::vector<Sample> out;
  const PlanePoint c = quad.centre();
  const int along = std::max(3, static_cast<int>(quad.depth() * scale / kSampleStep));
  const int down = std::max(3, static_cast<int>(quad.height() * scale / kSampleStep));
  for (int i = 0; i <= down; ++i)
    for (int j = 0; j <= along; ++j) {
      const double u = static_cast<double>(j) / along, v = static_cast<double>(i) / down;
      const PlanePoint top = quad.anterior_superior * (1 - u) + quad.posterior_superior * u;
      const PlanePoint bottom = quad.anterior_inferior * (1 - u) + quad.posterior_inferior * u;
      const PlanePoint p = c + (top * (1 - v) + bottom * v - c) * scale;
      out.push_back({p, stack.sample(plane, p)});
    }
  return out;
}

double quantile(std::vector<double> values, double q) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

double median_residual(const std::vector<Sample>& samples, const MarrowModel& model) {
  std::vector<double> residuals;
  for (const Sample& s : samples)
    residuals.push_back(std::abs(s.value - model.at(s.at)));
  return quantile(residuals, 0.5);
}

/// One round of Tukey-weighted least squares.
void refit(const std::vector<Sample>& samples, bool affine, MarrowModel& model) {
  const double scale = 4.7 * 1.48 * std::max(median_residual(samples, model), 0.01 * std::abs(model.level));
  Eigen::Matrix3d normal = Eigen::Matrix3d::Identity() * 1e-9;
  Eigen::Vector3d right = Eigen::Vector3d::Zero();
  for (const Sample& s : samples) {
    const double z = (s.value - model.at(s.at)) / std::max(scale, 1e-9);
    if (std::abs(z) >= 1.0)
      continue;
    const Eigen::Vector3d x(1.0, s.at.posterior - model.centre.posterior, s.at.inferior - model.centre.inferior);
    const double weight = (1 - z * z) * (1 - z * z);
    normal += weight * x * x.transpose();
    right += weight * s.value * x;
  }
  const Eigen::Vector3d fit = normal.ldlt().solve(right);
  if (!fit.allFinite())
    return;
  model.level = fit[0];
  const double steepest = affine ? kSteepest * std::abs(fit[0]) : 0.0;
  model.per_posterior = std::clamp(fit[1], -steepest, steepest);
  model.per_inferior = std::clamp(fit[2], -steepest, steepest);
}

} // namespace

std::optional<MarrowModel> fit_marrow(const SagittalStack& stack, const PlaneImage& plane, const Quad& quad,
                                      OutlineTerms terms, double least_contrast) {
  const std::vector<Sample> core = samples_inside(stack, plane, quad, kCore);
  std::vector<double> values;
  for (const Sample& s : core)
    values.push_back(s.value);
  MarrowModel model;
  model.centre = quad.centre();
  model.level = quantile(values, 0.5);
  for (int round = 0; round < kRounds; ++round)
    refit(core, terms.affine_marrow, model);
  std::vector<double> drops;
  for (const Sample& s : samples_inside(stack, plane, grown(quad, kBorderReach), 1.0))
    drops.push_back(terms.marrow == Marrow::bright ? model.at(s.at) - s.value : s.value - model.at(s.at));
  model.contrast = std::max({quantile(drops, 1.0 - (terms.marrow == Marrow::bright ? kDarkShare : kBrightShare)),
                             kLeastContrast * std::abs(model.level), least_contrast});
  if (!(model.contrast > 0.0) || !std::isfinite(model.level))
    return std::nullopt;
  return model;
}

} // namespace spondyl::segmentation::mr

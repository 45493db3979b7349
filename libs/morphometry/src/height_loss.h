#pragma once

#include <optional>
#include <spondyl/model/findings.h>
#include <spondyl/morphometry/reference_tables.h>
#include <string>
#include <vector>

namespace spondyl::morphometry {

/// A quantity with its standard uncertainty.
struct Measured {
  double value = 0.0;
  double uncertainty = 0.0;
  [[nodiscard]] double relative_uncertainty() const { return uncertainty / value; }
};

/// The three heights of one body in one unit: mm where there is any, else px.
struct BodyHeights {
  std::size_t index = 0; ///< position in the list of vertebrae
  Measured anterior, middle, posterior;
};
[[nodiscard]] std::optional<BodyHeights> body_heights(const VertebraFinding& finding, std::size_t index);

/// What is normal, and for whom.
struct Normals {
  const ReferenceTables& tables;
  Sex sex = Sex::unknown;
};

/// One loss and what its distribution needs: loss < t exactly when numerator > (1 - t) * expected.
struct AssessedLoss {
  HeightLoss reported;
  std::optional<double> counted; ///< what is graded: `reported.adjusted`, for the posterior height crush_loss()
  Measured expected; ///< ratio to Hp (anterior, middle) or posterior height, when `reported.adjusted` is there
};

/// The losses of `body` against the bodies of `references` (empty = no neighbour to compare with). The posterior loss
/// is left out without neighbours, for there is no raw one either.
[[nodiscard]] std::vector<AssessedLoss> height_losses(const std::vector<VertebraFinding>& vertebrae,
                                                      const BodyHeights& body,
                                                      const std::vector<BodyHeights>& references,
                                                      const Normals& normals);

/// How much a relative height may exceed its expectation by chance: one standard uncertainty of the adjusted ratio.
[[nodiscard]] double tallness_allowance(const AssessedLoss& shape);

/// A crush lowers *all* heights (Genant 1993): the loss of the posterior height counts only as far as the anterior and
/// the middle height are reduced with it, each allowed its standard uncertainty. A lordotic L5, short behind and tall
/// in front, is no crush.
///   1 - (1 - Lp) max(1, 1 - La - u(La), 1 - Lm - u(Lm)), L the adjusted losses
[[nodiscard]] double crush_loss(double posterior, const std::vector<AssessedLoss>& shapes);

[[nodiscard]] HeightRatios height_ratios(const BodyHeights& body, const std::vector<AssessedLoss>& losses);

} // namespace spondyl::morphometry

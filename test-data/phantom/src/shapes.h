#pragma once
// Solids of the phantom as distance functions: negative inside, in mm, near enough to true distance close to the
// surface for the shells and for deciding which voxels a surface crosses.

#include "anatomy.h"

#include <memory>
#include <span>
#include <vector>

namespace spondyl::phantom {

enum class Tissue { air, lung, fat, muscle, cortical_bone, cancellous_bone, disc, cerebrospinal_fluid, cord, blood };

struct Sphere {
  PatientPoint centre;
  double radius = 0.0;
};

class Shape {
public:
  Shape(Tissue inside, Tissue shell, double shell_thickness)
      : inside_(inside), shell_(shell), shell_thickness_(shell_thickness) {}
  virtual ~Shape() = default;
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;

  [[nodiscard]] virtual double distance(PatientPoint point) const = 0;
  [[nodiscard]] virtual Sphere bounds() const = 0;
  /// A shape that is the same within `sphere` and cheaper there; nullptr for this shape itself.
  [[nodiscard]] virtual std::unique_ptr<Shape> restricted_to(const Sphere& /*sphere*/) const { return nullptr; }
  [[nodiscard]] Tissue inside() const { return inside_; }
  [[nodiscard]] Tissue shell() const { return shell_; }
  [[nodiscard]] double shell_thickness() const { return shell_thickness_; }

private:
  Tissue inside_, shell_;
  double shell_thickness_;
};
using Shapes = std::vector<std::unique_ptr<Shape>>; ///< later ones lie on top of earlier ones

/// Distance to the surface of a vertebral body: an oval with a waist between two hollowed endplates, rims rounded.
[[nodiscard]] double body_distance(const Vertebra& vertebra, PatientPoint point);

class BodyShape : public Shape {
public:
  explicit BodyShape(const Vertebra& vertebra)
      : Shape(Tissue::cancellous_bone, Tissue::cortical_bone, kCorticalThickness), vertebra_(vertebra) {}
  [[nodiscard]] double distance(PatientPoint point) const override { return body_distance(vertebra_, point); }
  [[nodiscard]] Sphere bounds() const override;

private:
  Vertebra vertebra_;
};

/// An elliptic cylinder about `frame.superior`, from -half_height to +half_height.
class CylinderShape : public Shape {
public:
  CylinderShape(const BodyFrame& frame, double half_anterior, double half_left, double half_height, Tissue inside,
                Tissue shell, double shell_thickness);
  [[nodiscard]] double distance(PatientPoint point) const override;
  [[nodiscard]] Sphere bounds() const override;

private:
  BodyFrame frame_;
  double half_anterior_, half_left_, half_height_;
};

class EllipsoidShape : public Shape {
public:
  EllipsoidShape(const BodyFrame& frame, double half_anterior, double half_left, double half_superior, Tissue inside,
                 Tissue shell, double shell_thickness);
  [[nodiscard]] double distance(PatientPoint point) const override;
  [[nodiscard]] Sphere bounds() const override;

private:
  BodyFrame frame_;
  double half_anterior_, half_left_, half_superior_;
};

/// Round rods between points, each with its radius, melted into one solid: vessels, ribs, the parts of the arch.
class RodsShape : public Shape {
public:
  struct Rod {
    PatientPoint from, to;
    double radius = 0.0;
  };
  RodsShape(std::vector<Rod> rods, Tissue inside, Tissue shell, double shell_thickness)
      : Shape(inside, shell, shell_thickness), rods_(std::move(rods)) {}
  [[nodiscard]] double distance(PatientPoint point) const override;
  [[nodiscard]] Sphere bounds() const override;
  [[nodiscard]] std::unique_ptr<Shape> restricted_to(const Sphere& sphere) const override;

private:
  std::vector<Rod> rods_;
};

/// The rods that join consecutive points.
[[nodiscard]] std::vector<RodsShape::Rod> chain_of_rods(std::span<const PatientPoint> points, double radius);

/// All solids of the phantom, from the outside of the trunk to the bodies.
[[nodiscard]] Shapes build_shapes(const std::vector<Vertebra>& column);

} // namespace spondyl::phantom

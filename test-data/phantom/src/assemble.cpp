// Which solids make up the phantom.

#include "shapes.h"

#include <algorithm>
#include <cmath>

namespace spondyl::phantom {
namespace {

using Rods = std::vector<RodsShape::Rod>;

PatientPoint at(const Vertebra& vertebra, double anterior, double left, double superior) {
  return to_patient(vertebra.frame, {anterior, left, superior});
}

/// How far behind the body's centre the middle of its canal lies (mm).
double canal_offset(const Vertebra& vertebra) {
  return 0.5 * vertebra.depth + vertebra.canal_radius + 1.0;
}

double mean_height(const Vertebra& vertebra) {
  return 0.5 * (vertebra.anterior_height + vertebra.posterior_height);
}

BodyFrame upright(PatientPoint centre) {
  return {centre, {0, 0, 1}, {0, -1, 0}, {1, 0, 0}};
}

/// Ends of the column along its own direction, extended by `beyond` mm.
std::vector<PatientPoint> path_along(const std::vector<Vertebra>& column, double anterior_offset_factor, double left,
                                     double beyond) {
  std::vector<PatientPoint> path;
  for (const Vertebra& vertebra : column) {
    const double anterior =
        anterior_offset_factor < 0.0 ? -canal_offset(vertebra) : 0.5 * vertebra.depth + anterior_offset_factor;
    const double half = 0.5 * mean_height(vertebra);
    path.push_back(at(vertebra, anterior, left, half));
    path.push_back(at(vertebra, anterior, left, -half));
  }
  path.insert(path.begin(), path.front() + column.front().frame.superior * beyond);
  path.push_back(path.back() - column.back().frame.superior * beyond);
  return path;
}

void add_trunk(Shapes& shapes, const std::vector<Vertebra>& column) {
  const PatientPoint top = column.front().frame.centre, bottom = column.back().frame.centre;
  const double half_length = 0.5 * std::abs(top.z - bottom.z) + 150.0;
  const PatientPoint middle = midpoint(top, bottom);
  constexpr double skin_fat = 14.0; // mm
  shapes.push_back(std::make_unique<CylinderShape>(upright({0.0, -36.0, middle.z}), 118.0, 172.0, half_length,
                                                   Tissue::muscle, Tissue::fat, skin_fat));
  // Mesenteric and retroperitoneal fat in front of the vessels, so that the trunk is not one grey.
  shapes.push_back(std::make_unique<CylinderShape>(upright({0.0, -92.0, middle.z}), 34.0, 110.0, half_length,
                                                   Tissue::fat, Tissue::fat, 0.0));
  for (const Vertebra& vertebra : column)
    if (vertebra.thoracic && vertebra.level == VertebraLevel::parse("T11"))
      for (const double side : {-1.0, 1.0}) {
        const PatientPoint centre = vertebra.frame.centre + PatientVector{side * 88.0, -22.0, 125.0};
        shapes.push_back(
            std::make_unique<EllipsoidShape>(upright(centre), 78.0, 54.0, 135.0, Tissue::lung, Tissue::lung, 0.0));
      }
}

void add_aorta(Shapes& shapes, const std::vector<Vertebra>& column) {
  constexpr double gap = 13.0, left = 9.0, radius = 9.5;
  const auto path = path_along(column, gap, left, 120.0);
  shapes.push_back(std::make_unique<RodsShape>(chain_of_rods(path, radius), Tissue::blood, Tissue::blood, 0.0));
}

/// Ribs of T4-T12; the last two are short and float.
void add_ribs(Shapes& shapes, const Vertebra& vertebra) {
  const double half_depth = 0.5 * vertebra.depth, half_width = 0.5 * vertebra.width;
  const PatientPoint centre = vertebra.frame.centre;
  for (const double side : {-1.0, 1.0}) {
    std::vector<PatientPoint> points = {
        at(vertebra, -half_depth + 3.0, side * (half_width - 1.0), 0.25 * mean_height(vertebra)),
        at(vertebra, -half_depth - 16.0, side * 36.0, 2.0)};
    const auto point = [&](double left, double posterior, double superior) {
      points.push_back(centre + PatientVector{side * left, posterior, superior});
    };
    point(66.0, 34.0, -8.0);
    point(92.0, 22.0, -18.0);
    if (vertebra.level != VertebraLevel::parse("T12")) {
      point(122.0, -10.0, -34.0);
      point(140.0, -45.0, -50.0);
    }
    if (vertebra.level < VertebraLevel::parse("T11"))
      point(128.0, -95.0, -60.0);
    shapes.push_back(
        std::make_unique<RodsShape>(chain_of_rods(points, 5.0), Tissue::cancellous_bone, Tissue::cortical_bone, 1.4));
  }
}

/// Laminae as an arc of rods behind the canal, from one articular pillar to the other.
Rods lamina_rods(const Vertebra& vertebra) {
  Rods rods;
  const double offset = canal_offset(vertebra), ring = vertebra.canal_radius + 3.6;
  for (const double level : {-0.30, -0.05, 0.20}) {
    const double superior = level * mean_height(vertebra) - 2.0;
    std::vector<PatientPoint> arc;
    for (int step = -4; step <= 4; ++step) {
      const double angle = step * 0.40; // radians from straight behind
      arc.push_back(at(vertebra, -offset - ring * std::cos(angle), ring * std::sin(angle), superior));
    }
    const Rods part = chain_of_rods(arc, 3.2);
    rods.insert(rods.end(), part.begin(), part.end());
  }
  return rods;
}

void add_processes(Rods& rods, const Vertebra& vertebra) {
  const double offset = canal_offset(vertebra), height = mean_height(vertebra);
  const double behind = offset + vertebra.canal_radius;
  const double slope = vertebra.thoracic ? -0.65 : -0.25;
  for (const double level : {-0.32, -0.14, 0.04}) { // the blade of the spinous process
    const double superior = level * height;
    rods.push_back(
        {at(vertebra, -behind - 4.0, 0.0, superior), at(vertebra, -behind - 26.0, 0.0, superior + slope * 26.0), 3.0});
  }
  const double reach = vertebra.thoracic ? 30.0 : 42.0;
  for (const double side : {-1.0, 1.0}) {
    const double pedicle = side * (vertebra.canal_radius + 5.0);
    const double level = 0.18 * height;
    const double half_pedicle = 0.12 * height;
    for (const double part : {-half_pedicle, half_pedicle})
      rods.push_back({at(vertebra, -0.5 * vertebra.depth + 3.0, pedicle, level + part),
                      at(vertebra, -offset - 2.0, pedicle, level + part), vertebra.thoracic ? 3.3 : 4.2});
    rods.push_back(
        {at(vertebra, -offset, pedicle, level), at(vertebra, -offset - 5.0, side * reach, level - 2.0), 3.6});
    // Articular pillars reach to the neighbours' and lie beside the laminae.
    rods.push_back({at(vertebra, -offset - 3.0, side * (vertebra.canal_radius + 6.0), 0.52 * height),
                    at(vertebra, -offset - 9.0, side * (vertebra.canal_radius + 7.0), -0.62 * height), 4.4});
  }
}

void add_arch(Shapes& shapes, const Vertebra& vertebra) {
  Rods rods = lamina_rods(vertebra);
  if (!vertebra.sacral)
    add_processes(rods, vertebra);
  shapes.push_back(std::make_unique<RodsShape>(std::move(rods), Tissue::cancellous_bone, Tissue::cortical_bone, 1.6));
}

/// The wings beside the first sacral body.
void add_alae(Shapes& shapes, const Vertebra& vertebra) {
  for (const double side : {-1.0, 1.0}) {
    BodyFrame frame = vertebra.frame;
    frame.centre = at(vertebra, -3.0, side * 37.0, -4.0);
    shapes.push_back(
        std::make_unique<EllipsoidShape>(frame, 19.0, 27.0, 24.0, Tissue::cancellous_bone, Tissue::cortical_bone, 1.4));
  }
}

void add_disc(Shapes& shapes, const Vertebra& above, const Vertebra& below) {
  BodyFrame frame;
  frame.superior = normalized(above.frame.superior + below.frame.superior);
  const PatientPoint top = above.frame.centre - above.frame.superior * (0.5 * mean_height(above));
  const PatientPoint bottom = below.frame.centre + below.frame.superior * (0.5 * mean_height(below));
  frame.centre = midpoint(top, bottom);
  const PatientVector forward = above.frame.anterior + below.frame.anterior;
  frame.anterior = normalized(forward - frame.superior * dot(forward, frame.superior));
  frame.left = cross(frame.superior, frame.anterior);
  constexpr double overlap = 6.0; // mm into both bodies, which lie on top of it
  const double depth = std::min(above.depth, below.depth), width = std::min(above.width, below.width);
  shapes.push_back(std::make_unique<CylinderShape>(frame, 0.49 * depth, 0.49 * width, 0.5 * above.disc_below + overlap,
                                                   Tissue::disc, Tissue::disc, 0.0));
}

void add_canal(Shapes& shapes, const std::vector<Vertebra>& column) {
  const auto path = path_along(column, -1.0, 0.0, 80.0);
  const double radius = std::ranges::min_element(column, {}, &Vertebra::canal_radius)->canal_radius + 0.8;
  shapes.push_back(
      std::make_unique<RodsShape>(chain_of_rods(path, radius), Tissue::cerebrospinal_fluid, Tissue::fat, 0.8));
  std::vector<PatientPoint> cord; // down to L1/L2
  for (const PatientPoint& point : path)
    for (const Vertebra& vertebra : column)
      if (vertebra.level == VertebraLevel::parse("L1") && point.z > vertebra.frame.centre.z - 14.0)
        cord.push_back(point);
  if (cord.size() > 1)
    shapes.push_back(std::make_unique<RodsShape>(chain_of_rods(cord, 4.2), Tissue::cord, Tissue::cord, 0.0));
}

} // namespace

Shapes build_shapes(const std::vector<Vertebra>& column) {
  Shapes shapes;
  add_trunk(shapes, column);
  add_aorta(shapes, column);
  for (std::size_t i = 1; i < column.size(); ++i)
    add_disc(shapes, column[i - 1], column[i]);
  for (const Vertebra& vertebra : column) {
    if (vertebra.thoracic)
      add_ribs(shapes, vertebra);
    add_arch(shapes, vertebra);
  }
  const auto first_sacral = std::ranges::find_if(column, &Vertebra::sacral);
  if (first_sacral != column.end())
    add_alae(shapes, *first_sacral);
  add_canal(shapes, column);
  for (const Vertebra& vertebra : column)
    shapes.push_back(std::make_unique<BodyShape>(vertebra));
  return shapes;
}

} // namespace spondyl::phantom

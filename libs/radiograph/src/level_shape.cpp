#include "level_shape.h"

#include <map>
#include <numbers>

namespace spondyl::radiograph {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;

struct Row {
  double log_height, log_depth, anterior_to_posterior, inclination, inclination_deviation; // degrees
};

// Height and depth over spacing: body and disc heights and endplate depths of the clinical tables (Panjabi 1991; Gilad
// 1985), checked on films simulated from CT. Ha/Hp: Bonczar, n 1481; T10-T12: MR, n 115. The curve through the centres
// turns too little at the lumbosacral angle, so that L5 and, less so, L4 lean on it (engineering choice).
const std::map<std::string, Row>& table() {
  static const std::map<std::string, Row> rows = {
      {"T9", {-0.13, 0.18, 0.95, 0.0, 7.0}},   {"T10", {-0.13, 0.15, 0.92, 0.0, 7.0}},
      {"T11", {-0.14, 0.09, 0.92, 0.0, 6.0}},  {"T12", {-0.16, 0.04, 0.90, -1.0, 6.0}},
      {"L1", {-0.18, 0.00, 0.92, -1.0, 6.0}},  {"L2", {-0.19, -0.02, 0.95, -1.0, 5.0}},
      {"L3", {-0.22, -0.03, 1.01, -2.0, 5.0}}, {"L4", {-0.27, -0.04, 1.04, -4.0, 5.0}},
      {"L5", {-0.30, -0.05, 1.14, -9.0, 8.0}}};
  return rows;
}

constexpr double kKnownHeightDeviation = 0.11; // fractures included; engineering choice

} // namespace

LevelShape normal_shape(const std::optional<VertebraLevel>& level) {
  const auto found = level ? table().find(level->name()) : table().end();
  if (found == table().end())
    return {};
  const Row& row = found->second;
  return {row.log_height,
          kKnownHeightDeviation,
          row.log_depth,
          row.anterior_to_posterior,
          row.inclination * kDegree,
          row.inclination_deviation * kDegree};
}

} // namespace spondyl::radiograph

#include <spondyl/morphometry/schemes.h>

#include "embedded_data.h"
#include "scheme_quantities.h"
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>
#include <set>

namespace spondyl::morphometry {
namespace {

constexpr int kDraws = 400; ///< engineering choice: a probability to about 0.02

struct Limit {
  double grade = 0.0, below = 0.0;
};

struct Criterion {
  FractureShape shape = FractureShape::none;
  std::vector<std::string> all_of;
};

struct Scheme {
  SchemeInfo info;
  bool in_standard_deviations = false; ///< else a fraction lost
  std::vector<Limit> limits;           ///< ascending
  std::vector<Criterion> criteria;
};

FractureShape shape_named(const std::string& name) {
  return name == "wedge" ? FractureShape::wedge : name == "biconcave" ? FractureShape::biconcave : FractureShape::crush;
}

Scheme scheme_of(const nlohmann::json& object) {
  Scheme scheme{{object.at("name"), object.at("title"), object.at("source")}, object.at("unit") == "sd", {}, {}};
  for (const auto& limit : object.at("limits"))
    scheme.limits.push_back({limit.at("grade"), limit.at("below")});
  for (const auto& criterion : object.at("criteria"))
    scheme.criteria.push_back({shape_named(criterion.at("type")), criterion.at("all_of")});
  return scheme;
}

const std::vector<Scheme>& schemes() {
  static const std::vector<Scheme> loaded = [] {
    std::vector<Scheme> list;
    const auto document = nlohmann::json::parse(embedded_schemes());
    for (const auto& object : document.at("schemes"))
      list.push_back(scheme_of(object));
    return list;
  }();
  return loaded;
}

/// How far a quantity lies below normal, in the scheme's unit; std::nullopt where it cannot be told.
std::optional<double> shortfall(const Scheme& scheme, const SchemeContext& context, const std::string& quantity,
                                std::size_t index) {
  const auto value = quantity_of(context, quantity, index);
  if (!value || !scheme.in_standard_deviations)
    return value ? std::optional(1.0 - *value) : std::nullopt;
  const auto& level = context.vertebrae[index].level;
  const auto normal = level ? context.tables.normal(quantity, *level, context.sex) : std::nullopt;
  if (!normal || !normal->standard_deviation)
    return std::nullopt;
  return (normal->value - *value) / *normal->standard_deviation;
}

/// The smallest shortfall of a criterion's quantities: all of them must fall short.
std::optional<double> shortfall(const Scheme& scheme, const SchemeContext& context, const Criterion& criterion,
                                std::size_t index) {
  double smallest = std::numeric_limits<double>::infinity();
  for (const std::string& quantity : criterion.all_of) {
    const auto value = shortfall(scheme, context, quantity, index);
    if (!value)
      return std::nullopt;
    smallest = std::min(smallest, *value);
  }
  return smallest;
}

struct Verdict {
  double grade = 0.0;
  FractureShape shape = FractureShape::none;
  std::vector<const Criterion*> applied;
};

Verdict judge(const Scheme& scheme, const SchemeContext& context, std::size_t index) {
  Verdict verdict;
  double largest = -std::numeric_limits<double>::infinity();
  for (const Criterion& criterion : scheme.criteria) {
    const auto value = shortfall(scheme, context, criterion, index);
    if (!value)
      continue;
    verdict.applied.push_back(&criterion);
    if (*value > largest) {
      largest = *value;
      verdict.shape = criterion.shape;
    }
  }
  for (const Limit& limit : scheme.limits)
    if (largest > limit.below)
      verdict.grade = limit.grade;
  if (verdict.grade == 0.0)
    verdict.shape = FractureShape::none;
  return verdict;
}

/// A normal deviate from the generator's bits alone, so that every standard library draws the same (Box-Muller).
double deviate(std::mt19937& generator) {
  const auto uniform = [&generator] { return (static_cast<double>(generator()) + 0.5) / 4294967296.0; };
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

double drawn(const Measured& height, std::mt19937& generator) {
  return std::max(1e-3, height.value + height.uncertainty * deviate(generator));
}

std::vector<std::optional<PlainHeights>> drawn_heights(const std::vector<std::optional<BodyHeights>>& bodies,
                                                       std::mt19937& generator) {
  std::vector<std::optional<PlainHeights>> heights;
  for (const auto& body : bodies)
    heights.push_back(body
                          ? std::optional(PlainHeights{drawn(body->anterior, generator), drawn(body->middle, generator),
                                                       drawn(body->posterior, generator)})
                          : std::nullopt);
  return heights;
}

std::string criteria_text(const Scheme& scheme, const SchemeContext& context, const Verdict& verdict,
                          std::size_t index) {
  std::set<std::string> shapes, tables;
  for (const Criterion* criterion : verdict.applied) {
    shapes.emplace(to_string(criterion->shape));
    for (const std::string& quantity : criterion->all_of)
      if (const auto& level = context.vertebrae[index].level; scheme.in_standard_deviations && level)
        if (const auto normal = context.tables.normal(quantity, *level, context.sex))
          tables.insert(normal->source);
  }
  std::string text = scheme.info.source + "; judged:";
  for (const std::string& shape : shapes)
    text += " " + shape;
  for (const std::string& table : tables)
    text += "; normal values: " + table;
  return text;
}

SchemeGrade grade_of(const Scheme& scheme, const SchemeContext& context, std::size_t index) {
  const Verdict verdict = judge(scheme, context, index);
  SchemeGrade grade;
  grade.scheme = scheme.info.name;
  grade.reference = scheme.info.source;
  if (verdict.applied.empty()) {
    grade.reason = !scheme.in_standard_deviations ? "No unfractured vertebra to compare with."
                   : context.vertebrae[index].level
                       ? "No reference available: no sourced mean and standard deviation at this level."
                       : "No reference available: the level is not known.";
    return grade;
  }
  grade.value = verdict.grade;
  grade.shape = verdict.shape;
  grade.reference = criteria_text(scheme, context, verdict, index);
  return grade;
}

std::vector<bool> fractured(const std::vector<VertebraFinding>& vertebrae) {
  std::vector<bool> flags;
  for (const VertebraFinding& vertebra : vertebrae)
    flags.push_back(vertebra.grade && vertebra.grade->value > 0.0);
  return flags;
}

void add_probabilities(const Scheme& scheme, SchemeContext context,
                       const std::vector<std::optional<BodyHeights>>& bodies,
                       std::vector<std::optional<SchemeGrade>>& grades) {
  std::mt19937 generator(1993); // NOLINT: the same draws every time, so that a result can be repeated
  std::vector<int> positive(grades.size(), 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    context.heights = drawn_heights(bodies, generator);
    for (std::size_t i = 0; i < grades.size(); ++i)
      if (grades[i] && grades[i]->value)
        positive[i] += judge(scheme, context, i).grade > 0.0 ? 1 : 0;
  }
  for (std::size_t i = 0; i < grades.size(); ++i)
    if (grades[i] && grades[i]->value)
      grades[i]->probability = static_cast<double>(positive[i]) / kDraws;
}

} // namespace

const std::vector<SchemeInfo>& known_schemes() {
  static const std::vector<SchemeInfo> infos = [] {
    std::vector<SchemeInfo> list;
    for (const Scheme& scheme : schemes())
      list.push_back(scheme.info);
    return list;
  }();
  return infos;
}

Result<void> check_schemes(const std::vector<std::string>& names) {
  std::string known;
  for (const SchemeInfo& info : known_schemes())
    known += (known.empty() ? "" : ", ") + info.name;
  for (const std::string& name : names)
    if (std::ranges::none_of(known_schemes(), [&](const SchemeInfo& info) { return info.name == name; }))
      return failure(ErrorCode::invalid_argument, "The scheme '" + name + "' is not known.",
                     "Known are " + known + ".");
  return {};
}

Result<std::vector<std::optional<SchemeGrade>>> scheme_grades(const std::vector<VertebraFinding>& vertebrae,
                                                              const std::string& scheme, const ReferenceTables& tables,
                                                              Sex sex) {
  SPONDYL_CHECK(check_schemes({scheme}));
  const auto found = std::ranges::find_if(schemes(), [&](const Scheme& each) { return each.info.name == scheme; });
  std::vector<std::optional<BodyHeights>> bodies;
  SchemeContext context{vertebrae, {}, fractured(vertebrae), tables, sex};
  for (std::size_t i = 0; i < vertebrae.size(); ++i) {
    bodies.push_back(body_heights(vertebrae[i], i));
    const auto& body = bodies.back();
    context.heights.push_back(
        body ? std::optional(PlainHeights{body->anterior.value, body->middle.value, body->posterior.value})
             : std::nullopt);
  }
  std::vector<std::optional<SchemeGrade>> grades;
  for (std::size_t i = 0; i < vertebrae.size(); ++i)
    grades.push_back(bodies[i] ? std::optional(grade_of(*found, context, i)) : std::nullopt);
  add_probabilities(*found, context, bodies, grades);
  return grades;
}

} // namespace spondyl::morphometry

#include "scheme_quantities.h"

#include <algorithm>

namespace spondyl::morphometry {
namespace {

constexpr std::size_t kPredictingNeighbours = 4; ///< McCloskey 1993: up to four adjacent vertebrae

std::optional<double> height_named(const PlainHeights& heights, const std::string& name) {
  if (name == "anterior")
    return heights.anterior;
  if (name == "middle")
    return heights.middle;
  if (name == "posterior")
    return heights.posterior;
  return std::nullopt;
}

const PlainHeights* body_at(const SchemeContext& context, std::ptrdiff_t index) {
  if (index < 0 || index >= static_cast<std::ptrdiff_t>(context.heights.size()))
    return nullptr;
  const auto& heights = context.heights[static_cast<std::size_t>(index)];
  return heights ? &*heights : nullptr;
}

const PlainHeights* unfractured_at(const SchemeContext& context, std::ptrdiff_t index) {
  const PlainHeights* body = body_at(context, index);
  return body != nullptr && !context.fractured[static_cast<std::size_t>(index)] ? body : nullptr;
}

/// Mean of the neighbours' posterior heights, each scaled to this level; the nearest four, unfractured.
std::optional<double> predicted_posterior(const SchemeContext& context, std::size_t index) {
  const auto& level = context.vertebrae[index].level;
  double sum = 0.0;
  std::size_t count = 0;
  for (const std::ptrdiff_t offset : {-1, 1, -2, 2, -3, 3, -4, 4}) {
    const auto other = static_cast<std::ptrdiff_t>(index) + offset;
    const PlainHeights* body = count < kPredictingNeighbours ? unfractured_at(context, other) : nullptr;
    if (body == nullptr || !level || !context.vertebrae[static_cast<std::size_t>(other)].level)
      continue;
    const auto factor = context.tables.posterior_height_factor(
        *level, *context.vertebrae[static_cast<std::size_t>(other)].level, context.sex);
    if (!factor)
      continue;
    sum += body->posterior * factor->value;
    ++count;
  }
  return count > 0 ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
}

const PlainHeights* t4_of(const SchemeContext& context) {
  for (std::size_t i = 0; i < context.vertebrae.size(); ++i)
    if (context.vertebrae[i].level && context.vertebrae[i].level->name() == "T4")
      return unfractured_at(context, static_cast<std::ptrdiff_t>(i));
  return nullptr;
}

const PlainHeights* nearest_normal(const SchemeContext& context, std::size_t index) {
  const auto size = static_cast<std::ptrdiff_t>(context.heights.size());
  for (std::ptrdiff_t away = 1; away < size; ++away)
    for (const std::ptrdiff_t offset : {-away, away})
      if (const PlainHeights* body = unfractured_at(context, static_cast<std::ptrdiff_t>(index) + offset))
        return body;
  return nullptr;
}

std::optional<double> reference_named(const SchemeContext& context, const std::string& height,
                                      const std::string& reference, std::size_t index) {
  const auto position = static_cast<std::ptrdiff_t>(index);
  const auto of = [&height](const PlainHeights* body) {
    return body != nullptr ? height_named(*body, height) : std::nullopt;
  };
  if (reference == "posterior")
    return context.heights[index]->posterior;
  if (reference == height + "_above")
    return of(unfractured_at(context, position - 1));
  if (reference == height + "_below")
    return of(unfractured_at(context, position + 1));
  if (reference == "predicted_posterior")
    return predicted_posterior(context, index);
  if (reference == "t4")
    return of(t4_of(context));
  if (reference == "larger_reference") {
    const auto normal = of(nearest_normal(context, index));
    return normal ? std::optional(std::max(*normal, context.heights[index]->posterior)) : std::nullopt;
  }
  return std::nullopt;
}

} // namespace

std::optional<double> quantity_of(const SchemeContext& context, const std::string& quantity, std::size_t index) {
  const std::size_t separator = quantity.find("_to_");
  if (separator == std::string::npos || !context.heights[index])
    return std::nullopt;
  const std::string height = quantity.substr(0, separator), reference = quantity.substr(separator + 4);
  const auto own = height_named(*context.heights[index], height);
  const auto other = reference_named(context, height, reference, index);
  return own && other && *other > 0.0 ? std::optional(*own / *other) : std::nullopt;
}

} // namespace spondyl::morphometry

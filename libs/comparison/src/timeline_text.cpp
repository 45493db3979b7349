#include <spondyl/comparison/timeline.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

namespace spondyl::comparison {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kMillimetresPerMark = 1.0; // of the bar in the table
constexpr double kPixelsPerMark = 5.0;

std::string date_words(const std::string& date) {
  return date.size() == 8 ? date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6) : "no date";
}

std::string height_words(const std::optional<HeightMeasurement>& height) {
  if (!height)
    return "-";
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << height->value;
  if (height->uncertainty)
    text << " +-" << *height->uncertainty;
  if (height->unit == LengthUnit::pixel)
    text << " px";
  return text.str();
}

/// The lowest of the three heights, a mark per millimetre: a fall is seen at a glance.
std::string bar(const TimelinePoint& point) {
  double lowest = 0.0;
  for (const auto& height : point.heights)
    if (height) {
      const double marks = height->value / (height->unit == LengthUnit::pixel ? kPixelsPerMark : kMillimetresPerMark);
      lowest = lowest == 0.0 ? marks : std::min(lowest, marks);
    }
  return std::string(static_cast<std::size_t>(std::clamp(std::lround(lowest), 0L, 60L)), '#');
}

void point_line(std::ostream& out, const TimelineStudy& study, const TimelinePoint& point) {
  std::ostringstream grade;
  if (point.grade)
    grade << "grade " << *point.grade;
  out << "  " << std::left << std::setw(12) << date_words(study.date) << std::setw(4) << study.modality << std::setw(14)
      << height_words(point.heights[0]) << std::setw(14) << height_words(point.heights[1]) << std::setw(14)
      << height_words(point.heights[2]) << std::setw(11) << grade.str() << std::setw(16)
      << (point.change ? to_string(point.change->verdict) : "") << bar(point) << '\n';
}

Json json_of(const TimelinePoint& point) {
  Json object = {{"study", point.study}, {"name", point.name}};
  for (std::size_t i = 0; i < point.heights.size(); ++i)
    if (const auto& height = point.heights[i]) {
      Json entry = {{"value", height->value}, {"unit", to_string(height->unit)}};
      if (height->uncertainty)
        entry["uncertainty"] = *height->uncertainty;
      object["heights"][std::string(to_string(kHeightNames[i]))] = entry;
    }
  if (point.grade)
    object["grade"] = *point.grade;
  if (point.compared_with && point.change) {
    object["compared_with"] = *point.compared_with;
    object["verdict"] = to_string(point.change->verdict);
    object["reason"] = point.change->reason;
    for (const HeightChange& height : point.change->heights)
      object["change"][std::string(to_string(height.height))] = height.change;
  }
  return object;
}

} // namespace

std::string text_of(const Timeline& timeline) {
  std::ostringstream out;
  for (const TimelineVertebra& vertebra : timeline.vertebrae) {
    out << vertebra.level.name() << "  (anterior, middle, posterior; verdict since the study before; lowest height)\n";
    for (const TimelinePoint& point : vertebra.points)
      point_line(out, timeline.studies[point.study], point);
  }
  for (const TimelineStudy& study : timeline.studies) {
    if (study.deformity_index)
      out << date_words(study.date) << ' ' << study.modality << ": spinal deformity index " << *study.deformity_index
          << '\n';
    for (const std::string& note : study.notes)
      out << date_words(study.date) << ' ' << study.modality << ": " << note << '\n';
  }
  return out.str();
}

std::string to_json(const Timeline& timeline) {
  Json document = {{"schema", "spondyl.timeline/1"}, {"studies", Json::array()}, {"vertebrae", Json::array()}};
  for (const TimelineStudy& study : timeline.studies) {
    Json entry = {{"date", study.date}, {"modality", study.modality}, {"series_instance_uid", study.series_uid}};
    if (study.deformity_index)
      entry["spinal_deformity_index"] = *study.deformity_index;
    entry["notes"] = study.notes;
    document["studies"].push_back(entry);
  }
  for (const TimelineVertebra& vertebra : timeline.vertebrae) {
    Json entry = {{"level", vertebra.level.name()}, {"points", Json::array()}};
    for (const TimelinePoint& point : vertebra.points)
      entry["points"].push_back(json_of(point));
    document["vertebrae"].push_back(entry);
  }
  return document.dump(1);
}

} // namespace spondyl::comparison

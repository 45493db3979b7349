#include <spondyl/view_model/study_browser.h>

#include "text.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace spondyl::view_model {
namespace {

constexpr double kThickSlice = 3.0; // mm (docs: safety conventions)

/// The scan says uneven spacing in the words of its verdict only.
bool reason_mentions(const Series& series, const std::string& words) {
  return std::ranges::any_of(series.reasons,
                             [&](const VerdictReason& reason) { return reason.text.find(words) != std::string::npos; });
}

bool lacks_scale(const PixelScale& scale) {
  return scale.provenance != SpacingProvenance::calibrated && scale.provenance != SpacingProvenance::geometry;
}

std::vector<Badge> badges_of(const Series& series) {
  std::vector<Badge> badges;
  const auto add = [&](bool applies, Badge badge) {
    if (applies)
      badges.push_back(badge);
  };
  add(series.info.lossy_compressed, Badge::lossy);
  add(series.kind == SeriesKind::radiograph && lacks_scale(series.pixel_scale), Badge::uncalibrated);
  add(reason_mentions(series, "spacing varies") || reason_mentions(series, "missing"), Badge::uneven_spacing);
  add(series.gantry_tilt_degrees.has_value(), Badge::gantry_tilt);
  add(series.geometry && series.geometry->slice_spacing > kThickSlice, Badge::thick_slices);
  add(series.info.burned_in_annotation, Badge::burned_in);
  add(series.parts > 1, Badge::part_of_series);
  return badges;
}

std::string reasons_text(const Series& series) {
  std::string text;
  for (const VerdictReason& reason : series.reasons)
    text += (text.empty() ? "" : "; ") + reason.text;
  return text;
}

/// Why a series cannot be opened or measured; empty when it can be measured.
std::string obstacle(const Series& series) {
  if (series.verdict == Verdict::refused)
    return series.reasons.empty() ? "refused" : reasons_text(series);
  if (series.kind != SeriesKind::volume && series.kind != SeriesKind::radiograph)
    return "a series of kind " + std::string(to_string(series.kind)) + " is never measured";
  if (series.kind == SeriesKind::volume && series.info.modality != "CT" && series.info.modality != "MR")
    return "volumes of modality " + series.info.modality + " are not measured";
  return {};
}

bool is_viewable(const Series& series) {
  return series.verdict != Verdict::refused &&
         (series.kind == SeriesKind::volume || series.kind == SeriesKind::radiograph);
}

std::string details_of(const Series& series) {
  std::string text = series.info.date.empty() ? series.study.date : series.info.date;
  text += "  " + std::to_string(series.columns) + " x " + std::to_string(series.rows);
  if (series.geometry)
    text += "  " + fixed(series.geometry->column_spacing, 2) + " x " + fixed(series.geometry->row_spacing, 2) + " x " +
            fixed(series.geometry->slice_spacing, 2) + " mm";
  else if (series.kind == SeriesKind::radiograph)
    text += "  spacing: " + std::string(to_string(series.pixel_scale.provenance));
  return text;
}

SeriesItem item_of(Series series) {
  SeriesItem item;
  item.key = series_key(series);
  const std::size_t images = series.frames.size();
  item.title = series.info.modality + "  " +
               (series.info.description.empty() ? "series " + series.info.number : series.info.description) + "  " +
               std::to_string(images) + (images == 1 ? " image" : " images");
  item.details = details_of(series);
  item.viewable = is_viewable(series);
  item.why_not = obstacle(series);
  item.measurable = item.viewable && item.why_not.empty();
  item.badges = badges_of(series);
  item.thumbnail_frame = static_cast<int>(images / 2);
  item.series = std::move(series);
  return item;
}

/// "Family^Given^Middle" (PS3.5 6.2.1.1) as people write it: "Family, Given Middle".
std::string readable_name(std::string name) {
  name.erase(std::min(name.find('='), name.size())); // the first group of characters
  name.erase(name.find_last_not_of("^ ") + 1);
  if (const auto family = name.find('^'); family != std::string::npos)
    name.replace(family, 1, ", ");
  std::ranges::replace(name, '^', ' ');
  return name;
}

StudyItem study_of(const Series& series) {
  std::string title = series.patient.name.empty() ? series.patient.id : readable_name(series.patient.name);
  title += (title.empty() || series.study.description.empty() ? "" : "  ") + series.study.description;
  return {series.study.uid, title.empty() ? "Study" : title, series.study.date, {}};
}

/// Larger is opened first: measurable, then volumes before films, then more images.
auto opening_rank(const SeriesItem& item) {
  return std::tuple(item.measurable, item.viewable, item.series.verdict == Verdict::usable, item.series.frames.size());
}

} // namespace

std::string series_key(const Series& series) {
  return series.info.uid + "/" + std::to_string(series.part);
}

std::string_view badge_text(Badge badge) {
  constexpr std::array texts = {"LOSSY",        "NOT CALIBRATED", "UNEVEN SPACING", "GANTRY TILT",
                                "THICK SLICES", "BURNED-IN TEXT", "PART OF SERIES"};
  return texts[static_cast<std::size_t>(badge)];
}

std::string badge_explanation(Badge badge, const Series& series) {
  switch (badge) {
  case Badge::lossy:
    return "The images were compressed with loss" +
           (series.info.lossy_ratio.empty() ? std::string() : ", ratio " + series.info.lossy_ratio) + ".";
  case Badge::uncalibrated:
    return "Millimetres of this film are not calibrated (" + std::string(to_string(series.pixel_scale.provenance)) +
           "); compare ratios.";
  case Badge::uneven_spacing:
    return "The slices are not evenly spaced: " + reasons_text(series) + ".";
  case Badge::gantry_tilt:
    return "The gantry was tilted by " + fixed(series.gantry_tilt_degrees.value_or(0.0), 1) +
           " degrees; the volume was resampled upright.";
  case Badge::thick_slices:
    return "Slices are " + fixed(series.geometry ? series.geometry->slice_spacing : 0.0, 1) + " mm apart.";
  case Badge::burned_in:
    return "Text is burned into the pixels; it may name the patient.";
  case Badge::part_of_series:
    break;
  }
  return "Part " + std::to_string(series.part) + " of " + std::to_string(series.parts) + " of one series, split by " +
         series.part_reason + ".";
}

StudyBrowser::StudyBrowser(ScanResult scan) : skipped_(std::move(scan.skipped)) {
  std::map<std::string, std::size_t> place;
  for (Series& series : scan.series) {
    const auto [found, added] = place.try_emplace(series.study.uid, studies_.size());
    if (added)
      studies_.push_back(study_of(series));
    studies_[found->second].series.push_back(item_of(std::move(series)));
  }
  std::stable_sort(studies_.begin(), studies_.end(),
                   [](const StudyItem& a, const StudyItem& b) { return a.date > b.date; });
}

const SeriesItem* StudyBrowser::find(const std::string& key) const {
  for (const StudyItem& study : studies_)
    for (const SeriesItem& item : study.series)
      if (item.key == key)
        return &item;
  return nullptr;
}

const SeriesItem* StudyBrowser::find_by_uid(const std::string& series_uid) const {
  for (const StudyItem& study : studies_)
    for (const SeriesItem& item : study.series)
      if (item.series.info.uid == series_uid && item.viewable)
        return &item;
  return nullptr;
}

std::string StudyBrowser::summary() const {
  std::size_t series = 0, measurable = 0;
  for (const StudyItem& study : studies_) {
    series += study.series.size();
    measurable += static_cast<std::size_t>(std::ranges::count(study.series, true, &SeriesItem::measurable));
  }
  return std::to_string(series) + " series, " + std::to_string(measurable) + " measurable, " +
         std::to_string(skipped_.size()) + " files skipped";
}

const SeriesItem* StudyBrowser::initial_series() const {
  const SeriesItem* first_viewable = nullptr;
  for (const StudyItem& study : studies_) { // newest first: an older one is the prior
    const SeriesItem* best = nullptr;
    for (const SeriesItem& item : study.series)
      if (item.viewable && (best == nullptr || opening_rank(item) > opening_rank(*best)))
        best = &item;
    if (best != nullptr && best->measurable)
      return best;
    if (first_viewable == nullptr)
      first_viewable = best;
  }
  return first_viewable;
}

const SeriesItem* StudyBrowser::neighbour(const std::string& key, int step) const {
  std::vector<const SeriesItem*> shown;
  for (const StudyItem& study : studies_)
    for (const SeriesItem& item : study.series)
      if (item.viewable)
        shown.push_back(&item);
  const auto here = std::ranges::find(shown, key, &SeriesItem::key);
  const auto target = here - shown.begin() + step;
  return here == shown.end() || target < 0 || target >= std::ssize(shown) ? nullptr
                                                                          : shown[static_cast<std::size_t>(target)];
}

std::vector<const SeriesItem*> StudyBrowser::companions_of(const std::string& key) const {
  const SeriesItem* current = find(key);
  std::vector<const SeriesItem*> companions;
  for (const StudyItem& study : studies_)
    for (const SeriesItem& item : study.series)
      if (current != nullptr && item.key != key && item.viewable && item.series.kind == SeriesKind::volume &&
          item.series.study.uid == current->series.study.uid)
        companions.push_back(&item);
  const auto rank = [&](const SeriesItem* item) {
    const std::string& frame = item->series.info.frame_of_reference_uid;
    return std::tuple(frame.empty() || frame != current->series.info.frame_of_reference_uid, !item->measurable,
                      item->series.info.modality == current->series.info.modality);
  };
  std::ranges::stable_sort(companions, {}, rank);
  return companions;
}

} // namespace spondyl::view_model

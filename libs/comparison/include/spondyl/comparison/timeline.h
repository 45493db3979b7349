#pragma once
// All studies of one person in the order of time, vertebra by vertebra.

#include <functional>
#include <spondyl/comparison/comparison.h>

namespace spondyl::comparison {

/// One study of one vertebra. Comparisons are with the latest earlier study that compares with this one.
struct TimelinePoint {
  std::size_t study = 0;                                   ///< index into Timeline::studies
  std::string name;                                        ///< what the vertebra is called there
  std::array<std::optional<HeightMeasurement>, 3> heights; ///< in the order of kHeightNames
  std::optional<double> grade;
  std::optional<std::size_t> compared_with; ///< index into Timeline::studies
  std::optional<VertebraChange> change;     ///< since `compared_with`
};

struct TimelineVertebra {
  VertebraLevel level;
  std::vector<TimelinePoint> points; ///< by date
};

struct TimelineStudy {
  std::string date, modality, series_uid;
  std::optional<double> deformity_index;
  std::vector<std::string> notes; ///< of the comparison with the study before
};

struct Timeline {
  std::vector<TimelineStudy> studies;      ///< by date
  std::vector<TimelineVertebra> vertebrae; ///< cranial to caudal
};

/// Which vertebra of two studies is which by their images; asked where the shapes say that the numbering slipped.
using ImageMatcher =
    std::function<std::optional<std::vector<BodyPair>>(const Findings& prior, const Findings& current)>;

/// `studies` are of one person; their order does not matter. Vertebrae without a number are not in it. Where an image
/// shows that the numbering slipped, a vertebra stands under the number it had in the earlier study.
[[nodiscard]] Timeline timeline_of(std::vector<Findings> studies, const std::vector<Intervention>& interventions,
                                   const ImageMatcher& match_by_image = {});

/// A table per vertebra: date, modality, heights, grade, verdict, and a bar for the lowest height.
[[nodiscard]] std::string text_of(const Timeline& timeline);
/// Schema "spondyl.timeline/1"; no patient data.
[[nodiscard]] std::string to_json(const Timeline& timeline);
/// A plot per vertebra, heights over time with bars of two standard uncertainties, as SVG.
[[nodiscard]] std::string to_svg(const Timeline& timeline);

} // namespace spondyl::comparison

#pragma once

#include <filesystem>
#include <optional>
#include <spondyl/base/result.h>
#include <spondyl/model/series.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

enum class Badge { lossy, uncalibrated, uneven_spacing, gantry_tilt, thick_slices, burned_in, part_of_series };
[[nodiscard]] std::string_view badge_text(Badge badge);                         ///< short: "LOSSY", "NOT CALIBRATED"
[[nodiscard]] std::string badge_explanation(Badge badge, const Series& series); ///< one sentence for a tooltip

/// One series of the browser. The key is stable: Series Instance UID and part.
struct SeriesItem {
  std::string key;
  Series series;
  std::string title;   ///< "CT  Sagittal bone  133 images"; description from the file
  std::string details; ///< date, matrix, spacing
  bool viewable = false, measurable = false;
  std::string why_not; ///< why not viewable or not measurable; empty when measurable
  std::vector<Badge> badges;
  int thumbnail_frame = 0; ///< index into series.frames: the middle one
};

struct StudyItem {
  std::string uid, title, date; ///< title: patient and description for the screen, never logged
  std::vector<SeriesItem> series;
};

/// Study -> series, most recent study first, then as scanned. Immutable; a new scan is a new browser.
class StudyBrowser {
public:
  StudyBrowser() = default;
  explicit StudyBrowser(ScanResult scan);

  [[nodiscard]] const std::vector<StudyItem>& studies() const { return studies_; }
  [[nodiscard]] const std::vector<SkippedFile>& skipped() const { return skipped_; }
  [[nodiscard]] const SeriesItem* find(const std::string& key) const;
  /// The first viewable part of a series.
  [[nodiscard]] const SeriesItem* find_by_uid(const std::string& series_uid) const;
  /// "3 series, 2 measurable, 14 files skipped".
  [[nodiscard]] std::string summary() const;
  /// What to open first: of the newest study with a measurable series (else the newest viewable) the volume of the
  /// spine with most slices and the thinnest.
  [[nodiscard]] const SeriesItem* initial_series() const;
  /// PgUp/PgDn: the viewable series `step` away in the same order as shown; null at the ends.
  [[nodiscard]] const SeriesItem* neighbour(const std::string& key, int step) const;
  /// What can stand beside a series: the other volumes of its study, those of its frame of reference and of another
  /// modality first.
  [[nodiscard]] std::vector<const SeriesItem*> companions_of(const std::string& key) const;

private:
  std::vector<StudyItem> studies_;
  std::vector<SkippedFile> skipped_;
};

[[nodiscard]] std::string series_key(const Series& series);

/// What one viewport shows.
enum class ViewContent {
  axial,
  sagittal,
  coronal,
  radiograph,
  straightened,
  scene_3d,
  table,
  prior,
  beside_sagittal,
  beside_axial,
  timeline
};
struct LayoutCell {
  ViewContent content;
  int row = 0, column = 0, row_span = 1, column_span = 1;
  friend bool operator==(const LayoutCell&, const LayoutCell&) = default;
};
enum class LayoutName { radiograph, ct, mr, current_prior, straightened_table, two_series };
struct Layout {
  LayoutName name;
  std::string title; ///< for the button
  std::vector<LayoutCell> cells;
};
[[nodiscard]] const std::vector<Layout>& layouts();
[[nodiscard]] const Layout& layout(LayoutName name);
/// The hanging protocol: radiograph, CT (2 x 2) or MR (sagittal first), by the series.
[[nodiscard]] LayoutName initial_layout(const Series& series);

/// Recently opened places: paths only, most recent first, in a private file. A damaged file reads as empty.
class RecentStudies {
public:
  static constexpr std::size_t kMost = 12;
  explicit RecentStudies(std::filesystem::path file); ///< default_file() in the program
  [[nodiscard]] const std::vector<std::filesystem::path>& paths() const { return paths_; }
  Result<void> add(const std::filesystem::path& path); ///< Errors: `io`
  Result<void> clear();
  [[nodiscard]] static std::filesystem::path default_file(); ///< $XDG_DATA_HOME/spondyl/recent.json

private:
  Result<void> write() const;
  std::filesystem::path file_;
  std::vector<std::filesystem::path> paths_;
};

} // namespace spondyl::view_model

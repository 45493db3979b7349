#pragma once
// An archive built by code, with what a batch must make of every series in it.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace spondyl::batch_test {

/// What a series is; the segmenter of these tests (plugins/moody_segmenter.cpp) does as the kind says.
enum class Kind { ct, mr, slow, film, garbage, nothing_found, too_few_slices, crashes, hangs, needs_too_much_memory };

struct KnownSeries {
  std::string study_uid, series_uid;
  Kind kind = Kind::ct;
  std::filesystem::path folder;
};

/// The outcome that the manifest must state: "measured", "not_measured" or "failed".
[[nodiscard]] std::string expected_outcome(Kind kind);

struct Archive {
  std::vector<KnownSeries> series;
  std::size_t garbage_files = 0;
};

/// Writes one study per kind, in folders named by number, with a made-up patient of a conspicuous name.
[[nodiscard]] Archive write_archive(const std::filesystem::path& folder, const std::vector<Kind>& studies);

/// `count` studies of the kinds that can be measured, and some that cannot, without any fault.
[[nodiscard]] std::vector<Kind> peaceful(std::size_t count);

} // namespace spondyl::batch_test

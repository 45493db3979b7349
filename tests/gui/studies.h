#pragma once

#include <array>
#include <filesystem>
#include <spondyl/model/landmarks.h>
#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::viewer::test {

/// A small spine, T12 to L3, whose L1 is wedged.
[[nodiscard]] phantom::PhantomSpine small_spine();

/// Axial CT and sagittal T1 of one spine in one frame of reference, in `folder`/study. Returns that folder.
[[nodiscard]] std::filesystem::path write_ct_and_mr(const std::filesystem::path& folder);
/// Sagittal T1 and T2 of one spine in one frame of reference.
[[nodiscard]] std::filesystem::path write_t1_and_t2(const std::filesystem::path& folder);
/// Sagittal T1 of the spine, in `folder`/study.
[[nodiscard]] std::filesystem::path write_mr(const std::filesystem::path& folder);
/// CT of the same patient from 2024 and, with the fracture, from 2026.
[[nodiscard]] std::filesystem::path write_two_dates(const std::filesystem::path& folder);

/// The loss that L1 has in the three studies of write_loss_series(), wedged, in the order of the dates.
inline constexpr std::array<double, 3> kLossOfL1 = {0.0, 0.10, 0.35};
inline constexpr std::array<const char*, 3> kLossDates = {"20220101", "20240101", "20260101"};
enum class NamedPatient { same, renamed_in_the_last };
/// CT of one patient on three dates: L1 loses height, the patient lies differently each time, the noise differs, and
/// every study has a frame of reference of its own, as in the loss series of docs/follow-up.md. One folder per date.
[[nodiscard]] std::filesystem::path write_loss_series(const std::filesystem::path& folder,
                                                      NamedPatient patient = NamedPatient::same);

/// A lateral film whose pixels are known to be `kFilmPixel` mm, and where its L1 lies.
inline constexpr double kFilmPixel = 0.5;
struct FilmStudy {
  std::filesystem::path folder;
  SixPointsOf<PixelPoint> landmarks;
  double anterior_to_posterior = 0.0; ///< true ratio of the heights
};
enum class FilmScale { calibrated, none };
[[nodiscard]] FilmStudy write_film(const std::filesystem::path& folder, FilmScale scale = FilmScale::calibrated);
/// Puts a VOI LUT Sequence into a file: from `first` on, `entries` grey values rise evenly from black to white.
void put_voi_table(const std::filesystem::path& file, unsigned first, unsigned entries);

/// So many slices of 32 x 32.
[[nodiscard]] std::filesystem::path write_long_series(const std::filesystem::path& folder, int slices);

} // namespace spondyl::viewer::test

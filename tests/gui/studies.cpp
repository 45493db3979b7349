#include "studies.h"

#include <gtest/gtest.h>
#include <spondyl/dicom_write/write.h>

namespace spondyl::viewer::test {
namespace {

namespace fs = std::filesystem;
using dicom_write::WriteOptions;
using phantom::PhantomSpine;

// 2.25 UIDs (PS3.5 B.2); the values mean nothing.
constexpr const char* kFrame = "2.25.31415926535897932384626433832795";

WriteOptions options_of(const char* modality, const char* date, const char* study) {
  WriteOptions options;
  options.patient = {"TEST-0001", "SPONDYL", "Phantom^Viewer", "19500101", "F", "075Y"};
  options.study.uid = study;
  options.study.date = date;
  options.series.modality = modality;
  options.series.description = modality;
  options.series.slice_thickness = 2.0;
  return options;
}

void write(const PhantomSpine& spine, const fs::path& folder, const WriteOptions& options) {
  fs::create_directories(folder);
  const auto written = dicom_write::write_volume(spine.build().volume, folder, options);
  EXPECT_TRUE(written) << written.error().text();
}

WriteOptions ct_options(const char* date, const char* study) {
  WriteOptions options = options_of("CT", date, study);
  options.pixels.is_signed = false;
  options.pixels.rescale = {1.0, -1024.0};
  return options;
}

PhantomSpine t1_spine() {
  return small_spine().contrast(phantom::Contrast::t1).orientation(phantom::Orientation::sagittal).spacing(0.8, 4.0);
}

} // namespace

PhantomSpine small_spine() {
  return PhantomSpine().levels("T12", "L3").with_wedge("L1", 0.30).spacing(1.0, 1.5).noise(5.0);
}

fs::path write_ct_and_mr(const fs::path& folder) {
  WriteOptions ct = ct_options("20260101", "2.25.1001"), mr = options_of("MR", "20260101", "2.25.1001");
  ct.series.frame_of_reference_uid = mr.series.frame_of_reference_uid = kFrame;
  write(small_spine(), folder / "study" / "ct", ct);
  write(t1_spine(), folder / "study" / "mr", mr);
  return folder / "study";
}

fs::path write_t1_and_t2(const fs::path& folder) {
  for (const auto contrast : {phantom::Contrast::t1, phantom::Contrast::t2}) {
    const char* name = contrast == phantom::Contrast::t1 ? "T1" : "T2";
    WriteOptions options = options_of("MR", "20260101", "2.25.1001");
    options.series.description = name;
    options.series.frame_of_reference_uid = kFrame;
    write(t1_spine().contrast(contrast), folder / "study" / name, options);
  }
  return folder / "study";
}

fs::path write_mr(const fs::path& folder) {
  write(t1_spine(), folder / "study", options_of("MR", "20260101", "2.25.1001"));
  return folder / "study";
}

fs::path write_two_dates(const fs::path& folder) {
  write(PhantomSpine().levels("T12", "L3").spacing(1.0, 1.5), folder / "study" / "2024",
        ct_options("20240101", "2.25.1002"));
  write(small_spine(), folder / "study" / "2026", ct_options("20260101", "2.25.1003"));
  return folder / "study";
}

fs::path write_loss_series(const fs::path& folder, NamedPatient patient) {
  for (std::size_t i = 0; i < kLossDates.size(); ++i) {
    const auto turn = static_cast<double>(i);
    PhantomSpine spine = PhantomSpine().levels("T12", "L5").spacing(1.0, 1.5).noise(5.0 + 5.0 * turn).seed(100 + i);
    if (i > 0)
      spine.tilted(2.0 * turn).oblique(3.0);
    if (kLossOfL1[i] > 0.0)
      spine.with_wedge("L1", kLossOfL1[i]);
    const std::string number = std::to_string(i + 1);
    WriteOptions options = ct_options(kLossDates[i], ("2.25.200" + number).c_str());
    options.series.frame_of_reference_uid = "2.25.300" + number;
    if (patient == NamedPatient::renamed_in_the_last && i + 1 == kLossDates.size())
      options.patient.name = "Phantom^Married";
    write(spine, folder / "study" / kLossDates[i], options);
  }
  return folder / "study";
}

FilmStudy write_film(const fs::path& folder, FilmScale scale) {
  const phantom::Phantom spine =
      small_spine().orientation(phantom::Orientation::sagittal).spacing(kFilmPixel, 4.0).build();
  const VolumeGeometry& geometry = spine.volume.geometry();
  const GridSize size = geometry.size;
  const auto pixels = static_cast<std::size_t>(size.columns) * static_cast<std::size_t>(size.rows);
  const auto first = spine.volume.voxels().begin() + static_cast<std::ptrdiff_t>(pixels) * (size.slices / 2);
  WriteOptions options = options_of("CR", "20260101", "2.25.1004");
  if (scale == FilmScale::calibrated) {
    options.spacing_tags.pixel_spacing = {kFilmPixel, kFilmPixel};
    options.spacing_tags.calibration_type = "FIDUCIAL";
  }
  FilmStudy film{folder / "study", {}, 0.0};
  fs::create_directories(film.folder);
  const auto written = dicom_write::write_radiograph(
      Radiograph(size.columns, size.rows, std::vector<float>(first, first + static_cast<std::ptrdiff_t>(pixels)), {}),
      film.folder / "film.dcm", options);
  EXPECT_TRUE(written) << written.error().text();
  const SixPoints& points = spine.bodies[1].landmarks;
  for (std::size_t i = 0; i < 6; ++i) {
    const auto index = geometry.to_index(points.*(kLandmarkMembers<PatientPoint>[i].second));
    film.landmarks.*(kLandmarkMembers<PixelPoint>[i].second) = {index.column, index.row};
  }
  film.anterior_to_posterior = points.anterior_height() / points.posterior_height();
  return film;
}

fs::path write_long_series(const fs::path& folder, int slices) {
  VolumeGeometry geometry;
  geometry.size = {32, 32, slices};
  geometry.column_spacing = geometry.row_spacing = 8.0;
  geometry.slice_spacing = 0.5;
  std::vector<float> voxels(static_cast<std::size_t>(32 * 32) * static_cast<std::size_t>(slices));
  for (std::size_t i = 0; i < voxels.size(); ++i)
    voxels[i] = static_cast<float>(i % 997);
  fs::create_directories(folder / "study");
  const auto written = dicom_write::write_volume(Volume(geometry, std::move(voxels), Modality::ct), folder / "study",
                                                 ct_options("20260101", "2.25.1005"));
  EXPECT_TRUE(written) << written.error().text();
  return folder / "study";
}

} // namespace spondyl::viewer::test

#include "archive.h"

#include <fstream>
#include <gtest/gtest.h>
#include <spondyl/dicom_write/write.h>

namespace spondyl::batch_test {
namespace {

namespace fs = std::filesystem;

/// As in plugins/moody_segmenter.cpp.
int columns_of(Kind kind) {
  switch (kind) {
  case Kind::crashes:
    return 21;
  case Kind::hangs:
    return 22;
  case Kind::needs_too_much_memory:
    return 23;
  case Kind::nothing_found:
    return 24;
  case Kind::slow:
    return 25;
  default:
    return 20;
  }
}

dicom_write::WriteOptions options_of(const KnownSeries& known) {
  dicom_write::WriteOptions options;
  options.patient = {"PID-4711", "", "Conspicuous^Person", "19500101", "F", "070Y"};
  options.study.uid = known.study_uid;
  options.study.date = "20200131";
  options.study.accession = "ACC-4711";
  options.series.uid = known.series_uid;
  options.series.frame_of_reference_uid = known.series_uid + ".1";
  return options;
}

void write_volume(const KnownSeries& known, int number) {
  VolumeGeometry geometry;
  geometry.size = {columns_of(known.kind), 16 + number % 7, known.kind == Kind::too_few_slices ? 2 : 6};
  geometry.origin = {-10, -8, -8};
  geometry.slice_spacing = 3.0;
  const auto voxels = static_cast<std::size_t>(geometry.size.columns) * static_cast<std::size_t>(geometry.size.rows) *
                      static_cast<std::size_t>(geometry.size.slices);
  std::vector<float> values(voxels);
  for (std::size_t i = 0; i < voxels; ++i)
    values[i] = static_cast<float>(i % 97);
  const Modality modality = known.kind == Kind::mr ? Modality::mr : Modality::ct;
  const auto written =
      dicom_write::write_volume(Volume(geometry, std::move(values), modality), known.folder, options_of(known));
  ASSERT_TRUE(written) << written.error().text();
}

void write_film(const KnownSeries& known) {
  constexpr int kColumns = 60, kRows = 80;
  std::vector<float> grey(kColumns * kRows, 100.0F);
  grey[0] = 0.0F;
  const auto written = dicom_write::write_radiograph(Radiograph(kColumns, kRows, std::move(grey), {}),
                                                     known.folder / "film.dcm", options_of(known));
  ASSERT_TRUE(written) << written.error().text();
}

void write_garbage(const fs::path& folder) {
  std::ofstream(folder / "notes.txt") << "not DICOM at all";
  std::ofstream(folder / "empty.dcm");
  std::ofstream(folder / "cut.dcm") << std::string(128, '\0') << "DICM";
}

} // namespace

std::string expected_outcome(Kind kind) {
  switch (kind) {
  case Kind::ct:
  case Kind::mr:
  case Kind::slow:
    return "measured";
  case Kind::crashes:
  case Kind::hangs:
  case Kind::needs_too_much_memory:
    return "failed";
  default:
    return "not_measured";
  }
}

Archive write_archive(const fs::path& folder, const std::vector<Kind>& studies) {
  Archive archive;
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const std::string study = "1.2.826.0.1.3680043.10.511.9." + number;
    const KnownSeries known{study, study + ".1", studies[i], folder / ("Conspicuous_Person_" + number)};
    fs::create_directories(known.folder);
    if (known.kind == Kind::garbage) {
      write_garbage(known.folder);
      archive.garbage_files += 3;
      continue;
    }
    if (known.kind == Kind::film)
      write_film(known);
    else
      write_volume(known, static_cast<int>(i));
    archive.series.push_back(known);
  }
  return archive;
}

std::vector<Kind> peaceful(std::size_t count) {
  constexpr Kind kinds[] = {Kind::ct,
                            Kind::mr,
                            Kind::film,
                            Kind::ct,
                            Kind::garbage,
                            Kind::slow,
                            Kind::nothing_found,
                            Kind::mr,
                            Kind::too_few_slices};
  std::vector<Kind> list;
  for (std::size_t i = 0; i < count; ++i)
    list.push_back(kinds[i % std::size(kinds)]);
  return list;
}

} // namespace spondyl::batch_test

#include <spondyl/demo/demo_study.h>

#include <spondyl/dicom_write/write.h>
#include <spondyl/phantom/phantom_spine.h>

namespace spondyl::demo {
namespace {

phantom::PhantomSpine demo_spine() {
  phantom::PhantomSpine spine;
  constexpr double kWedgeLoss = 0.30, kNoise = 20.0; // Hounsfield units: a routine abdominal CT
  spine.levels("T11", "L5").with_wedge("L1", kWedgeLoss).spacing(0.8, 1.5).noise(kNoise);
  return spine;
}

dicom_write::WriteOptions demo_options() {
  dicom_write::WriteOptions options;
  options.patient = {"DEMO-0001", "SPONDYL", "Phantom^Demo", "19500101", "F", "075Y"};
  // Fixed, so that two runs write the same study: 2.25 UIDs (PS3.5 B.2) of three random UUIDs.
  options.study.uid = "2.25.117264973501482749561830274650183746501";
  options.series.uid = "2.25.240183746501928374650192837465019283746";
  options.series.frame_of_reference_uid = "2.25.86501928374650192837465019283746501928";
  options.study.date = "20260101";
  options.study.description = "Demo study";
  options.series.modality = "CT";
  options.series.number = "1";
  options.series.description = "Phantom spine";
  options.series.kilovolt_peak = 120.0;
  options.series.slice_thickness = 1.5;
  options.series.equipment = {"Spondyl", "Phantom", "", ""};
  options.pixels.rescale = {1.0, -1024.0};
  options.pixels.is_signed = false;
  return options;
}

} // namespace

std::vector<KnownHeights> known_heights() {
  std::vector<KnownHeights> heights;
  for (const phantom::PhantomBody& body : demo_spine().bodies(phantom::Border::outer_bone))
    heights.push_back({body.level, body.landmarks.anterior_height(), body.landmarks.middle_height(),
                       body.landmarks.posterior_height()});
  return heights;
}

Result<void> write_demo_study(const std::filesystem::path& folder) {
  SPONDYL_TRY(const auto files, dicom_write::write_volume(demo_spine().build().volume, folder, demo_options()));
  return {};
}

} // namespace spondyl::demo

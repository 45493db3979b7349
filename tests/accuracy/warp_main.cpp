// spondyl-warp-fracture: a scan with reference landmarks becomes one with a fracture of known size.

#include "broken_case.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spondyl/dicom_write/write.h>
#include <spondyl/imaging/nifti.h>

namespace {

namespace fs = std::filesystem;
using namespace spondyl;

struct Arguments {
  fs::path input, images, output;
  std::string level, shape = "wedge";
  double percent = 25.0;
  bool nifti = false;
};

Result<FractureShape> shape_of(const std::string& word) {
  for (const FractureShape shape : {FractureShape::wedge, FractureShape::biconcave, FractureShape::crush})
    if (to_string(shape) == word)
      return shape;
  return failure(ErrorCode::invalid_argument, "Unknown shape '" + word + "'.", "Use wedge, biconcave or crush.");
}

Result<std::size_t> body_at(const accuracy::ReferenceCase& reference, const std::string& level) {
  for (std::size_t i = 0; i < reference.bodies.size(); ++i)
    if (reference.bodies[i].level == level)
      return i;
  return failure(ErrorCode::not_found, "The reference has no body at " + level + ".");
}

/// Grey values fit 16 bits as they are; nothing of the original header is carried over.
dicom_write::WriteOptions write_options(const accuracy::LoadedScan& scan, const std::string& description) {
  dicom_write::WriteOptions options;
  options.patient.id = "WARPED";
  options.patient.name = "Warped^Scan";
  options.series.description = description;
  options.series.slice_thickness = scan.slice_thickness;
  if (scan.volume.no_data_value())
    options.pixels.padding_value = static_cast<long>(*scan.volume.no_data_value());
  return options;
}

Result<void> write(accuracy::BrokenCase broken, const accuracy::LoadedScan& scan, const Arguments& arguments,
                   const std::string& description) {
  std::error_code error;
  fs::create_directories(arguments.output / "dicom", error);
  if (error)
    return failure(ErrorCode::io, "Cannot write to " + arguments.output.string() + ": " + error.message() + ".");
  if (arguments.nifti) {
    fs::remove(arguments.output / "dicom", error);
    broken.reference.images = "image.nii.gz";
    SPONDYL_CHECK(imaging::write_nifti(broken.volume, arguments.output / "image.nii.gz"));
  } else {
    broken.reference.images = "dicom";
    SPONDYL_TRY(const auto files,
                dicom_write::write_volume(broken.volume, arguments.output / "dicom", write_options(scan, description)));
  }
  if (broken.labels) {
    SPONDYL_CHECK(imaging::write_nifti(*broken.labels, arguments.output / "labels.nii.gz"));
  }
  return accuracy::write_truth(broken.reference, description, arguments.output / "truth.json");
}

Result<void> run(const Arguments& arguments) {
  SPONDYL_TRY(const FractureShape shape, shape_of(arguments.shape));
  SPONDYL_TRY(accuracy::ReferenceCase reference, accuracy::read_reference_case(arguments.input));
  if (!arguments.images.empty())
    reference.images = arguments.images;
  SPONDYL_TRY(const std::size_t body, body_at(reference, arguments.level));
  SPONDYL_TRY(const accuracy::LoadedScan scan, accuracy::load_scan(reference));
  std::optional<LabelMap> labels;
  if (reference.labels) {
    SPONDYL_TRY(labels, imaging::read_nifti_labels(*reference.labels));
  }
  SPONDYL_TRY(accuracy::BrokenCase broken,
              accuracy::broken_case(reference, scan.volume, labels, {body, shape, arguments.percent / 100.0}));
  const std::string description =
      arguments.level + " " + arguments.shape + " " + std::to_string(static_cast<int>(arguments.percent)) + " %";
  broken.reference.name = arguments.output.filename().string();
  for (const auto& [height, value] : broken.reference.bodies[body].heights)
    std::cout << arguments.level << ' ' << to_string(height) << ' ' << reference.bodies[body].heights.at(height)
              << " mm -> " << value << " mm\n";
  return write(std::move(broken), scan, arguments, description);
}

} // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Makes a vertebral fracture of known size in a real scan: image, mask and landmarks together."};
  app.add_option("CASE", arguments.input, "folder with truth.json, the images and perhaps labels.nii.gz")->required();
  app.add_option("-o,--output", arguments.output, "new case folder of the same form")->required();
  app.add_option("--level", arguments.level, "the body that breaks, e.g. L1")->required();
  app.add_option("--shape", arguments.shape, "wedge, biconcave or crush");
  app.add_option("--loss", arguments.percent, "loss of height in percent, 0 to 70");
  app.add_option("--images", arguments.images, "images in another place: a folder of DICOM files or a NIfTI file");
  app.add_flag("--nifti", arguments.nifti, "write image.nii.gz in place of DICOM files");
  CLI11_PARSE(app, argc, argv);
  const Result<void> done = run(arguments);
  if (!done)
    std::cerr << "spondyl-warp-fracture: " << done.error().text() << '\n';
  return done ? 0 : 1;
}

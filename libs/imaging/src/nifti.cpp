#include <spondyl/imaging/nifti.h>

#include <itkImageFileReader.h>
#include <itkImageFileWriter.h>
#include <itkNiftiImageIO.h>
#include <spondyl/imaging/itk_bridge.h>

namespace spondyl::imaging {
namespace {

namespace fs = std::filesystem;

template <typename Pixel>
Result<void> write(const VolumeGeometry& geometry, const std::vector<Pixel>& voxels, const fs::path& path) {
  // The temporary name keeps the .nii.gz ending: NiftiImageIO compresses by it.
  const fs::path temporary = path.parent_path() / (".partial-" + path.filename().string());
  try {
    auto writer = itk::ImageFileWriter<itk::Image<Pixel, 3>>::New();
    writer->SetImageIO(itk::NiftiImageIO::New());
    writer->SetInput(view_as_itk(geometry, voxels));
    writer->SetFileName(temporary.string());
    writer->UseCompressionOn();
    writer->Update();
  } catch (const itk::ExceptionObject& error) {
    return failure(ErrorCode::io, "Cannot write " + path.string() + ": " + error.GetDescription() + ".",
                   "Check the folder's permissions and free space.");
  }
  std::error_code renamed;
  fs::rename(temporary, path, renamed);
  if (renamed)
    return failure(ErrorCode::io, "Cannot write " + path.string() + ": " + renamed.message() + ".");
  return {};
}

template <typename Pixel> Result<typename itk::Image<Pixel, 3>::Pointer> read(const fs::path& path) {
  try {
    auto reader = itk::ImageFileReader<itk::Image<Pixel, 3>>::New();
    reader->SetImageIO(itk::NiftiImageIO::New());
    reader->SetFileName(path.string());
    reader->Update();
    typename itk::Image<Pixel, 3>::Pointer image = reader->GetOutput();
    return image;
  } catch (const itk::ExceptionObject& error) {
    return failure(ErrorCode::unreadable, "Cannot read " + path.string() + ": " + error.GetDescription() + ".");
  }
}

} // namespace

Result<void> write_nifti(const LabelMap& labels, const fs::path& path) {
  return write(labels.geometry, labels.voxels, path);
}

Result<void> write_nifti(const Volume& volume, const fs::path& path) {
  return write(volume.geometry(), volume.voxels(), path);
}

Result<LabelMap> read_nifti_labels(const fs::path& path) {
  SPONDYL_TRY(const auto image, read<std::uint8_t>(path));
  return LabelMap{geometry_of(*image), voxels_of(*image)};
}

Result<Volume> read_nifti_volume(const fs::path& path, Modality modality) {
  SPONDYL_TRY(const auto image, read<float>(path));
  return Volume(geometry_of(*image), voxels_of(*image), modality);
}

} // namespace spondyl::imaging

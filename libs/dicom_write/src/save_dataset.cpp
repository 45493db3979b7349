#include "save_dataset.h"

#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>
#include <dcmtk/oflog/oflog.h>
#include <memory>
#include <mutex>

namespace spondyl::dicom_write {
namespace {

namespace fs = std::filesystem;

void prepare_encoders() {
  static std::once_flag once;
  std::call_once(once, [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL); // messages of the toolkit may hold patient data
    DcmRLEEncoderRegistration::registerCodecs();
    DJEncoderRegistration::registerCodecs();
    DJLSEncoderRegistration::registerCodecs();
  });
}

E_TransferSyntax toolkit_syntax(TransferSyntax syntax) {
  switch (syntax) {
  case TransferSyntax::implicit_little_endian:
    return EXS_LittleEndianImplicit;
  case TransferSyntax::explicit_little_endian:
    return EXS_LittleEndianExplicit;
  case TransferSyntax::explicit_big_endian:
    return EXS_BigEndianExplicit;
  case TransferSyntax::deflated:
    return EXS_DeflatedLittleEndianExplicit;
  case TransferSyntax::rle:
    return EXS_RLELossless;
  case TransferSyntax::jpeg_baseline:
    return EXS_JPEGProcess1;
  case TransferSyntax::jpeg_extended:
    return EXS_JPEGProcess2_4;
  case TransferSyntax::jpeg_lossless:
    return EXS_JPEGProcess14;
  case TransferSyntax::jpeg_lossless_sv1:
    return EXS_JPEGProcess14SV1;
  case TransferSyntax::jpeg_ls_lossless:
    return EXS_JPEGLSLossless;
  case TransferSyntax::jpeg_ls_near_lossless:
    return EXS_JPEGLSLossy;
  }
  return EXS_LittleEndianExplicit;
}

std::unique_ptr<DcmRepresentationParameter> parameter_of(const WriteOptions& options) {
  switch (options.transfer_syntax) {
  case TransferSyntax::rle:
    return std::make_unique<DcmRLERepresentationParameter>();
  case TransferSyntax::jpeg_baseline:
  case TransferSyntax::jpeg_extended:
    return std::make_unique<DJ_RPLossy>(options.jpeg_quality);
  case TransferSyntax::jpeg_lossless:
  case TransferSyntax::jpeg_lossless_sv1:
    return std::make_unique<DJ_RPLossless>();
  case TransferSyntax::jpeg_ls_lossless:
    return std::make_unique<DJLSRepresentationParameter>(0, OFTrue);
  case TransferSyntax::jpeg_ls_near_lossless:
    return std::make_unique<DJLSRepresentationParameter>(static_cast<Uint16>(options.near_lossless_deviation), OFFalse);
  default:
    return nullptr;
  }
}

tl::unexpected<Error> not_written(const fs::path& file, const std::string& cause) {
  return failure(ErrorCode::io, "Cannot write " + file.string() + ": " + cause + ".",
                 "Check the folder's permissions and free space.");
}

} // namespace

Result<void> save_dataset(DcmFileFormat& format, const fs::path& file, const WriteOptions& options) {
  prepare_encoders();
  const E_TransferSyntax syntax = toolkit_syntax(options.transfer_syntax);
  const auto parameter = parameter_of(options);
  const OFCondition compressed = format.getDataset()->chooseRepresentation(syntax, parameter.get());
  if (compressed.bad() || !format.getDataset()->canWriteXfer(syntax))
    return not_written(file, std::string("the pixels cannot be compressed that way (") + compressed.text() + ")");
  const fs::path temporary = file.parent_path() / (".partial-" + file.filename().string());
  const OFCondition saved =
      format.saveFile(OFFilename(temporary.c_str()), syntax, EET_ExplicitLength, EGL_recalcGL, EPD_noChange, 0, 0,
                      options.preamble_and_meta_header ? EWM_fileformat : EWM_dataset);
  std::error_code error;
  if (saved.bad()) {
    fs::remove(temporary, error);
    return not_written(file, saved.text());
  }
  fs::rename(temporary, file, error);
  return error ? Result<void>(not_written(file, error.message())) : Result<void>();
}

} // namespace spondyl::dicom_write

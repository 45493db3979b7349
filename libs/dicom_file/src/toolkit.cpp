#include <spondyl/dicom_file/toolkit.h>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcobject.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>
#include <mutex>

namespace spondyl::dicom {

void prepare_toolkit() {
  static std::once_flag once;
  std::call_once(once, [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    // Archives rewrite elements they do not know as UN, also geometry (PS3.5 6.2.2 note 2): read them by the
    // dictionary.
    dcmEnableUnknownVRConversion.set(OFTrue);
    // Some devices write another encoding than their meta header names.
    dcmAutoDetectDatasetXfer.set(OFTrue);
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
  });
}

} // namespace spondyl::dicom

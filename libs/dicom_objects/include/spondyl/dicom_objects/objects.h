#pragma once
// Results for archives that show neither reports nor segmentations: the PDF page, the key picture, the list of key
// images. Each is a new series in the study of the images, written with mode 0600; the images are not touched.

#include <cstdint>
#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/dicom_modules/source_study.h>
#include <spondyl/model/findings.h>
#include <string>
#include <string_view>
#include <vector>

namespace spondyl::dicom_objects {

struct PdfOptions {
  dicom_modules::ObjectPlace place; ///< a study without uid is taken from the findings
  std::string title = "Vertebral height report";
};

/// Encapsulated PDF (PS3.3 A.45.1). Errors: `invalid_argument` when the bytes are no PDF or the findings lack the study
/// UID, `io`.
[[nodiscard]] Result<dicom_modules::InstanceIdentity> write_encapsulated_pdf(const Findings& findings,
                                                                             std::string_view pdf,
                                                                             const PdfOptions& options,
                                                                             const std::filesystem::path& file);

/// A finished picture: rows from the top, three bytes red, green, blue per pixel.
struct RgbPicture {
  int columns = 0, rows = 0;
  std::vector<std::uint8_t> rgb;
};

struct PictureOptions {
  dicom_modules::ObjectPlace place;    ///< a study without uid is read from the images
  std::filesystem::path image_root;    ///< empty = images.root of the findings
  bool shows_patient_identity = false; ///< Burned In Annotation: the picture has the patient's name or id in it
  std::string derivation = "Mid-sagittal picture with measured landmarks. Research use only - not for diagnosis.";
};

/// Secondary Capture (PS3.3 A.8.1) that names the images it was made from.
/// Errors: `invalid_argument` for a size that does not fit its bytes, `not_found` naming the folder when the images are
/// gone, `io`.
[[nodiscard]] Result<dicom_modules::InstanceIdentity> write_secondary_capture(const Findings& findings,
                                                                              const RgbPicture& picture,
                                                                              const PictureOptions& options,
                                                                              const std::filesystem::path& file);

struct KeyObjectOptions {
  dicom_modules::ObjectPlace place; ///< a study without uid is taken from the findings
  std::string description;          ///< empty = a sentence naming the vertebrae graded above 0
};

/// Key Object Selection (PS3.3 A.35.4, TID 2010), title "Of Interest". `objects` are what it points to: pictures,
/// reports and images of this study. Errors: `invalid_argument` when there are none or one lacks a UID, `io`.
[[nodiscard]] Result<dicom_modules::InstanceIdentity>
write_key_objects(const Findings& findings, const std::vector<dicom_modules::InstanceIdentity>& objects,
                  const KeyObjectOptions& options, const std::filesystem::path& file);

/// The measured images themselves as key objects: all of up to five, else the middle one of the stack (the mid-sagittal
/// slice of a sagittal series).
[[nodiscard]] std::vector<dicom_modules::InstanceIdentity> key_images(const Findings& findings);

} // namespace spondyl::dicom_objects

#pragma once
// Modules that all our objects share, written into a DCMTK data set; text is UTF-8, as is Specific Character Set.

#include <spondyl/base/result.h>
#include <spondyl/dicom_modules/codes.h>
#include <spondyl/dicom_modules/source_study.h>
#include <string>

class DcmItem; // of DCMTK, which public headers do not include
class DcmDataset;
class DcmFileFormat;
class DcmTagKey;

namespace spondyl::dicom_modules {

/// What kind of object is written.
struct ObjectKind {
  const char* sop_class_uid;
  const char* modality;
  int series_number; ///< where the caller has no wish
  const char* series_description;
};

/// A UID nobody has used (2.25 and a random UUID, PS3.5 B.2).
[[nodiscard]] std::string new_uid();

/// Now, local time, in DICOM's form.
struct DateTime {
  std::string date, time; ///< YYYYMMDD, HHMMSS
};
[[nodiscard]] DateTime now();

void put_text(DcmItem& item, const DcmTagKey& tag, const std::string& value); ///< also when empty
void put_number(DcmItem& item, const DcmTagKey& tag, unsigned value);         ///< US
/// Numbers as decimal strings of at most 16 characters (PS3.5 6.2).
void put_decimals(DcmItem& item, const DcmTagKey& tag, const std::vector<double>& values);
[[nodiscard]] std::string decimal_string(double value);
/// A further item of a sequence; the sequence is created with its first one.
[[nodiscard]] DcmItem& add_item(DcmItem& item, const DcmTagKey& sequence);
/// The first, and usually only, item of a sequence.
[[nodiscard]] DcmItem& only_item(DcmItem& item, const DcmTagKey& sequence);
/// A code sequence of one item (PS3.3 8.8); values longer than 16 characters go where the standard wants them.
void put_code(DcmItem& item, const DcmTagKey& sequence, const Code& code);
[[nodiscard]] std::optional<Code> read_code(DcmItem& item, const DcmTagKey& sequence);
/// Text of a data set as UTF-8 by its own Specific Character Set, or by that of the data set around the item.
[[nodiscard]] std::string utf8_text(DcmItem& item, const DcmTagKey& tag, const std::string& character_set);

/// SOP Common, Patient, General Study, General Series, General Equipment and the Contributing Equipment that IHE AI
/// Results asks for (109102, DCM, "Processing Equipment"). Returns what the object is called.
[[nodiscard]] InstanceIdentity put_common_modules(DcmDataset& data, const ObjectKind& kind, const ObjectPlace& place,
                                                  const SoftwareInfo& software);

/// The place with everything filled in that findings know.
/// Errors: `invalid_argument` when neither names the study.
[[nodiscard]] Result<ObjectPlace> place_in_study(ObjectPlace place, const Findings& findings);

/// A UID that names this version of the software, not the machine it runs on.
[[nodiscard]] std::string device_uid(const SoftwareInfo& software);
inline constexpr const char* kManufacturer = "Spondyl project";
inline constexpr const char* kResearchUseOnly = "Research use only - not for diagnosis.";

/// References to all instances of the findings: Referenced Series Sequence (Common Instance Reference, PS3.3 C.12.2).
void put_referenced_series(DcmItem& item, const Findings& findings);

/// The bytes of a file, Explicit VR Little Endian. Errors: `internal` with the toolkit's reason.
[[nodiscard]] Result<std::string> encoded(DcmFileFormat& format);

} // namespace spondyl::dicom_modules

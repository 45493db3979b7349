#include <cstdio>
#include <ctime>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcwcache.h>
#include <random>
#include <spondyl/base/uid.h>
#include <spondyl/dicom_file/character_set.h>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_modules/put_modules.h>

namespace spondyl::dicom_modules {
namespace {

constexpr Sint32 kAppend = -2;                // the toolkit's item number for "one more"
constexpr std::size_t kLongestCodeValue = 16; // SH, PS3.3 8.1

} // namespace

std::string new_uid() {
  // Random, where the toolkit's own would hold a number of this machine.
  std::random_device source;
  std::string text;
  for (int i = 0; i < 8; ++i)
    text += std::to_string(source()) + ";";
  return uid_from_text(text);
}

DateTime now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  localtime_r(&seconds, &parts);
  char date[16], time[16];
  std::strftime(date, sizeof date, "%Y%m%d", &parts);
  std::strftime(time, sizeof time, "%H%M%S", &parts);
  return {date, time};
}

void put_text(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  item.putAndInsertString(tag, value.c_str());
}

void put_number(DcmItem& item, const DcmTagKey& tag, unsigned value) {
  item.putAndInsertUint16(tag, static_cast<Uint16>(value));
}

std::string decimal_string(double value) {
  // The shortest spelling that keeps as many digits as 16 characters can hold.
  char buffer[64];
  for (int digits = 15; digits > 1; --digits) {
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    if (std::string_view(buffer).size() <= 16)
      break;
  }
  return buffer;
}

void put_decimals(DcmItem& item, const DcmTagKey& tag, const std::vector<double>& values) {
  std::string text;
  for (const double value : values)
    text += (text.empty() ? "" : "\\") + decimal_string(value);
  put_text(item, tag, text);
}

DcmItem& add_item(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* added = nullptr;
  item.findOrCreateSequenceItem(sequence, added, kAppend);
  return *added; // the toolkit only fails here without memory
}

DcmItem& only_item(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* found = nullptr;
  item.findOrCreateSequenceItem(sequence, found, 0);
  return *found;
}

void put_code(DcmItem& item, const DcmTagKey& sequence, const Code& code) {
  DcmItem& entry = add_item(item, sequence);
  put_text(entry, code.value.size() > kLongestCodeValue ? DCM_LongCodeValue : DCM_CodeValue, code.value);
  put_text(entry, DCM_CodingSchemeDesignator, code.scheme);
  put_text(entry, DCM_CodeMeaning, code.meaning);
}

std::optional<Code> read_code(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* entry = dicom::first_item(item, sequence);
  if (entry == nullptr)
    return std::nullopt;
  std::string value = dicom::text(*entry, DCM_CodeValue);
  if (value.empty())
    value = dicom::text(*entry, DCM_LongCodeValue);
  return Code{value, dicom::text(*entry, DCM_CodingSchemeDesignator), dicom::text(*entry, DCM_CodeMeaning)};
}

std::string utf8_text(DcmItem& item, const DcmTagKey& tag, const std::string& character_set) {
  const bool person_name = DcmTag(tag).getEVR() == EVR_PN;
  return dicom::to_utf8(dicom::text(item, tag), character_set, person_name);
}

Result<std::string> encoded(DcmFileFormat& format) {
  const auto not_encoded = [](const OFCondition& status) {
    return failure(ErrorCode::internal, std::string("The DICOM object cannot be encoded (") + status.text() + ").");
  };
  constexpr E_TransferSyntax syntax = EXS_LittleEndianExplicit;
  const OFCondition usable = format.validateMetaInfo(syntax);
  if (usable.bad())
    return not_encoded(usable);
  format.transferInit();
  std::string bytes;
  std::vector<char> buffer(std::size_t{1} << 20U);
  DcmWriteCache cache;
  OFCondition status = EC_StreamNotifyClient;
  DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
  while (status == EC_StreamNotifyClient) {
    status = format.write(stream, syntax, EET_ExplicitLength, &cache, EGL_recalcGL, EPD_noChange);
    void* filled = nullptr;
    offile_off_t length = 0;
    stream.flushBuffer(filled, length);
    bytes.append(static_cast<const char*>(filled), static_cast<std::size_t>(length));
  }
  format.transferEnd();
  if (status.bad())
    return not_encoded(status);
  return bytes;
}

} // namespace spondyl::dicom_modules

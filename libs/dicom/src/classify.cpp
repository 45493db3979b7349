#include "classify.h"

#include "transfer_syntax.h"
#include <algorithm>
#include <array>

namespace spondyl::dicom {
namespace {

constexpr std::string_view kStorage = "1.2.840.10008.5.1.4.1.1.";

struct ObjectName {
  std::string_view key; ///< SOP class below the storage root, or modality
  std::string_view name;
};

// Objects that hold no picture of their own (PS3.4 B.5). A key that ends in "." stands for everything below it.
constexpr std::array<ObjectName, 18> kNoImageClasses{{
    {"88.59", "a key object selection"},
    {"88.", "a structured report"},
    {"11.", "a presentation state"},
    {"66.1", "a spatial registration"},
    {"66.3", "a deformable registration"},
    {"66.2", "a set of spatial fiducials"},
    {"66.4", "a segmentation"},
    {"66.5", "a surface segmentation"},
    {"66.6", "a tractography result"},
    {"66.7", "a label map segmentation"},
    {"66", "raw data"},
    {"67", "a real-world value mapping"},
    {"68.", "a surface scan"},
    {"481.", "a radiotherapy object"},
    {"9.", "a waveform"},
    {"104.", "an encapsulated document"},
    {"30", "a parametric map"},
    {"4.2", "MR spectroscopy"},
}};
constexpr std::array<ObjectName, 14> kNoImageModalities{{
    {"SR", "a structured report"},
    {"KO", "a key object selection"},
    {"PR", "a presentation state"},
    {"SEG", "a segmentation"},
    {"REG", "a spatial registration"},
    {"RTSTRUCT", "a radiotherapy object"},
    {"RTPLAN", "a radiotherapy object"},
    {"RTDOSE", "a radiotherapy object"},
    {"RTRECORD", "a radiotherapy object"},
    {"RTIMAGE", "a radiotherapy object"},
    {"RWV", "a real-world value mapping"},
    {"ANN", "a set of annotations"},
    {"DOC", "an encapsulated document"},
    {"ECG", "a waveform"},
}};

std::string_view below_storage_root(std::string_view uid) {
  return uid.starts_with(kStorage) ? uid.substr(kStorage.size()) : std::string_view();
}

std::string_view not_an_image(const InstanceHeader& header) {
  const std::string_view sop_class = below_storage_root(header.sop_class_uid);
  for (const ObjectName& object : kNoImageClasses) {
    const bool family = object.key.ends_with('.');
    if (!sop_class.empty() && (family ? sop_class.starts_with(object.key) : sop_class == object.key))
      return object.name;
  }
  for (const ObjectName& object : kNoImageModalities)
    if (header.series.modality == object.key)
      return object.name;
  return {};
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// A secondary capture's Modality names where the picture comes from (PS3.3 C.8.6.1). A grey one of a film is a film:
/// its ratios need no geometry, and millimetres go by the tags as on any film.
bool is_captured_film(const InstanceHeader& header) {
  return is_one_of(header.series.modality, {"CR", "DX", "RF", "RG"});
}

bool is_colour(const InstanceHeader& header) {
  return header.samples_per_pixel > 1 || header.photometric_interpretation == "PALETTE COLOR" ||
         header.photometric_interpretation == "RGB" || header.photometric_interpretation.starts_with("YBR");
}

bool image_type_has(const FrameHeader& frame, std::initializer_list<std::string_view> words) {
  const std::string padded = "\\" + frame.image_type + "\\";
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return padded.find("\\" + std::string(word) + "\\") != std::string::npos ||
           padded.find("\\" + std::string(word) + " \\") != std::string::npos;
  });
}

std::string number(long value) {
  return std::to_string(value);
}

std::string dimensions_refusal(const InstanceHeader& header) {
  if (header.rows < 1 || header.columns < 1)
    return "Rows or Columns is missing or not positive";
  if (header.rows > kLargestRowsOrColumns || header.columns > kLargestRowsOrColumns ||
      static_cast<long long>(header.rows) * header.columns > kLargestFramePixels)
    return "a frame of " + number(header.columns) + " x " + number(header.rows) +
           " pixels is larger than the limit of " + std::to_string(kLargestFramePixels >> 20) + " Mi pixels";
  if (header.frame_count < 1 || header.frame_count > kMostFrames)
    return "Number of Frames is not within 1 to " + number(kMostFrames);
  return {};
}

std::string bits_refusal(const InstanceHeader& header) {
  if (header.bits_allocated != 8 && header.bits_allocated != 16 && header.bits_allocated != 32 &&
      header.bits_allocated != 64)
    return "Bits Allocated is " + number(header.bits_allocated) + "; 8, 16 and 32 are supported";
  if (header.bits_stored < 1 || header.bits_stored > header.bits_allocated)
    return "Bits Stored is " + number(header.bits_stored) + " with Bits Allocated " + number(header.bits_allocated);
  return {};
}

std::string pixel_data_refusal(const InstanceHeader& header) {
  if (!header.has_pixels)
    return "the file has no pixel data";
  if (std::string refusal = transfer_syntax_refusal(header.transfer_syntax_uid); !refusal.empty())
    return refusal;
  if (header.pixels_cut_short)
    return "the pixel data is cut short: the file ends within it";
  const auto needed = static_cast<std::uintmax_t>(header.rows) * static_cast<std::uintmax_t>(header.columns) *
                      static_cast<std::uintmax_t>(header.bits_allocated / 8) *
                      static_cast<std::uintmax_t>(header.frame_count);
  const bool encapsulated = transfer_syntax_of(header.transfer_syntax_uid).encapsulated;
  if (!encapsulated && header.pixel_length && *header.pixel_length < needed)
    return "the pixel data is cut short: the file holds " + std::to_string(*header.pixel_length) + " of " +
           std::to_string(needed) + " bytes";
  return {};
}

std::string pixel_refusal(const InstanceHeader& header) {
  for (const auto check : {dimensions_refusal, bits_refusal, pixel_data_refusal})
    if (std::string refusal = check(header); !refusal.empty())
      return refusal;
  return {};
}

Classification classify_measurable(const InstanceHeader& header, Modality modality) {
  const SeriesKind kind = modality == Modality::radiograph ? SeriesKind::radiograph : SeriesKind::volume;
  if (std::string refusal = pixel_refusal(header); !refusal.empty())
    return {kind, modality, std::move(refusal)};
  if (modality == Modality::radiograph && header.frame_count > 1)
    return {SeriesKind::display_only, modality, "a fluoroscopic run of several frames is not measured"};
  return {kind, modality, {}};
}

Classification classify_secondary_capture(const InstanceHeader& header) {
  if (!is_captured_film(header))
    return {SeriesKind::display_only, Modality::other,
            "a secondary capture has no reliable geometry and is not measured"};
  if (is_colour(header))
    return {SeriesKind::display_only, Modality::radiograph, "colour pictures are not measured"};
  return classify_measurable(header, Modality::radiograph);
}

} // namespace

bool is_secondary_capture(std::string_view sop_class_uid) {
  const std::string_view sop_class = below_storage_root(sop_class_uid);
  return sop_class == "7" || sop_class.starts_with("7.");
}

Modality modality_of(std::string_view sop_class_uid, std::string_view modality) {
  const std::string_view sop_class = below_storage_root(sop_class_uid);
  if (is_one_of(sop_class, {"2", "2.1", "2.2"}))
    return Modality::ct;
  if (is_one_of(sop_class, {"4", "4.1", "4.4"}))
    return Modality::mr;
  if (is_one_of(sop_class, {"1", "1.1", "1.1.1", "12.2"}))
    return Modality::radiograph;
  if (!sop_class.empty())
    return Modality::other;
  if (modality == "CT")
    return Modality::ct;
  if (modality == "MR")
    return Modality::mr;
  return is_one_of(modality, {"CR", "DX", "RF", "RG"}) ? Modality::radiograph : Modality::other;
}

Classification classify_frame(const Classification& instance, const FrameHeader& frame) {
  if (instance.kind != SeriesKind::volume)
    return instance;
  if (image_type_has(frame, {"LOCALIZER", "SCOUT"}))
    return {SeriesKind::localizer, instance.modality, "a localizer is not measured"};
  if (image_type_has(frame,
                     {"MIP", "MAX_IP", "MIN_IP", "PROJECTION IMAGE", "PJN", "VOLUME_RENDER", "MAXIMUM", "MINIMUM"}))
    return {SeriesKind::display_only, instance.modality, "a projection or rendering of other images is not measured"};
  return instance;
}

Classification classify(const InstanceHeader& header) {
  if (const std::string_view name = not_an_image(header); !name.empty())
    return {SeriesKind::not_an_image, Modality::other, std::string(name) + " is not an image"};
  if (header.rows == 0 && header.columns == 0 && !header.has_pixels)
    return {SeriesKind::not_an_image, Modality::other, "the object holds no picture: it is not an image"};
  if (is_secondary_capture(header.sop_class_uid))
    return classify_secondary_capture(header);
  const Modality modality = modality_of(header.sop_class_uid, header.series.modality);
  if (modality == Modality::other) {
    const std::string name =
        header.series.modality.empty() ? "without a modality" : "of modality " + header.series.modality;
    return {SeriesKind::display_only, Modality::other, "images " + name + " are not supported for measurement"};
  }
  if (is_colour(header))
    return {SeriesKind::display_only, modality, "colour pictures are not measured"};
  return classify_measurable(header, modality);
}

} // namespace spondyl::dicom

#include <spondyl/dicom_file/file_structure.h>

#include <array>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFFU;
constexpr std::uint32_t kItem = 0xFFFEE000U, kItemEnd = 0xFFFEE00DU, kSequenceEnd = 0xFFFEE0DDU;
constexpr std::uint32_t kTransferSyntaxUid = 0x00020010U;

/// Random access to bytes, of a file through a window or of memory.
class Bytes {
public:
  explicit Bytes(int file_descriptor, std::uint64_t size) : descriptor_(file_descriptor), size_(size) {}
  explicit Bytes(std::span<const std::uint8_t> memory) : memory_(memory), size_(memory.size()) {}

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Copies `count` (at most 64) bytes from `offset`; false when they are not there.
  bool get(std::uint64_t offset, void* target, std::size_t count) {
    if (offset > size_ || count > size_ - offset)
      return false;
    if (descriptor_ >= 0 && !move_window(offset, count))
      return false;
    const std::uint64_t base = descriptor_ >= 0 ? window_at_ : 0;
    std::memcpy(target, memory_.data() + (offset - base), count);
    return true;
  }

private:
  bool move_window(std::uint64_t offset, std::size_t count) {
    if (offset >= window_at_ && offset + count <= window_at_ + memory_.size())
      return true;
    window_.resize(kWindow);
    const ssize_t got = pread(descriptor_, window_.data(), window_.size(), static_cast<off_t>(offset));
    if (got < static_cast<ssize_t>(count))
      return false;
    window_at_ = offset;
    memory_ = std::span(window_).first(static_cast<std::size_t>(got));
    return true;
  }

  static constexpr std::size_t kWindow = 16384;
  int descriptor_ = -1;
  std::span<const std::uint8_t> memory_;
  std::vector<std::uint8_t> window_;
  std::uint64_t window_at_ = 0, size_ = 0;
};

enum class Encoding { explicit_little, explicit_big, implicit_little };

struct Element {
  std::uint32_t tag = 0;
  std::string vr; ///< empty for items and implicit encoding
  std::uint32_t length = 0;
  std::uint64_t value_at = 0;
};

std::uint32_t number(const std::uint8_t* bytes, int count, bool big) {
  std::uint32_t value = 0;
  for (int i = 0; i < count; ++i)
    value |= static_cast<std::uint32_t>(bytes[big ? count - 1 - i : i]) << (8 * i);
  return value;
}

bool is_upper(std::uint8_t c) {
  return c >= 'A' && c <= 'Z';
}

/// PS3.5 7.1.2: these have two reserved bytes and a 32-bit length; the others a 16-bit length.
bool has_long_length(const std::string& vr) {
  constexpr const char* kLong[] = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"};
  for (const char* name : kLong)
    if (vr == name)
      return true;
  return false;
}

std::optional<Element> element_at(Bytes& bytes, std::uint64_t offset, Encoding encoding) {
  std::array<std::uint8_t, 12> raw{};
  if (!bytes.get(offset, raw.data(), 8))
    return std::nullopt;
  const bool big = encoding == Encoding::explicit_big;
  Element element;
  element.tag = number(raw.data(), 2, big) << 16U | number(raw.data() + 2, 2, big);
  element.length = number(raw.data() + 4, 4, big);
  element.value_at = offset + 8;
  const bool is_item = element.tag >> 16U == 0xFFFEU;
  if (is_item || encoding == Encoding::implicit_little || !is_upper(raw[4]) || !is_upper(raw[5]))
    return element;
  element.vr.assign({static_cast<char>(raw[4]), static_cast<char>(raw[5])});
  if (!has_long_length(element.vr)) {
    element.length = number(raw.data() + 6, 2, big);
    return element;
  }
  if (!bytes.get(offset, raw.data(), 12))
    return std::nullopt;
  element.length = number(raw.data() + 8, 4, big);
  element.value_at = offset + 12;
  return element;
}

/// Walks through a data set without recursion, entering everything that holds items.
class NestingWalker {
public:
  NestingWalker(Bytes& bytes, Encoding encoding) : bytes_(bytes), encoding_(encoding) {}

  [[nodiscard]] bool pixels_cut_short() const { return pixels_cut_short_; }

  /// False when the nesting is too deep. Whatever else is wrong is left to the parser.
  bool walk(std::uint64_t at) {
    while (const auto element = element_at(bytes_, at, encoding_)) {
      leave_finished(at);
      at = step(*element);
      if (ends_.size() > 2 * static_cast<std::size_t>(kDeepestNesting)) // a sequence and an item per level
        return false;
      if (at >= bytes_.size())
        break;
    }
    return true;
  }

private:
  void leave_finished(std::uint64_t at) {
    while (!ends_.empty() && ends_.back() <= at)
      ends_.pop_back();
  }

  std::uint64_t step(const Element& element) {
    if (element.tag == kItemEnd || element.tag == kSequenceEnd) {
      in_fragments_ = false;
      if (!ends_.empty())
        ends_.pop_back();
      return element.value_at;
    }
    const bool undefined = element.length == kUndefinedLength;
    const bool pixels = ends_.empty() && element.tag >> 16U == 0x7FE0U;
    if ((pixels || in_fragments_) && !undefined && element.value_at + element.length > bytes_.size())
      pixels_cut_short_ = true;
    if (element.tag == kItem && in_fragments_ && !undefined)
      return element.value_at + element.length;
    if (element.tag == kItem || undefined || holds_items(element)) {
      in_fragments_ = undefined && pixels;
      ends_.push_back(undefined ? bytes_.size() : element.value_at + element.length);
      return element.value_at;
    }
    return element.value_at + element.length;
  }

  bool holds_items(const Element& element) {
    if (element.vr == "SQ")
      return true;
    if (!element.vr.empty() && element.vr != "UN")
      return false;
    const auto first = element.length >= 8 ? element_at(bytes_, element.value_at, encoding_) : std::nullopt;
    return first && first->tag == kItem;
  }

  Bytes& bytes_;
  Encoding encoding_;
  std::vector<std::uint64_t> ends_; ///< where each open sequence or item ends
  bool in_fragments_ = false, pixels_cut_short_ = false;
};

bool starts_with_data_element(const std::array<std::uint8_t, 8>& first) {
  const bool little = first[1] == 0 && (first[0] == 0x02 || first[0] == 0x08) && first[3] <= 0x20;
  const bool big = first[0] == 0 && first[1] == 0x08 && first[2] <= 0x20;
  if (!little && !big)
    return false;
  // Implicit: the first values of a data set are short, so that the upper half of the length is zero.
  return (is_upper(first[4]) && is_upper(first[5])) || (little && first[6] == 0 && first[7] == 0);
}

/// Reads the meta header (group 0002, always Explicit VR Little Endian) from `at` on.
void read_meta(Bytes& bytes, std::uint64_t at, FileStructure& structure) {
  while (const auto element = element_at(bytes, at, Encoding::explicit_little)) {
    if (element->tag >> 16U != 2 || element->length == kUndefinedLength)
      break;
    if (element->tag == kTransferSyntaxUid && element->length <= 64) {
      std::string uid(element->length, '\0');
      if (bytes.get(element->value_at, uid.data(), uid.size()))
        structure.transfer_syntax_uid = uid.substr(0, uid.find_last_not_of(std::string("\0 ", 2)) + 1);
    }
    at = element->value_at + element->length;
  }
  structure.data_set_at = at;
}

/// By the first element itself, as the toolkit does: meta headers are wrong at times.
Encoding encoding_of(Bytes& bytes, const FileStructure& structure) {
  std::array<std::uint8_t, 8> first{};
  if (!bytes.get(structure.data_set_at, first.data(), first.size()))
    return Encoding::explicit_little;
  if (!is_upper(first[4]) || !is_upper(first[5]))
    return Encoding::implicit_little;
  return first[0] == 0 && first[1] != 0 ? Encoding::explicit_big : Encoding::explicit_little;
}

class OpenedFile {
public:
  explicit OpenedFile(const fs::path& file) : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenedFile() {
    if (descriptor_ >= 0)
      ::close(descriptor_);
  }
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

private:
  int descriptor_;
};

Result<void> walk(Bytes& bytes, Encoding encoding, FileStructure& structure) {
  NestingWalker walker(bytes, encoding);
  if (!walker.walk(structure.data_set_at))
    return failure(ErrorCode::unreadable, "the file nests sequences more than " + std::to_string(kDeepestNesting) +
                                              " levels deep, which no real object does");
  structure.pixels_cut_short = walker.pixels_cut_short();
  return {};
}

} // namespace

Result<FileStructure> examine_file(const fs::path& file) {
  const OpenedFile opened(file);
  struct stat status {};
  if (opened.get() < 0 || fstat(opened.get(), &status) != 0)
    return failure(ErrorCode::unreadable, std::string("the file cannot be opened: ") + std::strerror(errno));
  Bytes bytes(opened.get(), static_cast<std::uint64_t>(status.st_size));
  FileStructure structure;
  std::array<char, 4> magic{};
  std::array<std::uint8_t, 8> first{};
  std::uint64_t at = 0;
  if (bytes.get(128, magic.data(), 4) && std::memcmp(magic.data(), "DICM", 4) == 0)
    at = 132;
  else if (!bytes.get(0, first.data(), first.size()) || !starts_with_data_element(first))
    return structure;
  structure.is_dicom = true;
  read_meta(bytes, at, structure);
  const bool deflated = structure.transfer_syntax_uid == "1.2.840.10008.1.2.1.99";
  if (!deflated)
    SPONDYL_CHECK(walk(bytes, encoding_of(bytes, structure), structure));
  return structure;
}

Result<FileStructure> examine_data_set(std::span<const std::uint8_t> data_set) {
  Bytes bytes(data_set);
  FileStructure structure;
  structure.is_dicom = true;
  SPONDYL_CHECK(walk(bytes, Encoding::explicit_little, structure));
  return structure;
}

} // namespace spondyl::dicom

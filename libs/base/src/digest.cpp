#include <spondyl/base/digest.h>

#include <fstream>
#include <memory>
#include <openssl/evp.h>
#include <stdexcept>
#include <vector>

namespace spondyl {
namespace {

/// OpenSSL fails here only when it cannot allocate or was built without SHA-256: neither can be expected.
void require(int result) {
  if (result != 1)
    throw std::runtime_error("OpenSSL could not compute a SHA-256 digest");
}

class Sha256Hasher {
public:
  Sha256Hasher() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
  }
  void add(const void* bytes, std::size_t count) { require(EVP_DigestUpdate(context_.get(), bytes, count)); }
  [[nodiscard]] Sha256 finish() {
    Sha256 digest{};
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    return digest;
  }

private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

} // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256Hasher hasher;
  hasher.add(bytes.data(), bytes.size());
  return hasher.finish();
}

std::string hexadecimal(const Sha256& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  return hexadecimal(sha256(bytes));
}

Result<std::string> sha256_of_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  Sha256Hasher hasher;
  std::vector<char> buffer(1U << 18U);
  while (stream) {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hasher.add(buffer.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.eof())
    return failure(ErrorCode::unreadable, "Cannot read " + file.string() + " to compute its digest.",
                   "Check that the file exists and may be read.");
  return hexadecimal(hasher.finish());
}

} // namespace spondyl

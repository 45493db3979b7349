#include <spondyl/base/read_text.h>

#include <fstream>
#include <sstream>

namespace spondyl {

Result<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  // An empty file gives nothing to insert, which is no failure.
  if (!stream || (stream.peek() != std::ifstream::traits_type::eof() && !(text << stream.rdbuf())) || stream.bad())
    return failure(ErrorCode::not_found, "Cannot read " + file.string() + ".", "Check the name and its permissions.");
  return text.str();
}

} // namespace spondyl

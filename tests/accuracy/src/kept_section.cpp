#include "kept_section.h"

#include <fstream>
#include <sstream>

namespace spondyl::accuracy {
namespace {

std::string opening(const std::string& name) {
  return "<!-- " + name + " -->\n";
}
std::string closing(const std::string& name) {
  return "<!-- end of " + name + " -->\n";
}

} // namespace

std::string section_of(const std::string& document, const std::string& name) {
  const std::size_t from = document.find(opening(name));
  const std::size_t to = from == std::string::npos ? from : document.find(closing(name), from);
  return to == std::string::npos ? "" : document.substr(from, to + closing(name).size() - from);
}

std::string with_section(const std::string& document, const std::string& name, const std::string& body) {
  const std::string section = opening(name) + body + closing(name), old = section_of(document, name);
  if (old.empty())
    return document + (document.empty() ? "" : "\n") + section;
  std::string text = document;
  return text.replace(text.find(old), old.size(), section);
}

std::string keeping_section(const std::string& fresh, const std::string& old_document, const std::string& name) {
  const std::string section = section_of(old_document, name);
  return section.empty() ? fresh : fresh + "\n" + section;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Result<void> write_text(const std::filesystem::path& file, const std::string& text) {
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
  std::ofstream stream(file);
  if (!(stream << text))
    return failure(ErrorCode::io, "Cannot write " + file.string() + ".");
  return {};
}

} // namespace spondyl::accuracy

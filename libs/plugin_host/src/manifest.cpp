#include <spondyl/plugin_host/manifest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace spondyl::plugin_host {
namespace {

using Json = nlohmann::json;

struct Problem {
  std::string text;
};

std::string text_of(const Json& object, const char* key, bool required) {
  const auto found = object.find(key);
  if (found == object.end() && !required)
    return {};
  if (found == object.end() || !found->is_string() || found->get_ref<const std::string&>().empty())
    throw Problem{std::string("\"") + key + "\" must be a text that is not empty"};
  return found->get<std::string>();
}

bool is_word(const std::string& text) {
  constexpr std::size_t longest = 64;
  return text.size() <= longest && std::ranges::all_of(text, [](unsigned char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::string word_of(const Json& object, const char* key) {
  std::string word = text_of(object, key, true);
  if (!is_word(word))
    throw Problem{std::string("\"") + key + "\" may hold lower-case letters, digits and '-' only"};
  return word;
}

Role role_of(const Json& object) {
  const std::string word = text_of(object, "role", true);
  for (const Role role : kRoles)
    if (to_string(role) == word)
      return role;
  throw Problem{"the role \"" + word + "\" is not known; roles are report_writer, segmenter, grader"};
}

std::string ending_of(const Json& format) {
  std::string ending = text_of(format, "ending", true);
  const bool plain = std::ranges::none_of(ending, [](char c) { return c == '/' || c == '\0'; });
  if (ending.front() != '.' || !plain)
    throw Problem{"an \"ending\" begins with a dot and names no folder"};
  return ending;
}

std::vector<ReportFormat> formats_of(const Json& object, Role role) {
  std::vector<ReportFormat> formats;
  const auto found = object.find("formats");
  if (found != object.end() && !found->is_array())
    throw Problem{"\"formats\" must be a list"};
  if (found != object.end())
    for (const Json& format : *found) {
      if (!format.is_object())
        throw Problem{"each of \"formats\" must be an object with \"name\" and \"ending\""};
      formats.push_back({word_of(format, "name"), ending_of(format)});
    }
  if (role == Role::report_writer && formats.empty())
    throw Problem{"a report writer names at least one of its \"formats\""};
  return formats;
}

Manifest manifest_of(const Json& object) {
  if (!object.is_object())
    throw Problem{"it must be an object"};
  Manifest manifest;
  manifest.id = word_of(object, "id");
  manifest.version = text_of(object, "version", true);
  const auto abi = object.find("abi");
  if (abi == object.end() || !abi->is_number_integer())
    throw Problem{"\"abi\" must be a whole number"};
  manifest.abi = abi->get<int>();
  manifest.role = role_of(object);
  manifest.formats = formats_of(object, manifest.role);
  manifest.licence = text_of(object, "licence", true);
  manifest.description = text_of(object, "description", false);
  manifest.sha256 = text_of(object, "sha256", false);
  return manifest;
}

} // namespace

std::string_view to_string(Role role) {
  constexpr std::array<std::string_view, 3> names = {"report_writer", "segmenter", "grader"};
  return names[static_cast<std::size_t>(role)];
}

Result<Manifest> parse_manifest(std::string_view text, const std::string& name) {
  const Json document = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded())
    return failure(ErrorCode::unreadable, name + " is not valid JSON.");
  try {
    return manifest_of(document);
  } catch (const Problem& problem) {
    return failure(ErrorCode::invalid_argument, name + ": " + problem.text + ".", "See docs/plugins.md.");
  }
}

} // namespace spondyl::plugin_host

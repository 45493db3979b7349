#include "view.h"

#include <kainjow/mustache.hpp>
#include <spondyl/report/report.h>

namespace spondyl::report {
namespace {

using Json = nlohmann::json;
using Data = kainjow::mustache::data;

/// Absent, false, "" and [] all leave a section out, so that a template needs no second flag for them.
Data data_of(const Json& value) {
  if (value.is_object()) {
    Data object{Data::type::object};
    for (const auto& [key, member] : value.items())
      object.set(key, data_of(member));
    return object;
  }
  if (value.is_array()) {
    Data list{Data::type::list};
    for (const Json& entry : value)
      list.push_back(data_of(entry));
    return list;
  }
  if (value.is_string() && !value.get_ref<const std::string&>().empty())
    return {value.get<std::string>()};
  if (value.is_boolean() && value.get<bool>())
    return {Data::type::bool_true};
  return {Data::type::bool_false};
}

/// CommonMark 2.4: any ASCII punctuation may be escaped by a backslash. A line break would end a table row.
std::string markdown_escaped(const std::string& text) {
  constexpr std::string_view special = R"(\`*_{}[]<>()#+-.!|~&"'$:=^)";
  std::string result;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      result += ' ';
      continue;
    }
    if (special.find(c) != std::string_view::npos)
      result += '\\';
    result += c;
  }
  return result;
}

} // namespace

Result<std::string> render(const std::string& template_text, Escaping escaping, const Findings& findings,
                           const Catalogue& catalogue, const ReportOptions& options) {
  kainjow::mustache::mustache page(template_text);
  if (escaping == Escaping::markdown)
    page.set_custom_escape(markdown_escaped);
  std::string text;
  if (page.is_valid())
    text = page.render(data_of(view_of(findings, catalogue, options)));
  if (!page.is_valid())
    return failure(ErrorCode::invalid_argument, "The report template is broken: " + page.error_message() + ".",
                   "See docs/report-templates.md.");
  return text;
}

} // namespace spondyl::report

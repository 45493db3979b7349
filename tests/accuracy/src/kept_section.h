#pragma once
// docs/accuracy.md is written by two programs: each leaves the other's part as it is.

#include <filesystem>
#include <spondyl/base/result.h>
#include <string>

namespace spondyl::accuracy {

/// What stands between the marks of `name` in a document, marks included; empty where there is none.
[[nodiscard]] std::string section_of(const std::string& document, const std::string& name);

/// The document with `body` between the marks of `name`, in place of what stood there or at the end.
[[nodiscard]] std::string with_section(const std::string& document, const std::string& name, const std::string& body);

/// `fresh` with the section `name` that `old_document` had, if any.
[[nodiscard]] std::string keeping_section(const std::string& fresh, const std::string& old_document,
                                          const std::string& name);

/// A file's text; empty where it cannot be read.
[[nodiscard]] std::string text_of(const std::filesystem::path& file);
/// Makes the folder too. Errors: `io`.
[[nodiscard]] Result<void> write_text(const std::filesystem::path& file, const std::string& text);

constexpr const char* kFilmSection = "films"; ///< of spondyl-film-accuracy

} // namespace spondyl::accuracy

#pragma once
// What is known about the reference cases beyond their files: which belong together, who is the same person.

#include <filesystem>
#include <set>
#include <spondyl/base/result.h>
#include <string>
#include <vector>

namespace spondyl::accuracy {

/// Whether an entry of the file means the case of this name: the name itself, or the first 16 digits of its SHA-256.
[[nodiscard]] bool stands_for(const std::string& entry, const std::string& name);

/// What holds for every case whose name begins with `prefix`; the longest prefix counts.
struct ReferenceSet {
  std::string prefix;
  std::string name;             ///< as the report prints it
  double reference_error = 0.0; ///< mm, standard uncertainty of a reference height
  bool healthy = false;         ///< no fracture known
};

class ReferenceSets {
public:
  ReferenceSets() = default;
  /// Reads reference_sets.json. Errors: `unreadable` naming the file.
  [[nodiscard]] static Result<ReferenceSets> read(const std::filesystem::path& file);

  [[nodiscard]] ReferenceSet set_of(const std::string& case_name) const;
  /// Exams of one person share it; the case's own name where nothing is known.
  [[nodiscard]] std::string person_of(const std::string& case_name) const;
  /// Cases whose readings of one person are compared across modalities.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& ct_and_mr() const { return ct_and_mr_; }

private:
  std::vector<ReferenceSet> sets_;
  std::vector<std::vector<std::string>> persons_;
  std::vector<std::pair<std::string, std::string>> ct_and_mr_;
};

} // namespace spondyl::accuracy

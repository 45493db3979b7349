#pragma once

#include <filesystem>
#include <optional>
#include <spondyl/comparison/comparison.h>
#include <spondyl/pipeline/stored_findings.h>
#include <spondyl/store/store.h>
#include <string>

namespace CLI {
class App;
}

namespace spondyl::cli {

/// A measurement as the user names it: findings.json, a structured report of Spondyl, or an exam of the store.
struct NamedStudy {
  pipeline::StoredFindings stored;
  std::filesystem::path file;        ///< empty for an exam of the store
  std::optional<store::ExamId> exam; ///< where it came from the store
};

/// How two studies are compared, as `compare` and `report --prior` are told.
struct TwoStudies {
  std::string store, images, prior_images;
  bool same_person = false, no_images = false;

  void add_options(CLI::App& command);
  [[nodiscard]] Result<NamedStudy> study(const std::string& name) const;
  /// The prior of an exam: as named, or for "latest" the last earlier exam of the same person in the store, of the same
  /// modality where there is one. Errors: `not_found`, `invalid_argument`.
  [[nodiscard]] Result<NamedStudy> prior(const std::string& name, const NamedStudy& current) const;
  /// Why the images told nothing goes to standard error.
  [[nodiscard]] Result<comparison::Comparison> compare(const NamedStudy& prior, const NamedStudy& current,
                                                       bool quiet) const;

private:
  [[nodiscard]] Result<comparison::CompareOptions> told_by_readers(const NamedStudy& prior,
                                                                   const NamedStudy& current) const;
};

} // namespace spondyl::cli

#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace spondyl::end_to_end {

struct ProgramResult {
  int exit_code = -1;
  std::string output; ///< standard output
  std::string errors; ///< standard error
};

/// Runs the built `spondyl` with these arguments and waits for it.
[[nodiscard]] ProgramResult run_spondyl(const std::vector<std::string>& arguments);

/// A fresh empty folder below the test's temporary folder.
[[nodiscard]] std::filesystem::path fresh_folder(const std::string& name);

/// The demo study, written once per test program.
[[nodiscard]] const std::filesystem::path& demo_study();

[[nodiscard]] nlohmann::json read_json(const std::filesystem::path& file);

/// Every findings.json below a results folder.
[[nodiscard]] std::vector<std::filesystem::path> findings_files(const std::filesystem::path& results);

/// The findings of one series of the demo study, measured once per test program.
[[nodiscard]] const std::filesystem::path& measured_findings();

/// Name and content digest of every file below a folder, to show that nothing was altered.
[[nodiscard]] std::vector<std::string> fingerprint(const std::filesystem::path& folder);

} // namespace spondyl::end_to_end

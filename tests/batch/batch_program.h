#pragma once
// The real program on an archive, whole or killed on the way.

#include "archive.h"

#include <nlohmann/json.hpp>
#include <string>
#include <sys/types.h>
#include <vector>

namespace spondyl::batch_test {

struct ProgramRun {
  int exit_code = -1;
  std::string output, errors;
};

/// `spondyl` with these words.
[[nodiscard]] ProgramRun run(const std::vector<std::string>& words);

/// The words of a batch with the segmenter of these tests.
[[nodiscard]] std::vector<std::string> batch_words(const std::filesystem::path& archive,
                                                   const std::filesystem::path& output,
                                                   const std::vector<std::string>& more = {});

/// Starts the batch with --events, kills it (SIGKILL) once it has reported `series` series, and waits until its workers
/// are gone too. False when it ended before that.
[[nodiscard]] bool run_and_kill(std::vector<std::string> words, int series);

[[nodiscard]] std::string read_text(const std::filesystem::path& file);
[[nodiscard]] nlohmann::json manifest(const std::filesystem::path& output);
/// Series Instance UID to outcome, over all entries of the manifest; fails the test when one is there twice.
[[nodiscard]] std::map<std::string, std::string> outcomes(const std::filesystem::path& output);
/// findings.json below `output` by folder, without the time it was made.
[[nodiscard]] std::map<std::string, std::string> findings_by_folder(const std::filesystem::path& output);

/// Every series of the archive is in the manifest with the right outcome, in the table, and measured ones in their
/// folder.
void expect_complete(const Archive& archive, const std::filesystem::path& output);

} // namespace spondyl::batch_test

#pragma once

#include <filesystem>

namespace spondyl::viewer::test {

/// Opens FOLDER/study with its session in FOLDER, measures, names L1 anew, and drags the anterior superior corner of
/// the first vertebra up and down for ever. Prints the number of moves after each.
[[nodiscard]] int drag_until_killed(const std::filesystem::path& folder);

} // namespace spondyl::viewer::test

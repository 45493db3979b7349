#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <spondyl/demo/demo_study.h>

namespace spondyl::viewer::test {

/// The demo study as DICOM in `folder`/study.
inline std::filesystem::path write_demo(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "study");
  const auto written = demo::write_demo_study(folder / "study");
  EXPECT_TRUE(written) << written.error().text();
  return folder / "study";
}

} // namespace spondyl::viewer::test

#include "kept_section.h"

#include <gtest/gtest.h>

namespace spondyl::accuracy {
namespace {

TEST(KeptSection, IsPutAtTheEndOfADocumentThatHasNone) {
  const std::string text = with_section("# Accuracy\n", "films", "table\n");
  EXPECT_EQ(text, "# Accuracy\n\n<!-- films -->\ntable\n<!-- end of films -->\n");
}

TEST(KeptSection, ReplacesOnlyItself) {
  const std::string text =
      with_section("before\n<!-- films -->\nold\n<!-- end of films -->\nafter\n", "films", "new\n");
  EXPECT_EQ(text, "before\n<!-- films -->\nnew\n<!-- end of films -->\nafter\n");
}

TEST(KeptSection, SurvivesWhenTheRestIsWrittenAnew) {
  const std::string page = with_section("old figures\n", "films", "table\n");
  const std::string fresh = keeping_section("new figures\n", page, "films");
  EXPECT_EQ(fresh, with_section("new figures\n", "films", "table\n"));
  EXPECT_EQ(keeping_section("new figures\n", "no films yet\n", "films"), "new figures\n");
}

} // namespace
} // namespace spondyl::accuracy

#include "plugin_folder.h"

#include <gmock/gmock.h>
#include <spondyl/base/digest.h>

namespace spondyl::plugin_host {
namespace {

using testing::HasSubstr;

TEST(PluginRefusal, AGoodPluginIsNone) {
  PluginFolder folder;
  folder.add("good", "writer", manifest());
  EXPECT_EQ(folder.refusal("good"), "");
}

TEST(PluginRefusal, TextNamedAsASharedObject) {
  PluginFolder folder;
  folder.write("text.so", "I am no code.");
  folder.write("text.plugin.json", manifest());
  EXPECT_THAT(folder.refusal("text"), HasSubstr("not a shared object"));
}

TEST(PluginRefusal, NoManifest) {
  PluginFolder folder;
  folder.write("text.so", "I am no code.");
  EXPECT_THAT(folder.refusal("text"), HasSubstr("no manifest"));
}

TEST(PluginRefusal, ManifestWithoutALibrary) {
  PluginFolder folder;
  folder.write("lonely.plugin.json", manifest());
  EXPECT_THAT(folder.refusal("lonely"), HasSubstr("no lonely.so"));
}

TEST(PluginRefusal, ManifestsThatCannotBeUnderstood) {
  for (const auto& [text, reason] : std::vector<std::pair<std::string, std::string>>{
           {"{", "not valid JSON"},
           {"[]", "must be an object"},
           {R"({"id": "Up/Case"})", "lower-case"},
           {R"({"id": "a", "version": "1", "abi": "1"})", "whole number"},
           {R"({"id": "a", "version": "1", "abi": 1, "role": "cook"})", "\"cook\" is not known"},
           {R"({"id": "a", "version": "1", "abi": 1, "role": "report_writer", "licence": "MIT"})", "formats"}}) {
    PluginFolder folder;
    folder.add("bad", "writer", text);
    EXPECT_THAT(folder.refusal("bad"), HasSubstr(reason)) << text;
  }
}

TEST(PluginRefusal, AnotherAbiIsSeenBeforeAnyCodeRuns) {
  PluginFolder folder;
  folder.add("crash", "crash_on_load", manifest("test", "2"));
  EXPECT_THAT(folder.refusal("crash"), HasSubstr("built for plugin ABI 2"));
}

TEST(PluginRefusal, AnotherAbiThanTheManifestClaims) {
  PluginFolder folder;
  folder.add("liar", "other_abi", manifest());
  EXPECT_THAT(folder.refusal("liar"), HasSubstr("ABI 99"));
}

TEST(PluginRefusal, CrashWhenLoaded) {
  PluginFolder folder;
  folder.add("crash", "crash_on_load", manifest());
  EXPECT_THAT(folder.refusal("crash"), HasSubstr("crashes when it is loaded"));
}

TEST(PluginRefusal, EndOfTheProcessWhenLoaded) {
  PluginFolder folder;
  folder.add("end", "end_on_load", manifest());
  EXPECT_THAT(folder.refusal("end"), HasSubstr("ends the process"));
}

TEST(PluginRefusal, NoEntry) {
  PluginFolder folder;
  folder.add("other", "without_entry", manifest());
  EXPECT_THAT(folder.refusal("other"), HasSubstr("no symbol spondyl_plugin_entry"));
}

TEST(PluginRefusal, MissingSymbol) {
  PluginFolder folder;
  folder.add("missing", "missing_symbol", manifest());
  EXPECT_THAT(folder.refusal("missing"), HasSubstr("spondyl_function_that_nobody_has"));
}

TEST(PluginRefusal, AnotherIdOrRoleThanTheManifestClaims) {
  PluginFolder folder;
  folder.add("id", "writer", manifest("other"));
  EXPECT_THAT(folder.refusal("id"), HasSubstr("\"test\", its manifest \"other\""));
  PluginFolder roles;
  roles.add("role", "writer", stage_manifest("test", "grader"));
  EXPECT_THAT(roles.refusal("role"), HasSubstr("role grader"));
}

TEST(PluginRefusal, AnIdThatIsTaken) {
  PluginFolder folder;
  folder.add("a", "writer", manifest());
  folder.add("b", "writer", manifest());
  folder.add("c", "grader", stage_manifest(std::string(kBuiltInGrader), "grader"));
  EXPECT_EQ(folder.refusal("a"), "");
  EXPECT_THAT(folder.refusal("b"), HasSubstr("is taken by"));
  EXPECT_THAT(folder.refusal("c"), HasSubstr("built in"));
}

TEST(PluginRefusal, AnotherDigestThanTheManifestStates) {
  PluginFolder folder;
  std::string text = manifest();
  text.insert(1, R"("sha256": ")" + std::string(64, '0') + "\", ");
  folder.add("changed", "writer", text);
  EXPECT_THAT(folder.refusal("changed"), HasSubstr("digest"));
}

TEST(PluginSearch, NeverLooksInTheWorkingDirectory) {
  PluginFolder folder;
  folder.add("here", "writer", manifest());
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  setenv("XDG_DATA_HOME", ".", 1); // a relative folder does not count
  const SearchFolders folders = default_search_folders();
  std::filesystem::current_path(before);
  unsetenv("XDG_DATA_HOME");
  EXPECT_TRUE(folders.installed.is_absolute());
  EXPECT_TRUE(folders.user.empty() || folders.user.is_absolute());
  const PluginHost host(folders);
  for (const PluginEntry& entry : host.entries())
    EXPECT_NE(entry.file.filename(), "here.so");
}

TEST(PluginSearch, NamesTheFormatsThereAre) {
  PluginFolder folder;
  folder.add("good", "writer", manifest());
  PluginHost host = folder.host();
  EXPECT_TRUE(host.writer_for("image"));
  const auto missing = host.writer_for("odt");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().advice, HasSubstr("findings"));
}

} // namespace
} // namespace spondyl::plugin_host

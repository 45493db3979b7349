// `spondyl plugins list` in front of plugins that misbehave: it survives each, and says why it is not used.

#include "program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <map>

namespace spondyl::end_to_end {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

void put_plugin(const fs::path& folder, const std::string& name, const std::string& library, int abi = 1) {
  if (library.empty())
    std::ofstream(folder / (name + ".so")) << "I am a text.";
  else
    fs::copy_file(fs::path(SPONDYL_TEST_PLUGINS) / (library + ".so"), folder / (name + ".so"));
  const nlohmann::json manifest = {{"id", name},       {"version", "1"},
                                   {"abi", abi},       {"role", "report_writer"},
                                   {"licence", "MIT"}, {"formats", {{{"name", name}, {"ending", ".txt"}}}}};
  std::ofstream(folder / (name + ".plugin.json")) << manifest;
}

TEST(PluginsCommand, NamesTheReasonOfEveryRefusal) {
  const fs::path folder = fresh_folder("plugins");
  put_plugin(folder, "crashing", "crash_on_load");
  put_plugin(folder, "ending", "end_on_load");
  put_plugin(folder, "incomplete", "missing_symbol");
  put_plugin(folder, "empty", "without_entry");
  put_plugin(folder, "newer", "writer", 2);
  put_plugin(folder, "lying", "other_abi");
  put_plugin(folder, "text", "");
  const std::map<std::string, std::string> reasons = {{"crashing", "crashes when it is loaded"},
                                                      {"ending", "ends the process"},
                                                      {"incomplete", "spondyl_function_that_nobody_has"},
                                                      {"empty", "no symbol spondyl_plugin_entry"},
                                                      {"newer", "built for plugin ABI 2"},
                                                      {"lying", "ABI 99"},
                                                      {"text", "not a shared object"}};
  const auto program = run_spondyl({"plugins", "list", "--json", "--plugin-path", folder.string()});
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  std::map<std::string, std::string> refusals;
  for (const auto& plugin : nlohmann::json::parse(program.output))
    if (!plugin.at("accepted").get<bool>())
      refusals[plugin.at("id")] = plugin.at("refusal");
  EXPECT_EQ(refusals.size(), reasons.size());
  for (const auto& [id, reason] : reasons)
    EXPECT_THAT(refusals[id], HasSubstr(reason)) << id;
  const auto table = run_spondyl({"plugins", "list", "--plugin-path", folder.string()});
  EXPECT_THAT(table.output, HasSubstr("refused  crashing 1: "));
  EXPECT_THAT(table.output, HasSubstr("[built in]")) << "what is built in goes on working";
}

} // namespace
} // namespace spondyl::end_to_end

#include <spondyl/plugin_sdk/grader.h>
#include <spondyl/plugin_sdk/report_writer.h>
#include <spondyl/plugin_sdk/segmenter.h>

#include <gtest/gtest.h>

extern "C" uint32_t spondyl_plugin_size_in_c(void);

namespace spondyl::plugin_sdk {
namespace {

struct RecordingHost {
  int status = SPONDYL_DONE;
  std::string message, advice;

  spondyl_host abi() {
    return {sizeof(spondyl_host),
            SPONDYL_PLUGIN_ABI,
            this,
            [](void* context, int32_t answered, spondyl_text why, spondyl_text hint) {
              auto& self = *static_cast<RecordingHost*>(context);
              self.status = answered;
              self.message = from_abi(why);
              self.advice = from_abi(hint);
            },
            [](void*, double, spondyl_text) {},
            [](void*) -> int32_t { return 0; }};
  }
};

template <typename Thrown> int32_t guarded_throw(RecordingHost& recorder, const Thrown& thrown) {
  const spondyl_host host = recorder.abi();
  return guarded(&host, [&](const Host&) { throw thrown; });
}

TEST(PluginBorder, IsTheSameInCAndCpp) {
  EXPECT_EQ(spondyl_plugin_size_in_c(), sizeof(spondyl_plugin));
}

TEST(PluginBorder, TurnsARefusalIntoStatusMessageAndAdvice) {
  RecordingHost host;
  EXPECT_EQ(guarded_throw(host, Refusal(SPONDYL_UNSUPPORTED, "No.", "Try another.")), SPONDYL_UNSUPPORTED);
  EXPECT_EQ(host.status, SPONDYL_UNSUPPORTED);
  EXPECT_EQ(host.message, "No.");
  EXPECT_EQ(host.advice, "Try another.");
}

TEST(PluginBorder, LetsNoExceptionPass) {
  RecordingHost host;
  EXPECT_EQ(guarded_throw(host, std::logic_error("broken")), SPONDYL_INTERNAL);
  EXPECT_EQ(host.message, "broken");
  EXPECT_EQ(guarded_throw(host, 7), SPONDYL_INTERNAL);
  EXPECT_FALSE(host.message.empty());
}

TEST(PluginBorder, KeepsTheHostsOwnReason) {
  RecordingHost host;
  EXPECT_EQ(guarded_throw(host, HostRefusal(SPONDYL_IO)), SPONDYL_IO);
  EXPECT_TRUE(host.message.empty());
}

TEST(PluginBorder, RefusesAHostThatIsSmallerThanItKnows) {
  RecordingHost recorder;
  spondyl_host host = recorder.abi();
  host.struct_size = 8;
  EXPECT_EQ(guarded(&host, [](const Host&) {}), SPONDYL_INVALID_ARGUMENT);
}

} // namespace
} // namespace spondyl::plugin_sdk

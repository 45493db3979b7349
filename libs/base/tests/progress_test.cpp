#include <spondyl/base/progress.h>

#include <gtest/gtest.h>
#include <vector>

namespace spondyl {
namespace {

TEST(Progress, PartsMapIntoTheWhole) {
  std::vector<double> seen;
  const Progress whole([&](double fraction, std::string_view) { seen.push_back(fraction); });
  whole.part(0.5, 1.0).part(0.0, 0.5).report(1.0, "stage");
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_DOUBLE_EQ(seen.front(), 0.75);
}

TEST(Progress, CancelledTokenBecomesAnError) {
  const CancelToken token;
  const Progress progress({}, token);
  EXPECT_TRUE(progress.check());
  token.cancel();
  const auto checked = progress.part(0.0, 0.1).check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::cancelled);
}

TEST(Progress, DefaultIsNeverCancelled) {
  EXPECT_TRUE(Progress().check());
}

} // namespace
} // namespace spondyl

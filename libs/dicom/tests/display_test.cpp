#include <spondyl/dicom/display.h>

#include "test_images.h"

namespace spondyl::dicom {
namespace {

using dicom_write::DatasetHook;
using namespace test;

DisplayHints hints_after(const DatasetHook& hook, const dicom_write::WriteOptions& options = {}) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), options, hook);
  const auto hints = display_hints(scan_one(folder.path()), 0);
  EXPECT_TRUE(hints) << hints.error().text();
  return hints.value_or(DisplayHints{});
}

void put_windows(DcmItem& item, const char* centres, const char* widths) {
  item.putAndInsertString(DCM_WindowCenter, centres);
  item.putAndInsertString(DCM_WindowWidth, widths);
}

/// First value 100, then four entries of 8 bits.
void put_table(DcmDataset& data) {
  DcmItem* item = nullptr;
  ASSERT_TRUE(data.findOrCreateSequenceItem(DCM_VOILUTSequence, item).good());
  const Uint16 descriptor[] = {4, 100, 8}, entries[] = {0, 50, 100, 200};
  item->putAndInsertUint16Array(DCM_LUTDescriptor, descriptor, 3);
  item->putAndInsertUint16Array(DCM_LUTData, entries, 4);
  item->putAndInsertString(DCM_LUTExplanation, "Bone");
}

TEST(LoadFrame, IsTheSameSliceAsInTheVolume) {
  const TemporaryFolder folder;
  const Volume original = make_volume();
  write(original, folder.path());
  const Series series = scan_one(folder.path());
  const auto film = load_frame(series, 2);
  ASSERT_TRUE(film) << film.error().text();
  ASSERT_EQ(film->columns(), original.geometry().size.columns);
  for (int row = 0; row < film->rows(); ++row)
    for (int column = 0; column < film->columns(); ++column)
      ASSERT_EQ(film->pixels()[static_cast<std::size_t>(row * film->columns() + column)], original.at(column, row, 2));
}

TEST(LoadFrame, TurnsMonochrome1Over) {
  const TemporaryFolder folder;
  const Volume original = make_volume();
  dicom_write::WriteOptions options;
  options.pixels.monochrome1 = true;
  write(original, folder.path(), options);
  const auto film = load_frame(scan_one(folder.path()), 0);
  ASSERT_TRUE(film) << film.error().text();
  const bool brighter = original.at(1, 0, 0) > original.at(0, 0, 0);
  EXPECT_EQ(film->pixels()[1] > film->pixels()[0], brighter);
}

TEST(LoadFrame, RefusesAnImageThatIsNotThereAndNamesALostFile) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  const Series series = scan_one(folder.path());
  EXPECT_EQ(load_frame(series, series.frames.size()).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(display_hints(series, series.frames.size()).error().code, ErrorCode::invalid_argument);
  std::filesystem::remove(series.frames[1].file);
  const auto lost = load_frame(series, 1);
  ASSERT_FALSE(lost);
  EXPECT_NE(lost.error().message.find(series.frames[1].file.string()), std::string::npos);
  EXPECT_FALSE(display_hints(series, 1));
}

TEST(DisplayHints, HoldsEveryWindowWithItsName) {
  const DisplayHints hints = hints_after([](DcmDataset& data, int) {
    put_windows(data, "40\\400", "350\\1800");
    data.putAndInsertString(DCM_WindowCenterWidthExplanation, "SOFT\\BONE");
    data.putAndInsertString(DCM_VOILUTFunction, "SIGMOID");
  });
  ASSERT_EQ(hints.windows.size(), 2U);
  EXPECT_EQ(hints.windows[0].centre, 40);
  EXPECT_EQ(hints.windows[1].width, 1800);
  EXPECT_EQ(hints.windows[1].explanation, "BONE");
  EXPECT_EQ(hints.windows[1].function, DisplayFunction::sigmoid);
  EXPECT_FALSE(hints.table);
}

TEST(DisplayHints, LeavesOutWindowsThatShowNothing) {
  const DisplayHints hints = hints_after([](DcmDataset& data, int) { put_windows(data, "40\\50\\60", "0\\-5"); });
  EXPECT_TRUE(hints.windows.empty()) << "no width, a negative width, and a centre without width";
}

TEST(DisplayHints, ScalesATableToWhite) {
  const DisplayHints hints = hints_after([](DcmDataset& data, int) { put_table(data); });
  ASSERT_TRUE(hints.table);
  EXPECT_EQ(hints.table->first_value, 100);
  EXPECT_EQ(hints.table->output, (std::vector<float>{0.0F, 0.25F, 0.5F, 1.0F}));
  EXPECT_EQ(hints.table->explanation, "Bone");
}

TEST(DisplayHints, ReadsTheWindowOfAMultiFrameFile) {
  dicom_write::WriteOptions options;
  options.multi_frame = true;
  const DisplayHints hints = hints_after(
      [](DcmDataset& data, int) {
        DcmItem *group = nullptr, *window = nullptr;
        ASSERT_TRUE(data.findOrCreateSequenceItem(DCM_SharedFunctionalGroupsSequence, group).good());
        ASSERT_TRUE(group->findOrCreateSequenceItem(DCM_FrameVOILUTSequence, window).good());
        put_windows(*window, "300", "1500");
      },
      options);
  ASSERT_EQ(hints.windows.size(), 1U);
  EXPECT_EQ(hints.windows[0].width, 1500);
}

} // namespace
} // namespace spondyl::dicom

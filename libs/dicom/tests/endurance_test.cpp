#include "test_images.h"

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;
using dicom_write::TransferSyntax;
using namespace test;

/// Long runs, of label slow: `./dev test --slow`, best under the sanitize preset.
class Endurance : public testing::TestWithParam<TransferSyntax> {};

TEST_P(Endurance, SurvivesThousandsOfDamagedFiles) {
  const TemporaryFolder folder;
  write_stack(folder.path(), GetParam());
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U})
    damage_and_read(folder.path(), folder.path() / "slice-0002.dcm", seed, 1000);
}

INSTANTIATE_TEST_SUITE_P(EverySyntax, Endurance,
                         testing::Values(TransferSyntax::implicit_little_endian, TransferSyntax::explicit_little_endian,
                                         TransferSyntax::explicit_big_endian, TransferSyntax::deflated,
                                         TransferSyntax::rle, TransferSyntax::jpeg_baseline,
                                         TransferSyntax::jpeg_lossless_sv1, TransferSyntax::jpeg_ls_lossless));

TEST(EnduranceScan, JudgesTenThousandFiles) {
  const TemporaryFolder folder;
  VolumeShape shape;
  shape.size = {8, 8, 100};
  const Volume volume = make_volume(shape);
  constexpr int kSeries = 100;
  for (int i = 0; i < kSeries; ++i)
    write(volume, folder.sub("series-" + std::to_string(i)));
  const ScanResult scanned = scan_folder(folder.path());
  EXPECT_EQ(scanned.dicom_files, 10000U);
  ASSERT_EQ(scanned.series.size(), static_cast<std::size_t>(kSeries));
  for (const Series& series : scanned.series)
    EXPECT_EQ(series.verdict, Verdict::usable) << reasons_of(series);
}

} // namespace
} // namespace spondyl::dicom

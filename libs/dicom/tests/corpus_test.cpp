// Real files that broke other readers, and the development studies: what is said about each. The files are not part of
// the project; the tests skip where they are absent.

#include "test_images.h"
#include <fstream>
#include <iomanip>
#include <openssl/sha.h>
#include <set>
#include <sstream>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;
using namespace test;

// SHA-256 of the list of verdicts about the corpus. To update: run the test, read the list whose path it prints, line
// by line, and put the hash it prints here.
constexpr const char* kCorpusBaseline = "f827b6a572b845cd3d12cd60f7804f52397fa3fd1efaba45fa88d2635df74539";

const fs::path kData = SPONDYL_DATA_DIR;

std::string sha256(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::ostringstream hex;
  for (const unsigned char byte : digest)
    hex << std::hex << std::setw(2) << std::setfill('0') << static_cast<int>(byte);
  return hex.str();
}

/// "verdict kind frames modality reason | reason : first file", without anything about a patient.
std::string line_of(const Series& series, const fs::path& root) {
  std::ostringstream line;
  line << to_string(series.verdict) << ' ' << to_string(series.kind) << ' ' << series.frames.size() << ' '
       << (series.info.modality.empty() ? "-" : series.info.modality) << " part " << series.part << '/' << series.parts;
  for (const VerdictReason& reason : series.reasons)
    line << " | " << reason.text;
  std::set<std::string> files;
  for (const FrameRef& frame : series.frames)
    files.insert(frame.file.lexically_relative(root).generic_string());
  for (const std::string& file : files)
    line << "\n    " << file;
  return line.str() + "\n";
}

std::string verdicts(const ScanResult& scanned, const fs::path& root) {
  std::string list;
  for (const Series& series : scanned.series)
    list += line_of(series, root);
  for (const SkippedFile& skipped : scanned.skipped)
    list += "skipped " + skipped.file.lexically_relative(root).generic_string() + " | " + skipped.reason + "\n";
  return list;
}

void load_if_usable(const Series& series) {
  if (series.verdict == Verdict::refused) {
    ASSERT_FALSE(series.reasons.empty());
    EXPECT_FALSE(series.reasons.front().text.empty());
    return;
  }
  const std::string name = series.frames.front().file.string();
  if (series.kind == SeriesKind::volume) {
    const auto loaded = load_volume(series);
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(loaded->volume.voxels().size(), loaded->volume.geometry().size.voxels()) << name;
  } else {
    const auto loaded = load_radiograph(series);
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(loaded->radiograph.columns(), series.columns) << name;
  }
}

TEST(RobustnessCorpus, EveryVerdictIsAsReviewed) {
  const fs::path root = kData / "robustness";
  if (!fs::exists(root))
    GTEST_SKIP() << "no robustness corpus in SPONDYL_DATA";
  const ScanResult scanned = scan_folder(root);
  for (const Series& series : scanned.series)
    load_if_usable(series);
  const std::string list = verdicts(scanned, root);
  const fs::path written = fs::path(testing::TempDir()) / "spondyl-corpus-verdicts.txt";
  std::ofstream(written) << list;
  EXPECT_EQ(sha256(list), kCorpusBaseline) << "the verdicts changed; review " << written;
}

TEST(RobustnessCorpus, SurvivesBeingScannedFolderByFolder) {
  const fs::path root = kData / "robustness";
  if (!fs::exists(root))
    GTEST_SKIP() << "no robustness corpus in SPONDYL_DATA";
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.is_directory())
      for (const Series& series : scan_folder(entry.path()).series)
        load_if_usable(series);
}

/// Pixels in every compression must equal the uncompressed reference.
void expect_same_film(const char* folder, const char* suffix, double tolerance) {
  const fs::path root = kData / "robustness" / "wg04";
  const auto reference = load_radiograph(scan_one(root / "REF" / "RG3_UNC"));
  ASSERT_TRUE(reference) << reference.error().text();
  const auto loaded = load_radiograph(scan_one(root / folder / (std::string("RG3_") + suffix)));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_LE(largest_difference(loaded->radiograph.pixels(), reference->radiograph.pixels()), tolerance) << folder;
}

TEST(ReferenceImages, EveryCompressionYieldsTheSamePixels) {
  if (!fs::exists(kData / "robustness" / "wg04"))
    GTEST_SKIP() << "no reference images in SPONDYL_DATA";
  expect_same_film("RLE", "RLE", 0);
  expect_same_film("J2KR", "J2KR", 0);
  expect_same_film("JPLL", "JPLL", 0);
  expect_same_film("JLSL", "JLSL", 0);
  expect_same_film("J2KI", "J2KI", 130);
  expect_same_film("JLSN", "JLSN", 4);
}

int count_usable(const ScanResult& scanned, SeriesKind kind) {
  return static_cast<int>(std::count_if(scanned.series.begin(), scanned.series.end(), [&](const Series& series) {
    return series.kind == kind && series.verdict != Verdict::refused;
  }));
}

int count_kind(const ScanResult& scanned, SeriesKind kind) {
  return static_cast<int>(std::count_if(scanned.series.begin(), scanned.series.end(),
                                        [&](const Series& series) { return series.kind == kind; }));
}

TEST(DevelopmentStudies, ALumbarStudyFallsIntoItsStacks) {
  const fs::path root = kData / "study-lumbar-ct-mr";
  if (!fs::exists(root))
    GTEST_SKIP() << "no lumbar study in SPONDYL_DATA";
  for (const char* folder : {"ct-sagittal", "ct-coronal"}) {
    const ScanResult scanned = scan_folder(root / folder);
    ASSERT_EQ(scanned.series.size(), 2U) << folder;
    EXPECT_EQ(scanned.series[0].kind, SeriesKind::localizer) << folder;
    EXPECT_EQ(scanned.series[1].verdict, Verdict::usable) << folder;
  }
  EXPECT_EQ(scan_one(root / "ct-localizer").kind, SeriesKind::localizer);
  const ScanResult discs = scan_folder(root / "ct-axial-disc-angled");
  EXPECT_EQ(count_usable(discs, SeriesKind::volume), 11);
  EXPECT_EQ(count_kind(discs, SeriesKind::localizer), 2);
  EXPECT_EQ(scan_folder(root / "mr-t2-axial").series.size(), 5U);
  for (const char* folder : {"mr-t1-sagittal", "mr-t2-sagittal"})
    EXPECT_EQ(scan_one(root / folder).verdict, Verdict::usable) << folder;
}

TEST(DevelopmentStudies, EveryCaseCanBeLoaded) {
  if (!fs::exists(kData / "mr"))
    GTEST_SKIP() << "no development cases in SPONDYL_DATA";
  for (const char* folder : {"mr", "ct"})
    for (const auto& entry : fs::directory_iterator(kData / folder))
      if (fs::exists(entry.path() / "dicom")) {
        const Series series = scan_one(entry.path() / "dicom");
        EXPECT_EQ(series.kind, SeriesKind::volume) << entry.path();
        load_if_usable(series);
        EXPECT_NE(series.verdict, Verdict::refused) << entry.path() << reasons_of(series);
      }
  for (const auto& entry : fs::directory_iterator(kData / "xray"))
    if (fs::exists(entry.path() / "dicom")) {
      const Series series = scan_one(entry.path() / "dicom");
      EXPECT_EQ(series.kind, SeriesKind::radiograph) << entry.path();
      load_if_usable(series);
      EXPECT_NE(series.verdict, Verdict::refused) << entry.path() << reasons_of(series);
    }
}

} // namespace
} // namespace spondyl::dicom

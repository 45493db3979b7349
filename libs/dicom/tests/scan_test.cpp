#include <spondyl/dicom/scan.h>

#include "test_images.h"
#include <algorithm>
#include <dcmtk/dcmdata/dcddirif.h>
#include <fstream>
#include <sys/stat.h>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;
using namespace test;

void write_file(const fs::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

std::string skip_reason(const ScanResult& result, const fs::path& file) {
  const auto found =
      std::find_if(result.skipped.begin(), result.skipped.end(), [&](const SkippedFile& s) { return s.file == file; });
  return found == result.skipped.end() ? "" : found->reason;
}

TEST(Scan, NeedsAnInput) {
  const auto scanned = scan({});
  ASSERT_FALSE(scanned);
  EXPECT_EQ(scanned.error().code, ErrorCode::invalid_argument);
}

TEST(Scan, NamesAnInputThatDoesNotExist) {
  const auto scanned = scan({"/no/such/folder"});
  ASSERT_FALSE(scanned);
  EXPECT_EQ(scanned.error().code, ErrorCode::not_found);
  EXPECT_NE(scanned.error().message.find("/no/such/folder"), std::string::npos);
}

TEST(Scan, AnEmptyFolderIsNoError) {
  const TemporaryFolder folder;
  const ScanResult scanned = scan_folder(folder.path());
  EXPECT_EQ(scanned.dicom_files, 0U);
  EXPECT_TRUE(scanned.series.empty());
}

TEST(Scan, SkipsWhatIsNoDicomWithAReason) {
  const TemporaryFolder folder;
  write_file(folder.path() / "empty.dcm", "");
  write_file(folder.path() / "notes.txt", "A text that is longer than a preamble? No, but long enough to be read.");
  write_file(folder.path() / "scan.gz", std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00 packed", 15));
  write_file(folder.path() / "zeros.bin", std::string(4096, '\0'));
  write_file(folder.path() / "only-preamble.dcm", std::string(128, '\0') + "DICM");
  fs::create_symlink("nowhere", folder.path() / "dangling");
  ASSERT_EQ(mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  const ScanResult scanned = scan_folder(folder.path());
  EXPECT_EQ(scanned.files_seen, 5U);
  EXPECT_EQ(scanned.dicom_files, 0U);
  EXPECT_EQ(scanned.skipped.size(), 7U);
  EXPECT_EQ(skip_reason(scanned, folder.path() / "empty.dcm"), "the file is empty");
  EXPECT_EQ(skip_reason(scanned, folder.path() / "notes.txt"), "not a DICOM file");
  EXPECT_EQ(skip_reason(scanned, folder.path() / "pipe"), "not a regular file");
  for (const SkippedFile& skipped : scanned.skipped)
    EXPECT_FALSE(skipped.reason.empty()) << skipped.file;
}

TEST(Scan, FindsSeriesAtAnyDepthAndFollowsLinksOnce) {
  const TemporaryFolder folder;
  write(make_volume(), folder.sub("a/b/c/d"));
  fs::create_directory_symlink(folder.path(), folder.path() / "a" / "loop");
  fs::create_directory_symlink(folder.path() / "a" / "b", folder.path() / "again");
  const ScanResult scanned = scan_folder(folder.path());
  EXPECT_EQ(scanned.files_seen, 6U);
  ASSERT_EQ(scanned.series.size(), 1U);
  EXPECT_EQ(scanned.series[0].frames.size(), 6U);
  EXPECT_EQ(scanned.series[0].verdict, Verdict::usable) << reasons_of(scanned.series[0]);
}

TEST(Scan, ReadsFilesWithoutPreambleMetaHeaderOrExtension) {
  for (const auto syntax :
       {dicom_write::TransferSyntax::implicit_little_endian, dicom_write::TransferSyntax::explicit_little_endian,
        dicom_write::TransferSyntax::explicit_big_endian}) {
    const TemporaryFolder folder;
    dicom_write::WriteOptions options;
    options.preamble_and_meta_header = false;
    options.transfer_syntax = syntax;
    const Volume original = make_volume();
    write(original, folder.path(), options);
    for (int i = 1; i <= 6; ++i)
      fs::rename(folder.path() / ("slice-000" + std::to_string(i) + ".dcm"), folder.path() / ("I" + std::to_string(i)));
    const auto loaded = load_volume(scan_one(folder.path()));
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(largest_difference(loaded->volume.voxels(), original.voxels()), 0);
  }
}

TEST(Scan, DoesNotDependOnTheOrderOfInputsOrThreads) {
  const TemporaryFolder folder;
  for (const char* name : {"one", "two", "three"})
    write(make_volume(), folder.sub(name));
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
    if (entry.is_regular_file())
      files.push_back(entry.path());
  const auto signature = [](const ScanResult& result) {
    std::string text;
    for (const Series& series : result.series)
      for (const FrameRef& frame : series.frames)
        text += series.info.uid + " " + frame.file.string() + "\n";
    return text;
  };
  const std::string expected = signature(scan_folder(folder.path()));
  std::sort(files.begin(), files.end());
  EXPECT_EQ(signature(*scan(files, {1})), expected);
  std::reverse(files.begin(), files.end());
  EXPECT_EQ(signature(*scan(files, {4})), expected);
}

TEST(Scan, ReportsProgressAndStopsWhenCancelled) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  double last = 0;
  ASSERT_TRUE(scan({folder.path()}, {}, Progress([&](double fraction, std::string_view) { last = fraction; })));
  EXPECT_DOUBLE_EQ(last, 1.0);
  const CancelToken token;
  token.cancel();
  const auto cancelled = scan({folder.path()}, {}, Progress({}, token));
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().code, ErrorCode::cancelled);
}

/// A folder with IMAGES/A1..A6 and a DICOMDIR that lists all of them.
void write_medium(const fs::path& folder) {
  fs::create_directories(folder / "IMAGES");
  dicom_write::WriteOptions options;
  options.patient.id = "P1";
  options.patient.name = "Test^Person";
  options.study.date = "20200101";
  options.study.time = "120000";
  options.series.number = "1";
  write(make_volume(), folder / "IMAGES", options,
        [](DcmDataset& data, int) { data.putAndInsertString(DCM_StudyID, "1"); });
  DicomDirInterface directory;
  directory.disableConsistencyCheck();
  ASSERT_TRUE(
      directory.createNewDicomDir(DicomDirInterface::AP_GeneralPurpose, OFFilename((folder / "DICOMDIR").c_str()))
          .good());
  for (int i = 1; i <= 6; ++i) {
    fs::rename(folder / "IMAGES" / ("slice-000" + std::to_string(i) + ".dcm"),
               folder / "IMAGES" / ("A" + std::to_string(i)));
    ASSERT_TRUE(directory.addDicomFile(OFFilename(("IMAGES/A" + std::to_string(i)).c_str()), OFFilename(folder.c_str()))
                    .good());
  }
  ASSERT_TRUE(directory.writeDicomDir().good());
}

TEST(ScanDicomdir, FindsWhatItLists) {
  const TemporaryFolder folder;
  write_medium(folder.path());
  const auto scanned = scan({folder.path() / "DICOMDIR"});
  ASSERT_TRUE(scanned);
  EXPECT_EQ(scanned->dicom_files, 7U);
  ASSERT_EQ(scanned->series.size(), 1U);
  EXPECT_EQ(scanned->series[0].frames.size(), 6U);
  EXPECT_NE(skip_reason(*scanned, folder.path() / "DICOMDIR").find("DICOMDIR"), std::string::npos);
}

TEST(ScanDicomdir, SaysWhatIsMissingAndKeepsWhatItDoesNotList) {
  const TemporaryFolder folder;
  write_medium(folder.path());
  fs::remove(folder.path() / "IMAGES" / "A6");
  write(make_volume(), folder.sub("UNLISTED"));
  const ScanResult scanned = scan_folder(folder.path());
  EXPECT_EQ(skip_reason(scanned, folder.path() / "IMAGES" / "A6"), "listed in DICOMDIR, but missing");
  ASSERT_EQ(scanned.series.size(), 2U);
  EXPECT_EQ(scanned.series[0].frames.size() + scanned.series[1].frames.size(), 11U);
}

TEST(ScanDicomdir, FindsNamesInOtherCase) {
  const TemporaryFolder folder;
  write_medium(folder.path());
  fs::rename(folder.path() / "IMAGES", folder.path() / "images");
  for (int i = 1; i <= 6; ++i)
    fs::rename(folder.path() / "images" / ("A" + std::to_string(i)),
               folder.path() / "images" / ("a" + std::to_string(i)));
  const auto scanned = scan({folder.path() / "DICOMDIR"});
  ASSERT_TRUE(scanned);
  ASSERT_EQ(scanned->series.size(), 1U);
  EXPECT_EQ(scanned->series[0].frames.size(), 6U);
}

TEST(ScanDicomdir, NeverLeavesItsFolder) {
  const TemporaryFolder folder;
  write(make_volume(), folder.sub("outside"));
  fs::create_directories(folder.path() / "medium");
  write_medium(folder.path() / "medium");
  DcmFileFormat format;
  const fs::path dicomdir = folder.path() / "medium" / "DICOMDIR";
  ASSERT_TRUE(format.loadFile(OFFilename(dicomdir.c_str())).good());
  DcmSequenceOfItems* records = nullptr;
  ASSERT_TRUE(format.getDataset()->findAndGetSequence(DCM_DirectoryRecordSequence, records).good());
  for (unsigned long i = 0; i < records->card(); ++i)
    if (records->getItem(i)->tagExists(DCM_ReferencedFileID))
      records->getItem(i)->putAndInsertString(DCM_ReferencedFileID, "..\\outside\\slice-0001.dcm");
  ASSERT_TRUE(format.saveFile(OFFilename(dicomdir.c_str()), EXS_LittleEndianExplicit).good());
  const auto scanned = scan({dicomdir});
  ASSERT_TRUE(scanned);
  EXPECT_TRUE(scanned->series.empty());
}

} // namespace
} // namespace spondyl::dicom

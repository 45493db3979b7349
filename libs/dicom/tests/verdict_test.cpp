#include "test_images.h"

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;
using dicom_write::WriteOptions;
using namespace test;

fs::path slice_file(const TemporaryFolder& folder, int slice) {
  return folder.path() / ("slice-000" + std::to_string(slice) + ".dcm");
}

VolumeShape slices(int count) {
  VolumeShape shape;
  shape.size.slices = count;
  return shape;
}

void expect_refused(const Series& series, SeriesKind kind, const std::string& words) {
  EXPECT_EQ(series.verdict, Verdict::refused);
  EXPECT_EQ(series.kind, kind) << to_string(series.kind);
  EXPECT_NE(reasons_of(series).find(words), std::string::npos) << reasons_of(series);
  const auto loaded = load_volume(series);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::not_measurable);
}

/// One series written with a change to every data set.
void expect_refused_after(const dicom_write::DatasetHook& hook, SeriesKind kind, const std::string& words) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), {}, hook);
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_FALSE(scanned.series.empty());
  for (const Series& series : scanned.series)
    expect_refused(series, kind, words);
}

dicom_write::DatasetHook text_hook(const DcmTagKey& tag, const std::string& value) {
  return [=](DcmDataset& data, int) { data.putAndInsertString(tag, value.c_str()); };
}

dicom_write::DatasetHook remove_hook(const DcmTagKey& tag) {
  return [=](DcmDataset& data, int) { data.findAndDeleteElement(tag); };
}

TEST(Verdict, ARegularStackIsUsableWithoutReasons) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::usable);
  EXPECT_TRUE(series.reasons.empty());
  EXPECT_EQ(series.kind, SeriesKind::volume);
  EXPECT_EQ(*series.geometry, make_volume().geometry());
}

TEST(Verdict, ObliqueSagittalAndCoronalStacksKeepTheirOwnFrame) {
  const std::pair<PatientVector, PatientVector> frames[] = {
      {{0, 1, 0}, {0, 0, -1}}, {{1, 0, 0}, {0, 0, -1}}, {{0.96, 0.28, 0}, {0, 0, -1}}};
  for (const auto& [column_axis, row_axis] : frames) {
    const TemporaryFolder folder;
    VolumeShape shape;
    shape.column_axis = column_axis;
    shape.row_axis = row_axis;
    const Volume original = make_volume(shape);
    write(original, folder.path());
    const auto loaded = load_volume(scan_one(folder.path()));
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_NEAR(length(loaded->volume.geometry().slice_axis - original.geometry().slice_axis), 0, 1e-9);
    EXPECT_EQ(largest_difference(loaded->volume.voxels(), original.voxels()), 0);
  }
}

TEST(Verdict, OneSliceIsNoVolume) {
  const TemporaryFolder folder;
  write(make_volume(slices(1)), folder.path());
  expect_refused(scan_one(folder.path()), SeriesKind::volume, "one slice is no volume");
}

TEST(Verdict, ThreeSlicesAreTooFew) {
  const TemporaryFolder folder;
  write(make_volume(slices(3)), folder.path());
  expect_refused(scan_one(folder.path()), SeriesKind::volume, "3 slices are too few");
}

TEST(Verdict, AMissingSliceIsNeverFilled) {
  const TemporaryFolder folder;
  write(make_volume(slices(9)), folder.path());
  fs::remove(slice_file(folder, 5));
  const Series series = scan_one(folder.path());
  expect_refused(series, SeriesKind::volume, "1 slice(s) missing (1 after slice 4");
  EXPECT_EQ(series.reasons[0].files, (std::vector<fs::path>{slice_file(folder, 4), slice_file(folder, 6)}));
}

TEST(Verdict, AMissingSliceNearTheEndLeavesTheRestUsableWithAWarning) {
  const TemporaryFolder folder;
  write(make_volume(slices(9)), folder.path());
  fs::remove(slice_file(folder, 8));
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::usable_with_warning);
  EXPECT_NE(reasons_of(series).find("7 of 8 slices"), std::string::npos) << reasons_of(series);
  EXPECT_EQ(series.reasons[0].files, std::vector<fs::path>{slice_file(folder, 9)});
  EXPECT_EQ(series.frames.size(), 7U);
  EXPECT_TRUE(load_volume(series));
}

TEST(Verdict, UnevenSpacingIsRefusedWithItsRange) {
  expect_refused_after(
      [](DcmDataset& data, int slice) {
        const double z[] = {0, 2.9, 7.5, 13.6, 17, 22};
        data.putAndInsertString(DCM_ImagePositionPatient, ("-10\\-20\\" + std::to_string(z[slice])).c_str());
      },
      SeriesKind::volume, "slice spacing varies 2.9-6.1 mm; cannot build a volume");
}

TEST(Verdict, SlightlyUnevenSpacingIsAWarning) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), {}, [](DcmDataset& data, int slice) {
    const double z = 2.5 * slice + (slice == 3 ? 0.08 : 0.0);
    data.putAndInsertString(DCM_ImagePositionPatient, ("-10\\-20\\" + std::to_string(z)).c_str());
  });
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::usable_with_warning);
  EXPECT_NE(reasons_of(series).find("slice spacing varies 2.42-2.58 mm"), std::string::npos) << reasons_of(series);
}

TEST(Verdict, SpacingComesFromPositionsNotFromSliceThickness) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), {}, text_hook(DCM_SliceThickness, "7.0"));
  const Series series = scan_one(folder.path());
  EXPECT_NEAR(series.geometry->slice_spacing, 2.5, 1e-9) << "mm";
  EXPECT_DOUBLE_EQ(*series.info.slice_thickness, 7.0);
}

TEST(Verdict, MissingOrMalformedGeometryIsRefused) {
  constexpr auto kVolume = SeriesKind::volume;
  expect_refused_after(remove_hook(DCM_ImageOrientationPatient), kVolume, "Image Orientation (Patient) is missing");
  expect_refused_after(remove_hook(DCM_ImagePositionPatient), kVolume, "Image Position (Patient) is missing");
  expect_refused_after(remove_hook(DCM_PixelSpacing), kVolume, "Pixel Spacing is missing");
  expect_refused_after(text_hook(DCM_ImageOrientationPatient, "1\\0\\0\\0\\1"), kVolume, "missing or malformed");
  expect_refused_after(text_hook(DCM_ImageOrientationPatient, "0\\0\\0\\0\\0\\0"), kVolume, "not unit vectors");
  expect_refused_after(text_hook(DCM_ImageOrientationPatient, "1\\0\\0\\0.5\\0.866\\0"), kVolume, "right angles");
  expect_refused_after(text_hook(DCM_ImageOrientationPatient, "2\\0\\0\\0\\1\\0"), kVolume, "not unit vectors");
  expect_refused_after(text_hook(DCM_ImagePositionPatient, "1\\x\\3"), kVolume, "missing or malformed");
  expect_refused_after(text_hook(DCM_ImagePositionPatient, "1e9\\0\\0"), kVolume, "kilometre");
  for (const char* spacing : {"0\\0", "-0.5\\0.5", "1000\\1000"})
    expect_refused_after(text_hook(DCM_PixelSpacing, spacing), kVolume, "not positive");
  for (const char* spacing : {"nan\\0.5", "0,5\\0,5", "0.5", "inf\\inf", "0.5mm\\0.5mm"})
    expect_refused_after(text_hook(DCM_PixelSpacing, spacing), kVolume, "missing or malformed");
}

TEST(Verdict, ImageTypesThatAreNoSlices) {
  expect_refused_after(text_hook(DCM_ImageType, "ORIGINAL\\PRIMARY\\LOCALIZER"), SeriesKind::localizer, "a localizer");
  expect_refused_after(text_hook(DCM_ImageType, "DERIVED\\SECONDARY\\MIP"), SeriesKind::display_only, "projection");
  expect_refused_after(text_hook(DCM_ImageType, "DERIVED\\SECONDARY\\PROJECTION IMAGE"), SeriesKind::display_only,
                       "projection");
}

TEST(Verdict, ALocalizerInASeriesIsAPartOfItsOwn) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), {}, [](DcmDataset& data, int slice) {
    if (slice == 0)
      data.putAndInsertString(DCM_ImageType, "ORIGINAL\\PRIMARY\\LOCALIZER");
  });
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_EQ(scanned.series.size(), 2U);
  EXPECT_EQ(scanned.series[0].kind, SeriesKind::localizer);
  EXPECT_EQ(scanned.series[1].kind, SeriesKind::volume);
  EXPECT_EQ(scanned.series[1].verdict, Verdict::usable);
  EXPECT_EQ(scanned.series[1].part, 2);
  EXPECT_EQ(scanned.series[1].parts, 2);
  EXPECT_FALSE(scanned.series[1].part_reason.empty());
}

TEST(Verdict, AReferenceImageInAnotherPlaneIsAPartOfItsOwn) {
  const TemporaryFolder folder;
  write(make_volume(slices(8)), folder.path(), {}, [](DcmDataset& data, int slice) {
    if (slice == 0)
      data.putAndInsertString(DCM_ImageOrientationPatient, "0\\1\\0\\0\\0\\-1");
  });
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_EQ(scanned.series.size(), 2U);
  EXPECT_EQ(scanned.series[0].kind, SeriesKind::localizer);
  EXPECT_EQ(scanned.series[1].frames.size(), 7U);
  EXPECT_EQ(scanned.series[1].verdict, Verdict::usable);
}

TEST(Verdict, AThreePlaneSurveyIsALocalizer) {
  const TemporaryFolder folder;
  const char* orientations[] = {"1\\0\\0\\0\\1\\0", "0\\1\\0\\0\\0\\-1", "1\\0\\0\\0\\0\\-1"};
  VolumeShape shape = slices(9);
  shape.modality = Modality::mr;
  write(make_volume(shape), folder.path(), {}, [&](DcmDataset& data, int slice) {
    data.putAndInsertString(DCM_ImageOrientationPatient, orientations[slice % 3]);
    data.putAndInsertString(DCM_ImagePositionPatient, ("0\\0\\" + std::to_string(slice * 10)).c_str());
  });
  for (const Series& series : scan_folder(folder.path()).series)
    expect_refused(series, SeriesKind::localizer, "survey in several planes");
}

TEST(Verdict, ObjectsThatAreNoImages) {
  constexpr auto kNone = SeriesKind::not_an_image;
  expect_refused_after(text_hook(DCM_SOPClassUID, UID_ComprehensiveSRStorage), kNone,
                       "a structured report is not an image");
  expect_refused_after(text_hook(DCM_SOPClassUID, UID_SegmentationStorage), kNone, "a segmentation is not an image");
  expect_refused_after(text_hook(DCM_SOPClassUID, UID_RTDoseStorage), kNone, "a radiotherapy object is not an image");
  expect_refused_after(text_hook(DCM_SOPClassUID, UID_KeyObjectSelectionDocumentStorage), kNone,
                       "a key object selection");
  expect_refused_after(text_hook(DCM_SOPClassUID, UID_GrayscaleSoftcopyPresentationStateStorage), kNone,
                       "a presentation state is not an image");
  expect_refused_after(
      [](DcmDataset& data, int) {
        data.putAndInsertString(DCM_SOPClassUID, "1.2.3");
        data.putAndInsertString(DCM_Modality, "SR");
      },
      kNone, "a structured report is not an image");
}

TEST(Verdict, PicturesThatAreOnlyShown) {
  constexpr auto kShown = SeriesKind::display_only;
  expect_refused_after(text_hook(DCM_SOPClassUID, UID_SecondaryCaptureImageStorage), kShown, "a secondary capture");
  expect_refused_after(text_hook(DCM_SOPClassUID, UID_UltrasoundImageStorage), kShown, "not supported for measurement");
  expect_refused_after(
      [](DcmDataset& data, int) {
        data.putAndInsertString(DCM_SOPClassUID, UID_PositronEmissionTomographyImageStorage);
        data.putAndInsertString(DCM_Modality, "PT");
      },
      kShown, "modality PT");
  expect_refused_after(text_hook(DCM_PhotometricInterpretation, "PALETTE COLOR"), kShown, "colour");
  expect_refused_after([](DcmDataset& data, int) { data.putAndInsertUint16(DCM_SamplesPerPixel, 3); }, kShown,
                       "colour");
}

TEST(Verdict, DefectivePixelsAreRefusedWithTheirFiles) {
  const TemporaryFolder folder;
  write(make_volume(slices(8)), folder.path(), {}, [](DcmDataset& data, int slice) {
    if (slice == 7)
      data.findAndDeleteElement(DCM_PixelData);
  });
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_EQ(scanned.series.size(), 2U);
  EXPECT_EQ(scanned.series[0].frames.size(), 7U);
  expect_refused(scanned.series[1], SeriesKind::volume, "no pixel data");
  EXPECT_EQ(scanned.series[1].reasons[0].files, std::vector<fs::path>{slice_file(folder, 8)});
}

TEST(Verdict, ExactDuplicatesAreDroppedWithAWarning) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  fs::copy_file(slice_file(folder, 3), folder.path() / "slice-copy.dcm");
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::usable_with_warning);
  EXPECT_EQ(series.frames.size(), 6U);
  EXPECT_NE(reasons_of(series).find("1 duplicate file(s)"), std::string::npos);
  EXPECT_EQ(series.reasons[0].files, std::vector<fs::path>{folder.path() / "slice-copy.dcm"});
}

TEST(Verdict, OfTwoCopiesTheIntactOneIsKept) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path());
  fs::copy_file(slice_file(folder, 3), folder.path() / "zz-intact.dcm");
  fs::resize_file(slice_file(folder, 3), fs::file_size(slice_file(folder, 3)) - 100);
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::usable_with_warning) << reasons_of(series);
  EXPECT_EQ(series.frames[2].file, folder.path() / "zz-intact.dcm");
  EXPECT_TRUE(load_volume(series));
}

TEST(Verdict, TheSamePositionTwiceWithoutExplanationIsRefused) {
  expect_refused_after(
      [](DcmDataset& data, int slice) {
        if (slice == 3)
          data.putAndInsertString(DCM_ImagePositionPatient, "-10\\-20\\35");
      },
      SeriesKind::volume, "several slices lie at the same position");
}

TEST(Verdict, LossyCompressionAndBurnedInTextAreWarnings) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.series.lossy_compressed = true;
  options.series.lossy_ratio = "12.5";
  options.series.burned_in_annotation = true;
  write(make_volume(), folder.path(), options);
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::usable_with_warning);
  EXPECT_NE(reasons_of(series).find("compressed with loss (ratio 12.5)"), std::string::npos) << reasons_of(series);
  EXPECT_NE(reasons_of(series).find("burned into"), std::string::npos) << reasons_of(series);
}

TEST(Verdict, CtWithoutRescaleIsAWarning) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.pixels.write_rescale = false;
  write(make_volume(), folder.path(), options);
  EXPECT_NE(reasons_of(scan_one(folder.path())).find("no rescale to Hounsfield"), std::string::npos);
}

TEST(Verdict, ATiltOnlyInTheTagIsAWarning) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.gantry_tilt_degrees = 12;
  write(make_volume(), folder.path(), options);
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::usable_with_warning);
  EXPECT_NE(reasons_of(series).find("names a gantry tilt of 12.0 degrees"), std::string::npos) << reasons_of(series);
  EXPECT_FALSE(series.gantry_tilt_degrees);
}

TEST(Verdict, EchoesOfOneSeriesAreSeparateStacks) {
  const TemporaryFolder folder;
  VolumeShape shape;
  shape.modality = Modality::mr;
  WriteOptions options;
  options.series.uid = "1.2.3.4";
  options.series.frame_of_reference_uid = "1.2.3.5";
  options.study.uid = "1.2.3.6";
  for (const double echo_time : {12.0, 96.0}) {
    options.series.echo_time = echo_time;
    options.first_instance_number = echo_time < 50 ? 1 : 101;
    write(make_volume(shape), folder.sub(std::to_string(echo_time)), options);
  }
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_EQ(scanned.series.size(), 2U);
  for (const Series& series : scanned.series) {
    EXPECT_EQ(series.verdict, Verdict::usable) << reasons_of(series);
    EXPECT_EQ(series.part_reason, "echo time");
  }
  EXPECT_DOUBLE_EQ(*scanned.series[1].info.echo_time, 96.0);
}

TEST(Verdict, AnEnhancedSeriesSplitAcrossFilesIsOneStack) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.multi_frame = true;
  options.series.uid = "1.2.3.4";
  options.series.frame_of_reference_uid = "1.2.3.5";
  options.study.uid = "1.2.3.6";
  VolumeShape shape;
  for (int part = 0; part < 3; ++part) {
    options.first_instance_number = part + 1;
    shape.origin.z = 30 + part * 6 * 2.5;
    write(make_volume(shape), folder.sub(std::to_string(part)), options);
  }
  const Series series = scan_one(folder.path());
  EXPECT_EQ(series.verdict, Verdict::usable) << reasons_of(series);
  EXPECT_EQ(series.frames.size(), 18U);
  const auto loaded = load_volume(series);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(loaded->volume.geometry().size.slices, 18);
}

TEST(Verdict, AMultiFrameFileWithoutFramePositionsIsRefused) {
  expect_refused_after([](DcmDataset& data, int) { data.putAndInsertString(DCM_NumberOfFrames, "3"); },
                       SeriesKind::volume, "");
}

TEST(Verdict, FilmsOfOneSeriesAreParts) {
  const TemporaryFolder folder;
  WriteOptions options;
  options.series.uid = "1.2.3.4";
  options.study.uid = "1.2.3.6";
  options.pixels.is_signed = false;
  options.spacing_tags.imager_pixel_spacing = {0.2, 0.2};
  const Radiograph film(8, 6, std::vector<float>(48, 100), {});
  for (int i = 1; i <= 2; ++i) {
    options.first_instance_number = i;
    ASSERT_TRUE(dicom_write::write_radiograph(film, folder.path() / (std::to_string(i) + ".dcm"), options));
  }
  const ScanResult scanned = scan_folder(folder.path());
  ASSERT_EQ(scanned.series.size(), 2U);
  for (const Series& series : scanned.series) {
    EXPECT_EQ(series.kind, SeriesKind::radiograph);
    EXPECT_EQ(series.verdict, Verdict::usable);
    EXPECT_EQ(series.pixel_scale.provenance, SpacingProvenance::detector);
    EXPECT_FALSE(series.geometry);
  }
}

/// A film of that photometric interpretation as a secondary capture.
Series captured_film(const TemporaryFolder& folder, const char* photometric) {
  const Radiograph film(8, 6, std::vector<float>(48, 100), {});
  WriteOptions options;
  options.pixels.is_signed = false;
  EXPECT_TRUE(dicom_write::write_radiograph_with_hook(
      film, folder.path() / "captured.dcm", options, [&](DcmDataset& data, int) {
        data.putAndInsertString(DCM_SOPClassUID, UID_SecondaryCaptureImageStorage);
        data.putAndInsertString(DCM_Modality, "CR");
        data.putAndInsertString(DCM_PhotometricInterpretation, photometric);
      }));
  return scan_one(folder.path());
}

TEST(Verdict, ASecondaryCaptureOfAFilmIsMeasuredWithAWarning) {
  const TemporaryFolder folder;
  const Series series = captured_film(folder, "MONOCHROME2");
  EXPECT_EQ(series.kind, SeriesKind::radiograph);
  EXPECT_EQ(series.verdict, Verdict::usable_with_warning);
  EXPECT_NE(reasons_of(series).find("secondary capture"), std::string::npos) << reasons_of(series);
  EXPECT_EQ(series.pixel_scale.provenance, SpacingProvenance::none) << "no spacing was written: no millimetres";
  const auto loaded = load_radiograph(series);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(loaded->radiograph.columns(), 8);
}

TEST(Verdict, AColouredSecondaryCaptureOfAFilmIsOnlyShown) {
  const TemporaryFolder folder;
  expect_refused(captured_film(folder, "PALETTE COLOR"), SeriesKind::display_only, "colour");
}

TEST(Verdict, AFluoroscopicRunIsRefused) {
  const TemporaryFolder folder;
  const Radiograph film(8, 6, std::vector<float>(48, 100), {});
  ASSERT_TRUE(dicom_write::write_radiograph_with_hook(film, folder.path() / "run.dcm", {}, [](DcmDataset& data, int) {
    data.putAndInsertString(DCM_SOPClassUID, UID_XRayRadiofluoroscopicImageStorage);
    data.putAndInsertString(DCM_Modality, "RF");
    data.putAndInsertUint16(DCM_Rows, 3);
    data.putAndInsertString(DCM_NumberOfFrames, "2");
  }));
  expect_refused(scan_one(folder.path()), SeriesKind::display_only, "several frames");
}

} // namespace
} // namespace spondyl::dicom

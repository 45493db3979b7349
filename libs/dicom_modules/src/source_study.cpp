#include <spondyl/dicom_modules/source_study.h>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <map>
#include <spondyl/base/digest.h>
#include <spondyl/dicom_file/open_file.h>
#include <spondyl/dicom_file/read_values.h>
#include <spondyl/dicom_modules/put_modules.h>

namespace spondyl::dicom_modules {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> images_gone(const fs::path& place) {
  return failure(ErrorCode::not_found, "The images of these findings are not at " + place.string() + ".",
                 "Name the folder they are in now with --images.");
}

fs::path root_of(const Findings& findings, const fs::path& root) {
  return root.empty() ? fs::path(findings.images.root) : root;
}

Result<dicom::OpenedFile> open_named(const fs::path& file) {
  auto opened = dicom::open_file(file);
  if (!opened)
    return failure(ErrorCode::unreadable, "Cannot read " + file.string() + ": " + opened.error().message + ".");
  return opened;
}

/// Files below a folder by SOP Instance UID and, for findings whose UIDs were replaced, by digest.
std::map<std::string, fs::path> index_files(const fs::path& root, bool by_digest) {
  std::map<std::string, fs::path> files;
  std::error_code ignored;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto entry = fs::recursive_directory_iterator(root, options, ignored);
       entry != fs::recursive_directory_iterator(); entry.increment(ignored)) {
    if (!entry->is_regular_file(ignored))
      continue;
    if (by_digest) {
      if (const auto digest = sha256_of_file(entry->path()))
        files.emplace(*digest, entry->path());
    } else if (const auto opened = dicom::open_file(entry->path())) {
      files.emplace(dicom::text(*opened->format->getDataset(), DCM_SOPInstanceUID), entry->path());
    }
  }
  return files;
}

SourceStudy study_of_header(DcmDataset& data, const Findings& findings) {
  const std::string set = dicom::text(data, DCM_SpecificCharacterSet);
  const auto text = [&](const DcmTagKey& tag) { return utf8_text(data, tag, set); };
  SourceStudy study = source_study(findings);
  if (findings.study.uid.empty())
    study.study.uid = text(DCM_StudyInstanceUID);
  if (!study.patient) // anonymous findings take nothing from the images that could name someone
    return study;
  study.study = {study.study.uid, text(DCM_StudyDate), text(DCM_StudyTime), text(DCM_AccessionNumber),
                 text(DCM_StudyDescription)};
  study.study_id = text(DCM_StudyID);
  study.referring_physician = text(DCM_ReferringPhysicianName);
  study.position_reference_indicator = text(DCM_PositionReferenceIndicator);
  return study;
}

} // namespace

SourceStudy source_study(const Findings& findings) {
  SourceStudy study;
  study.patient = findings.patient;
  study.study.uid = findings.study.uid;
  study.study.date = findings.study.date;
  study.study.accession = findings.study.accession;
  return study;
}

Result<SourceStudy> read_source_study(const Findings& findings, const fs::path& root) {
  SPONDYL_TRY(const auto files, image_files(findings, root));
  SPONDYL_TRY(const auto opened, open_named(files.front()));
  return study_of_header(*opened.format->getDataset(), findings);
}

SourceStudy best_source_study(const Findings& findings, const fs::path& root) {
  auto study = read_source_study(findings, root);
  return study ? std::move(*study) : source_study(findings);
}

Result<std::vector<fs::path>> image_files(const Findings& findings, const fs::path& root) {
  const fs::path folder = root_of(findings, root);
  std::error_code ignored;
  if (findings.images.instances.empty())
    return failure(ErrorCode::not_found, "These findings name no images.");
  if (folder.empty() || !fs::is_directory(folder, ignored))
    return images_gone(folder.empty() ? fs::path("(no folder recorded)") : folder);
  std::vector<fs::path> files;
  std::optional<std::map<std::string, fs::path>> by_uid, by_digest;
  for (const InstanceReference& instance : findings.images.instances) {
    fs::path file = folder / instance.file;
    if (instance.file.empty() || !fs::is_regular_file(file, ignored)) {
      if (!by_uid)
        by_uid = index_files(folder, false);
      auto found = by_uid->find(instance.sop_instance_uid);
      if (found == by_uid->end() && !by_digest)
        by_digest = index_files(folder, true);
      if (found == by_uid->end() && (found = by_digest->find(instance.sha256)) == by_digest->end())
        return images_gone(file);
      file = found->second;
    }
    files.push_back(file);
  }
  return files;
}

Result<InstanceIdentity> read_identity(const fs::path& file) {
  SPONDYL_TRY(const auto opened, open_named(file));
  DcmDataset& data = *opened.format->getDataset();
  return InstanceIdentity{dicom::text(data, DCM_StudyInstanceUID), dicom::text(data, DCM_SeriesInstanceUID),
                          dicom::text(data, DCM_SOPClassUID), dicom::text(data, DCM_SOPInstanceUID)};
}

} // namespace spondyl::dicom_modules

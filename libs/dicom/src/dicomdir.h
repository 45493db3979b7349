#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <filesystem>
#include <vector>

namespace spondyl::dicom {

/// The files a DICOMDIR (PS3.3 F.3) refers to, as paths below its folder whether they exist or not, sorted. Where a
/// name exists in other case only (media mounted without it), that one is given. References that lead out of the
/// folder are left out.
[[nodiscard]] std::vector<std::filesystem::path> referenced_files(DcmItem& directory,
                                                                  const std::filesystem::path& folder);

} // namespace spondyl::dicom

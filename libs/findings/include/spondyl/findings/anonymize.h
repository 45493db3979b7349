#pragma once

#include <spondyl/model/findings.h>
#include <string>
#include <string_view>

namespace spondyl::findings {

/// The same findings without the patient: `patient`, study date, accession number, the image folder and file names are
/// left out, for all of them can identify; every UID of study, series, frame of reference and instance is replaced.
/// SOP Class UIDs stay. Images are found again by their digests.
[[nodiscard]] Findings anonymized(Findings findings);

/// A UID of the form 2.25.<decimal UUID> (PS3.5 B.2) that depends on `uid` alone, so that findings of one series or
/// frame of reference still belong together. An empty UID stays empty.
[[nodiscard]] std::string replacement_uid(std::string_view uid);

} // namespace spondyl::findings

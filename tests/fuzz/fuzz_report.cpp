// Any bytes as a structured report: an error or a report, never a crash; findings that come out can be written again.

#include "fuzz_file.h"
#include <spondyl/dicom_sr/report.h>
#include <spondyl/findings/findings_json.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto report = spondyl::dicom_sr::read_report(spondyl::fuzz::file_of(bytes, size));
  if (report && report->findings)
    (void)spondyl::findings::to_json(*report->findings);
  return 0;
}

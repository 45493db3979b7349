// Any bytes as a segmentation: an error or labels that fit their grid.

#include "fuzz_file.h"
#include <cstdlib>
#include <spondyl/dicom_seg/segmentation.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto read = spondyl::dicom_seg::read_segmentation(spondyl::fuzz::file_of(bytes, size));
  if (read && read->labels.voxels.size() != read->labels.geometry.size.voxels())
    std::abort();
  return 0;
}

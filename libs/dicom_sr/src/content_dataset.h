#pragma once
// Content trees in DICOM data sets.

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoctr.h>
#include <spondyl/base/result.h>

#include "content_item.h"

namespace spondyl::dicom_sr {

/// Fills an empty tree of the toolkit, which checks that the document type allows every relation.
/// Errors: `internal`, naming the item that was refused.
[[nodiscard]] Result<void> put_content(DSRDocumentTree& tree, const ContentItem& root);

/// Reads the content tree of a data set. What it does not know becomes an item of type `other`, never an error; a tree
/// of more than `kMostContentItems` items is cut there.
[[nodiscard]] ContentItem read_content(DcmItem& dataset, const std::string& character_set);

/// Engineering choice: reports hold some thousand items; a hostile one is not worth the memory.
inline constexpr std::size_t kMostContentItems = 1'000'000;

} // namespace spondyl::dicom_sr

#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmtls/tlsscu.h>
#include <optional>

#include "commitment.h"
#include "outgoing.h"

namespace spondyl::dicom_net {

/// What one association brought.
struct AssociationResult {
  bool connected = false;
  std::string problem;    ///< why not, or why it broke off; a sentence
  std::string commitment; ///< what came of storage commitment
};

/// Sends everything pending over one association and asks for storage commitment of what was stored.
[[nodiscard]] AssociationResult store_pending(std::vector<Outgoing>& outgoing, const DicomNode& node,
                                              const Progress& progress);

} // namespace spondyl::dicom_net

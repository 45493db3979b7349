#pragma once

namespace spondyl::dicom {

/// Prepares DCMTK once per process: logger silenced (its messages may hold patient data), decoders registered.
/// Thread-safe; every entry into the library calls it.
void prepare_toolkit();

} // namespace spondyl::dicom

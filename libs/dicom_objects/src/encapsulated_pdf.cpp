#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <spondyl/dicom_file/toolkit.h>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_objects/objects.h>
#include <spondyl/findings/private_file.h>

namespace spondyl::dicom_objects {
namespace {

using namespace dicom_modules;

/// Encapsulated Document module (PS3.3 C.24.2).
void put_document(DcmDataset& data, std::string_view pdf, const std::string& title) {
  const DateTime created = now();
  put_text(data, DCM_ContentDate, created.date);
  put_text(data, DCM_ContentTime, created.time);
  put_text(data, DCM_AcquisitionDateTime, "");
  put_text(data, DCM_BurnedInAnnotation, "YES"); // the page names the patient
  put_text(data, DCM_ConversionType, "WSD");
  put_text(data, DCM_DocumentTitle, title);
  put_code(data, DCM_ConceptNameCodeSequence, {"18748-4", "LN", "Diagnostic imaging study"});
  put_text(data, DCM_MIMETypeOfEncapsulatedDocument, "application/pdf");
  std::string padded(pdf);
  if (padded.size() % 2 != 0)
    padded += '\0';
  data.putAndInsertUint8Array(DCM_EncapsulatedDocument, reinterpret_cast<const Uint8*>(padded.data()),
                              static_cast<unsigned long>(padded.size()));
  data.putAndInsertUint32(DCM_EncapsulatedDocumentLength, static_cast<Uint32>(pdf.size()));
}

void put_sources(DcmDataset& data, const Findings& findings) {
  for (const InstanceReference& instance : findings.images.instances) {
    DcmItem& source = add_item(data, DCM_SourceInstanceSequence);
    put_text(source, DCM_ReferencedSOPClassUID, instance.sop_class_uid);
    put_text(source, DCM_ReferencedSOPInstanceUID, instance.sop_instance_uid);
  }
}

} // namespace

Result<InstanceIdentity> write_encapsulated_pdf(const Findings& findings, std::string_view pdf,
                                                const PdfOptions& options, const std::filesystem::path& file) {
  dicom::prepare_toolkit();
  if (!pdf.starts_with("%PDF-"))
    return failure(ErrorCode::invalid_argument, "What should be wrapped as a DICOM document is no PDF.");
  SPONDYL_TRY(const auto place, place_in_study(options.place, findings));
  DcmFileFormat format;
  DcmDataset& data = *format.getDataset();
  const InstanceIdentity identity =
      put_common_modules(data, {UID_EncapsulatedPDFStorage, "DOC", 9003, "Vertebral heights, page (research use)"},
                         place, findings.software);
  put_document(data, pdf, options.title);
  put_sources(data, findings);
  SPONDYL_TRY(const std::string bytes, encoded(format));
  SPONDYL_CHECK(findings::write_private_file(file, bytes));
  return identity;
}

} // namespace spondyl::dicom_objects

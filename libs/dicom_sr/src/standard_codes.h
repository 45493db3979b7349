#pragma once
// Standard concepts of TID 1500, 1501, 1001, 1600, 4019, 300 (PS3.16).

#include "content_item.h"

namespace spondyl::dicom_sr::standard {

inline const Code kImagingMeasurementReport{"126000", "DCM", "Imaging Measurement Report"};
inline const Code kLanguage{"121049", "DCM", "Language of Content Item and Descendants"};
inline const Code kObserverType{"121005", "DCM", "Observer Type"};
inline const Code kPerson{"121006", "DCM", "Person"};
inline const Code kDevice{"121007", "DCM", "Device"};
inline const Code kPersonObserverName{"121008", "DCM", "Person Observer Name"};
inline const Code kPersonObserverOrganization{"121009", "DCM", "Person Observer's Organization Name"};
inline const Code kDeviceObserverUid{"121012", "DCM", "Device Observer UID"};
inline const Code kDeviceObserverName{"121013", "DCM", "Device Observer Name"};
inline const Code kDeviceObserverManufacturer{"121014", "DCM", "Device Observer Manufacturer"};
inline const Code kDeviceObserverModelName{"121015", "DCM", "Device Observer Model Name"};
inline const Code kProcedureReported{"121058", "DCM", "Procedure reported"};
inline const Code kImageLibrary{"111028", "DCM", "Image Library"};
inline const Code kImageLibraryGroup{"126200", "DCM", "Image Library Group"};
inline const Code kModality{"121139", "DCM", "Modality"};
inline const Code kFrameOfReferenceUid{"112227", "DCM", "Frame of Reference UID"};
inline const Code kImagingMeasurements{"126010", "DCM", "Imaging Measurements"};
inline const Code kDerivedMeasurements{"126011", "DCM", "Derived Imaging Measurements"};
inline const Code kDerivation{"121401", "DCM", "Derivation"};
inline const Code kMeasurementGroup{"125007", "DCM", "Measurement Group"};
inline const Code kQualitativeEvaluations{"C0034375", "UMLS", "Qualitative Evaluations"};
inline const Code kTrackingIdentifier{"112039", "DCM", "Tracking Identifier"};
inline const Code kTrackingUid{"112040", "DCM", "Tracking Unique Identifier"};
inline const Code kFindingCategory{"276214006", "SCT", "Finding category"};
inline const Code kAnatomicalStructure{"91723000", "SCT", "Anatomical structure"}; // CID 7150
inline const Code kFinding{"121071", "DCM", "Finding"};
inline const Code kFindingSite{"363698007", "SCT", "Finding Site"};
inline const Code kMeasurementMethod{"370129005", "SCT", "Measurement Method"};
inline const Code kAlgorithmName{"111001", "DCM", "Algorithm Name"};
inline const Code kAlgorithmParameters{"111002", "DCM", "Algorithm Parameters"};
inline const Code kAlgorithmVersion{"111003", "DCM", "Algorithm Version"};
inline const Code kAlgorithmManufacturer{"122405", "DCM", "Algorithm Manufacturer"};
inline const Code kSourceOfMeasurement{"121112", "DCM", "Source of Measurement"};
inline const Code kImpression{"121073", "DCM", "Impression"};
inline const Code kRecommendation{"121075", "DCM", "Recommendation"};
inline const Code kMeasurementFailure{"114006", "DCM", "Measurement failure"}; // CID 42
inline const Code kValueIndeterminate{"114011", "DCM", "Value indeterminate"}; // CID 42
inline const Code kBodyOfVertebra{"3572006", "SCT", "Body of vertebra"};
inline const Code kYes{"373066001", "SCT", "Yes"};
inline const Code kNo{"373067005", "SCT", "No"};

// UCUM
inline const Code kMillimetre{"mm", "UCUM", "mm"};
inline const Code kSquareMillimetre{"mm2", "UCUM", "mm2"};
inline const Code kPixels{"{pixels}", "UCUM", "pixels"};
inline const Code kRatio{"{ratio}", "UCUM", "ratio"};
inline const Code kNoUnit{"1", "UCUM", "no units"};
inline const Code kPercent{"%", "UCUM", "%"};
inline const Code kPercentPerYear{"%/a", "UCUM", "%/year"};
inline const Code kDegree{"deg", "UCUM", "deg"};
inline const Code kHounsfieldUnit{"[hnsf'U]", "UCUM", "Hounsfield unit"};
inline const Code kKilovolt{"kV", "UCUM", "kV"};

} // namespace spondyl::dicom_sr::standard

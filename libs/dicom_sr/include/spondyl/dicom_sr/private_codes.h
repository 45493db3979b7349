#pragma once
// The codes of 99SPONDYL: what the standard has no code for, for DICOM and FHIR alike. docs/conformance.md lists every
// one of them; a test compares.

#include <array>

#include <spondyl/comparison/comparison.h>
#include <spondyl/dicom_modules/codes.h>
#include <spondyl/model/findings.h>

namespace spondyl::dicom_sr {

using dicom_modules::Code;

/// One meaning of an enumeration and its code.
template <typename Value> struct Choice {
  Value value;
  Code code;
};

namespace spondyl_code {

inline Code own(const char* value, const char* meaning) {
  return {value, dicom_modules::kPrivateScheme, meaning};
}

// The report as a whole
inline const Code kSeriesAssessment = own("series", "Series assessment");
inline const Code kCreated = own("created", "Findings created");
inline const Code kSoftwareName = own("software-name", "Measuring software");
inline const Code kSoftwareVersion = own("software-version", "Measuring software version");
inline const Code kModality = own("modality", "Modality of the measured series");
inline const Code kSeriesUid = own("series-uid", "Measured series");
inline const Code kFrameOfReference = own("frame-uid", "Frame of reference of the coordinates");
inline const Code kSliceThickness = own("slice-thickness", "Slice thickness of the measured series");
inline const Code kCalibration = own("calibration", "Calibration of the film by a reader");
inline const Code kCalibrationKind = own("calibration-kind", "Kind of calibration");
inline const Code kStudyDate = own("study-date", "Study date of the findings");
inline const Code kNotice = own("notice", "Notice");
inline const Code kDigest = own("sha256", "SHA-256 of the image file");
inline const Code kNumberingStatus = own("numbering", "Certainty of the vertebral numbering");
inline const Code kNumberingAnchor = own("numbering-anchor", "Anchor of the vertebral numbering");
inline const Code kNumberingConfidence = own("numbering-conf", "Confidence of the vertebral numbering");
inline const Code kNumberingNote = own("numbering-note", "Note on the vertebral numbering");
inline const Code kWarning = own("warning", "Warning");

// Groups
inline const Code kSixPointMorphometry = own("six-point", "Six-point morphometry");
inline const Code kDisc = own("disc", "Intervertebral disc");
inline const Code kSpine = own("spine", "Spine as a whole");
inline const Code kOrdinal = own("ordinal", "Place from cranial among the measured bodies");
inline const Code kLevelGuess = own("level-guess", "Most likely level");
inline const Code kLevelConfidence = own("level-confidence", "Confidence of the level");
inline const Code kStatus = own("status", "Measurement status");
inline const Code kReason = own("reason", "Why not assessable");
inline const Code kConfidence = own("confidence", "Confidence of the measurement");
inline const Code kOrigin = own("origin", "Origin of the landmarks");
inline const Code kLandmarks = own("landmarks", "Six landmarks, exact coordinates");

// Heights
inline const Code kAnteriorHeight = own("height-ant", "Anterior vertebral body height");
inline const Code kMiddleHeight = own("height-mid", "Middle vertebral body height");
inline const Code kPosteriorHeight = own("height-post", "Posterior vertebral body height");
inline const Code kMiddleUnbridged = own("height-mid-node", "Middle vertebral body height into a Schmorl node");
inline const Code kUncertainty = own("uncertainty", "Standard uncertainty");
inline const Code kSpread = own("spread", "Standard deviation over the slab");
inline const Code kSpacing = own("spacing", "Origin of the scale");
inline const Code kMillimetres = own("value-mm", "Value in millimetres of the named scale");
inline const Code kExact = own("exact", "Exact value");

// Ratios and loss
inline const Code kAnteriorToPosterior = own("ratio-ap", "Anterior to posterior height ratio");
inline const Code kMiddleToPosterior = own("ratio-mp", "Middle to posterior height ratio");
inline const Code kAnteriorToReference = own("ratio-a-ref", "Anterior to reference height ratio");
inline const Code kMiddleToReference = own("ratio-m-ref", "Middle to reference height ratio");
inline const Code kPosteriorToReference = own("ratio-p-ref", "Posterior to reference height ratio");
inline const Code kAnteriorLoss = own("loss-ant", "Anterior height loss, raw");
inline const Code kMiddleLoss = own("loss-mid", "Middle height loss, raw");
inline const Code kPosteriorLoss = own("loss-post", "Posterior height loss, raw");
inline const Code kAdjustedLoss = own("loss-adjusted", "Height loss against the normal shape of the level");
inline const Code kFormula = own("formula", "Formula");
inline const Code kReference = own("reference", "Reference");

// Where a value stands alone, as in FHIR, which has no codes below codes
inline const Code kMorphometry = own("morphometry", "Vertebral body morphometry");
inline const Code kAnteriorAdjustedLoss = own("loss-ant-adj", "Anterior height loss against the normal shape");
inline const Code kMiddleAdjustedLoss = own("loss-mid-adj", "Middle height loss against the normal shape");
inline const Code kPosteriorAdjustedLoss = own("loss-post-adj", "Posterior height loss against the normal shape");

// Grades
inline const Code kGrade = own("genant", "Semiquantitative grade of vertebral deformity");
inline const Code kScheme = own("scheme", "Grading scheme");
inline const Code kShape = own("shape", "Shape of the vertebral deformity");
inline const Code kBetweenLow = own("between-low", "Lower of two grades that cannot be told apart");
inline const Code kBetweenHigh = own("between-high", "Higher of two grades that cannot be told apart");
inline const std::array<Code, 5> kProbabilities = {
    own("p-0", "Probability of grade 0"), own("p-0.5", "Probability of grade 0.5"),
    own("p-1", "Probability of grade 1"), own("p-2", "Probability of grade 2"), own("p-3", "Probability of grade 3")};
inline const Code kSecondaryGrade = own("scheme-grade", "Grade by a further scheme");
inline const Code kProbability = own("p-above-0", "Probability of a grade above 0");

// Angles, slip, attenuation
inline const Code kWedgeAngle = own("wedge-angle", "Wedge angle of the vertebral body");
inline const Code kWedgeAngleUncertainty = own("wedge-angle-u", "Standard uncertainty of the wedge angle");
inline const Code kLocalCobb = own("local-cobb", "Local Cobb angle");
inline const Code kSlip = own("slip", "Slip against the vertebra below");
inline const Code kSlipFraction = own("slip-fraction", "Slip as a fraction of the endplate below");
inline const Code kMeyerding = own("meyerding", "Meyerding grade");
inline const Code kAttenuation = own("attenuation", "Mean trabecular attenuation");
inline const Code kStandardDeviation = own("deviation", "Standard deviation over the region");
inline const Code kArea = own("area", "Area of the region");
inline const Code kKilovoltPeak = own("kvp", "Peak kilovoltage");
inline const Code kInterpretation = own("interpretation", "Interpretation");
inline const Code kWithheld = own("withheld", "Why withheld");
inline const Code kCondition = own("condition", "Condition that could not be checked");
inline const Code kRegion = own("region", "Ellipse: centre and two semi-axes, exact coordinates");
inline const Code kReaderMustConfirm = own("must-confirm", "Reader must confirm");
inline const Code kSentence = own("sentence", "Explanation");

// Discs, the spine as a whole
inline const Code kUpperOrdinal = own("upper-ordinal", "Place of the body above");
inline const Code kLowerOrdinal = own("lower-ordinal", "Place of the body below");
inline const Code kAnteriorDisc = own("disc-ant", "Anterior disc height");
inline const Code kMiddleDisc = own("disc-mid", "Middle disc height");
inline const Code kPosteriorDisc = own("disc-post", "Posterior disc height");
inline const Code kDiscIndex = own("disc-index", "Disc height index");
inline const Code kDiscIndexUncertainty = own("disc-index-u", "Standard uncertainty of the disc height index");
inline const Code kDiscAngle = own("disc-angle", "Disc angle");
inline const Code kSpinalAngle = own("spinal-angle", "Regional angle of the spine");
inline const Code kAngleName = own("angle-name", "Which regional angle");
inline const Code kFrom = own("from", "From");
inline const Code kTo = own("to", "To");
inline const Code kSupine = own("supine", "Measured lying");
inline const Code kDeformityIndex = own("sdi", "Spinal deformity index");
inline const Code kExpectedIndex = own("sdi-expected", "Expected spinal deformity index");
inline const Code kCounted = own("sdi-counted", "Level counted");
inline const Code kMissing = own("sdi-missing", "Level missing");
inline const Code kSacralEndplate = own("s1-endplate", "Superior endplate of S1, anterior and posterior point");

// What changed since a prior study
inline const Code kChange = own("change", "Change since the prior study");
inline const std::array<Code, 3> kHeightChanges = {own("change-ant", "Change of the anterior vertebral body height"),
                                                   own("change-mid", "Change of the middle vertebral body height"),
                                                   own("change-post", "Change of the posterior vertebral body height")};
inline const std::array<Code, 3> kPriorHeights = {
    own("prior-ant", "Anterior vertebral body height in the prior study"),
    own("prior-mid", "Middle vertebral body height in the prior study"),
    own("prior-post", "Posterior vertebral body height in the prior study")};
inline const Code kPercentChange = own("percent-change", "Percent change since the prior study");
inline const Code kMillimetreChange = own("change-mm", "Change in millimetres");
inline const Code kDetectableChange = own("mdc", "Minimal detectable change");
inline const Code kAnnualRate = own("annual-rate", "Change per year");
inline const Code kVerdict = own("verdict", "Verdict on the change of a vertebra");
inline const Code kIncidentByHeight = own("incident-height", "New fracture by height: 20 % and 4 mm");
inline const Code kIncidentByGrade = own("incident-grade", "New fracture by a rise of the grade");
inline const Code kReview = own("review", "Loss of 15 % and more, to be reviewed");
inline const Code kPriorGrade = own("genant-prior", "Grade of vertebral deformity in the prior study");
inline const Code kPriorDate = own("prior-date", "Study date of the prior study");
inline const Code kPriorModality = own("prior-modality", "Modality of the prior study");
inline const Code kPriorSeries = own("prior-series", "Measured series of the prior study");
inline const Code kBasis = own("change-basis", "What heights are compared by");
inline const Code kNote = own("change-note", "Note on the comparison");
inline const Code kPriorDeformityIndex = own("sdi-prior", "Deformity index over the common levels, prior study");
inline const Code kCurrentDeformityIndex = own("sdi-now", "Deformity index over the common levels, this study");

// Who answered for the findings
inline const Code kSignOff = own("sign-off", "Sign-off: revision of the findings");
inline const Code kSignOffStep = own("sign-off-step", "Act of a reader");
inline const Code kReader = own("reader", "Reader");
inline const Code kOrganization = own("organization", "Organization of the reader");
inline const Code kTime = own("time", "Time");
inline const Code kSignedDigest = own("digest", "SHA-256 of what was signed");
inline const Code kPredecessor = own("predecessor", "SHA-256 of the signed findings this amends");
inline const Code kPredecessorReport = own("predecessor-sr", "Report this amends: its class, series and instance");
inline const Code kAmendmentReason = own("reason-amended", "Reason of the amendment");

// Values of enumerations
inline const std::array<Choice<SignOffState>, 3> kSignOffStates = {{
    {SignOffState::draft, own("draft", "Draft")},
    {SignOffState::reviewed, own("reviewed", "Reviewed")},
    {SignOffState::signed_off, own("signed", "Signed")},
}};
inline const std::array<Choice<MeasurementStatus>, 2> kStatuses = {{
    {MeasurementStatus::measured, own("measured", "Measured")},
    {MeasurementStatus::not_assessable, own("not-assessable", "Not assessable")},
}};
inline const std::array<Choice<MeasurementOrigin>, 3> kOrigins = {{
    {MeasurementOrigin::automatic, own("automatic", "Automatic")},
    {MeasurementOrigin::seeded, own("seeded", "Automatic from a seed of the reader")},
    {MeasurementOrigin::edited, own("edited", "Edited by the reader")},
}};
inline const std::array<Choice<NumberingStatus>, 2> kNumberingStatuses = {{
    {NumberingStatus::certain, own("certain", "Certain")},
    {NumberingStatus::uncertain, own("uncertain", "Uncertain")},
}};
inline const std::array<Choice<NumberingAnchor>, 5> kAnchors = {{
    {NumberingAnchor::none, own("anchor-none", "No anchor")},
    {NumberingAnchor::sacrum, own("anchor-sacrum", "Sacrum")},
    {NumberingAnchor::last_rib, own("anchor-rib", "Last rib")},
    {NumberingAnchor::c2, own("anchor-c2", "C2")},
    {NumberingAnchor::reader, own("anchor-reader", "Reader")},
}};
inline const std::array<Choice<ReaderCalibration::Kind>, 2> kCalibrationKinds = {{
    {ReaderCalibration::Kind::length, own("cal-length", "Known length on the film")},
    {ReaderCalibration::Kind::magnification, own("cal-factor", "Magnification")},
}};
inline const std::array<Choice<SpacingProvenance>, 9> kSpacings = {{
    {SpacingProvenance::volume, own("sp-volume", "Voxel grid in patient space")},
    {SpacingProvenance::calibrated, own("sp-calibrated", "Calibrated with a fiducial or by a reader")},
    {SpacingProvenance::geometry, own("sp-geometry", "Calibrated by geometry, assumed magnification")},
    {SpacingProvenance::estimated, own("sp-estimated", "Detector spacing divided by an estimated magnification")},
    {SpacingProvenance::detector, own("sp-detector", "At the detector, magnified")},
    {SpacingProvenance::corrected_unknown_cause, own("sp-corrected", "Corrected, cause unknown")},
    {SpacingProvenance::uncalibrated, own("sp-uncalibrated", "Uncalibrated")},
    {SpacingProvenance::film, own("sp-film", "Millimetres of film")},
    {SpacingProvenance::none, own("sp-none", "No scale")},
}};
inline const std::array<Choice<FractureShape>, 4> kShapes = {{
    {FractureShape::none, own("shape-none", "No deformity")},
    {FractureShape::wedge, own("shape-wedge", "Wedge")},
    {FractureShape::biconcave, own("shape-biconcave", "Biconcave")},
    {FractureShape::crush, own("shape-crush", "Crush")},
}};
inline const std::array<Choice<double>, 5> kGrades = {{
    {0.0, own("grade-0", "Grade 0 (normal)")},
    {0.5, own("grade-0.5", "Grade 0.5 (borderline)")},
    {1.0, own("grade-1", "Grade 1 (mild)")},
    {2.0, own("grade-2", "Grade 2 (moderate)")},
    {3.0, own("grade-3", "Grade 3 (severe)")},
}};
inline const std::array<Choice<Alternative>, 7> kAlternatives = {{
    {Alternative::vertebral_fracture, own("alt-fracture", "Vertebral fracture")},
    {Alternative::schmorl_node, own("alt-schmorl", "Schmorl node")},
    {Alternative::scheuermann, own("alt-scheuermann", "Scheuermann disease")},
    {Alternative::short_vertebral_height, own("alt-short", "Short vertebral height")},
    {Alternative::degenerative_wedging, own("alt-degenerative", "Degenerative wedging")},
    {Alternative::borderline_loss, own("alt-borderline", "Loss at the limit of its uncertainty")},
    {Alternative::normal_variant, own("alt-variant", "Normal variant")},
}};
inline const std::array<Choice<SpinalAngleName>, 2> kAngleNames = {{
    {SpinalAngleName::thoracic_kyphosis, own("kyphosis", "Thoracic kyphosis")},
    {SpinalAngleName::lumbar_lordosis, own("lordosis", "Lumbar lordosis")},
}};
inline const std::array<Choice<comparison::ChangeVerdict>, 5> kVerdicts = {{
    {comparison::ChangeVerdict::newly_fractured, own("new", "New fracture")},
    {comparison::ChangeVerdict::worsened, own("worsened", "Loss of height beyond measurement error")},
    {comparison::ChangeVerdict::stable, own("stable", "No change beyond measurement error")},
    {comparison::ChangeVerdict::improved, own("improved", "Gain in height beyond measurement error")},
    {comparison::ChangeVerdict::not_comparable, own("not-comparable", "Not comparable")},
}};
inline const std::array<Choice<comparison::Basis>, 3> kBases = {{
    {comparison::Basis::millimetres, own("basis-mm", "Millimetres")},
    {comparison::Basis::ratios, own("basis-ratios", "Ratios to the other vertebrae")},
    {comparison::Basis::none, own("basis-none", "Heights are not comparable")},
}};
inline const std::array<Choice<comparison::IncidentFracture>, 3> kIncidents = {{
    {comparison::IncidentFracture::no, {"373067005", "SCT", "No"}},
    {comparison::IncidentFracture::yes, {"373066001", "SCT", "Yes"}},
    {comparison::IncidentFracture::not_judged, own("not-judged", "Not judged")},
}};
inline const std::array<Choice<bool>, 2> kYesNo = {{
    {true, {"373066001", "SCT", "Yes"}},
    {false, {"373067005", "SCT", "No"}},
}};

} // namespace spondyl_code
} // namespace spondyl::dicom_sr

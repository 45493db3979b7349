// What changed since a prior study: derived values in the manner of TID 1420, and the verdicts as a section of our own.
// Never read back: findings are of one study.

#include "content_archive.h"
#include "report_content.h"

namespace spondyl::dicom_sr {
namespace {

namespace own = spondyl_code;
using comparison::Comparison;
using comparison::HeightChange;
using comparison::VertebraChange;

constexpr double kPercentOfFraction = 100.0;

ContentItem site_of(const VertebraChange& change) {
  return code_item(Relationship::has_concept_modifier, standard::kFindingSite,
                   dicom_modules::vertebra_code(change.level));
}

ContentItem number_item(Relationship relationship, const Code& name, double value, const Code& unit) {
  ContentItem item = container(name);
  item.relationship = relationship;
  item.type = ValueType::number;
  item.number = value;
  item.unit = unit;
  return item;
}

ContentItem& add_number(ContentItem& around, const Code& name, double value, const Code& unit) {
  return around.add(number_item(Relationship::has_properties, name, value, unit));
}

void add_figures(ContentItem& item, const HeightChange& height) {
  add_number(item, own::kUncertainty, kPercentOfFraction * height.change_error, standard::kPercent);
  add_number(item, own::kDetectableChange, kPercentOfFraction * height.minimal_detectable, standard::kPercent);
  if (height.change_mm) {
    ContentItem& millimetres = add_number(item, own::kMillimetreChange, *height.change_mm, standard::kMillimetre);
    if (height.change_mm_error)
      add_number(millimetres, own::kUncertainty, *height.change_mm_error, standard::kMillimetre);
  }
  if (height.annual_rate) {
    ContentItem& rate =
        add_number(item, own::kAnnualRate, kPercentOfFraction * *height.annual_rate, standard::kPercentPerYear);
    if (height.annual_rate_error)
      add_number(rate, own::kUncertainty, kPercentOfFraction * *height.annual_rate_error, standard::kPercentPerYear);
  }
}

/// The prior value stands here, the current one in the vertebra's own group, to which this refers.
void add_sources(ContentItem& item, const VertebraChange& change, const HeightChange& height) {
  const auto which = static_cast<std::size_t>(height.height);
  item.add(number_item(Relationship::inferred_from, own::kPriorHeights[which], height.prior,
                       height.unit == LengthUnit::pixel ? standard::kPixels : standard::kMillimetre));
  if (!change.current_ordinal)
    return;
  ContentItem current;
  current.relationship = Relationship::inferred_from;
  current.refers_to = height_anchor(*change.current_ordinal, height.height);
  item.add(std::move(current));
}

ContentItem derived(const VertebraChange& change, const HeightChange& height) {
  ContentItem item = number_item(Relationship::contains, own::kHeightChanges[static_cast<std::size_t>(height.height)],
                                 kPercentOfFraction * height.change, standard::kPercent);
  item.add(site_of(change));
  item.add(code_item(Relationship::has_concept_modifier, standard::kDerivation, own::kPercentChange));
  add_figures(item, height);
  add_sources(item, change, height);
  return item;
}

template <typename Value, std::size_t N>
void add_choice(ContentItem& around, const Code& name, const Value& value,
                const std::array<Choice<Value>, N>& choices) {
  for (const auto& choice : choices)
    if (choice.value == value)
      around.add(code_item(Relationship::has_properties, name, choice.code));
}

ContentItem verdict(const VertebraChange& change) {
  ContentItem item = container(own::kVerdict);
  ContentWriter(item).own_choice(change.verdict, own::kVerdicts);
  item.add(site_of(change));
  add_choice(item, own::kIncidentByHeight, change.incident.by_height, own::kIncidents);
  add_choice(item, own::kIncidentByGrade, change.incident.by_grade, own::kIncidents);
  add_choice(item, own::kReview, change.incident.review, own::kYesNo);
  if (change.prior_grade)
    add_choice(item, own::kPriorGrade, *change.prior_grade, own::kGrades);
  if (change.current_grade)
    add_choice(item, own::kGrade, *change.current_grade, own::kGrades);
  if (!change.reason.empty())
    item.add(text_item(Relationship::has_properties, own::kSentence, change.reason));
  for (const std::string& warning : change.warnings)
    item.add(text_item(Relationship::has_properties, own::kWarning, warning));
  return item;
}

ContentItem section(const Comparison& comparison) {
  ContentItem item = container(own::kChange);
  ContentWriter writer(item);
  writer.text(own::kPriorDate, comparison.prior_date);
  writer.text(own::kPriorModality, comparison.prior.modality);
  writer.text(own::kPriorSeries, comparison.prior.series_uid);
  writer.choice(own::kBasis, comparison.basis, own::kBases);
  writer.texts(own::kNote, comparison.notes);
  if (comparison.deformity_index) {
    writer.number(own::kPriorDeformityIndex, standard::kNoUnit, comparison.deformity_index->prior);
    writer.number(own::kCurrentDeformityIndex, standard::kNoUnit, comparison.deformity_index->current);
  }
  for (const VertebraChange& change : comparison.vertebrae)
    item.add(verdict(change));
  return item;
}

} // namespace

std::string height_anchor(int ordinal, HeightName height) {
  return std::to_string(ordinal) + " " + std::string(to_string(height));
}

void add_change(ContentItem& root, const Comparison& comparison) {
  ContentItem values = container(standard::kDerivedMeasurements);
  for (const VertebraChange& change : comparison.vertebrae)
    for (const HeightChange& height : change.heights)
      values.add(derived(change, height));
  if (!values.children.empty())
    root.add(std::move(values));
  root.add(section(comparison));
}

} // namespace spondyl::dicom_sr

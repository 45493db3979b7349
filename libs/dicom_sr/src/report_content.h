#pragma once
// Findings as the content of a TID 1500 report, and what such content says.

#include <spondyl/dicom_sr/report.h>

#include "content_item.h"

namespace spondyl::dicom_sr {

[[nodiscard]] ContentItem report_content(const Findings& findings, const ReportOptions& options);

/// What changed since a prior study; `root` holds the measurements already.
void add_change(ContentItem& root, const comparison::Comparison& comparison);
/// How a derived value refers to a height of a vertebra's group.
[[nodiscard]] std::string height_anchor(int ordinal, HeightName height);

/// The findings of a report of ours, without what its header holds (patient, study); std::nullopt for other reports.
[[nodiscard]] std::optional<Findings> findings_of_content(const ContentItem& root);
/// All measurement groups of any report, in their order.
[[nodiscard]] std::vector<MeasurementGroup> groups_of_content(const ContentItem& root);
/// The text of an item anywhere below; empty when there is none.
[[nodiscard]] std::string text_of_content(const ContentItem& root, const Code& name);

} // namespace spondyl::dicom_sr

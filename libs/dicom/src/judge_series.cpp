#include "judge_series.h"

#include "classify.h"
#include "judge_stack.h"
#include "transfer_syntax.h"
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace spondyl::dicom {
namespace {

namespace fs = std::filesystem;
using Instances = std::vector<const InstanceHeader*>;

void add_warning(Series& series, std::string reason, std::vector<fs::path> files = {}) {
  if (series.verdict == Verdict::usable)
    series.verdict = Verdict::usable_with_warning;
  series.reasons.push_back({std::move(reason), std::move(files)});
}

std::vector<fs::path> files_where(const Instances& instances, bool (*predicate)(const InstanceHeader&)) {
  std::vector<fs::path> files;
  for (const InstanceHeader* instance : instances)
    if (predicate(*instance))
      files.push_back(instance->file);
  return files;
}

bool is_lossy(const InstanceHeader& header) {
  return header.series.lossy_compressed || transfer_syntax_of(header.transfer_syntax_uid).always_lossy;
}

Instances distinct_instances(const std::vector<Piece>& pieces) {
  std::set<const InstanceHeader*> seen;
  Instances instances;
  for (const Piece& piece : pieces)
    if (seen.insert(piece.instance).second)
      instances.push_back(piece.instance);
  return instances;
}

/// Text of the first instance, flags of any.
void describe(Series& series, const Instances& instances) {
  const InstanceHeader& first = *instances.front();
  series.patient = first.patient;
  series.study = first.study;
  series.info = first.series;
  for (const InstanceHeader* instance : instances) {
    series.info.lossy_compressed = series.info.lossy_compressed || is_lossy(*instance);
    series.info.burned_in_annotation = series.info.burned_in_annotation || instance->series.burned_in_annotation;
    if (series.info.lossy_ratio.empty())
      series.info.lossy_ratio = instance->series.lossy_ratio;
  }
}

void warn_about_pixels(Series& series, const Instances& instances, Modality modality) {
  if (series.info.lossy_compressed) {
    const std::string ratio = series.info.lossy_ratio.empty() ? "" : " (ratio " + series.info.lossy_ratio + ")";
    const auto files = files_where(instances, is_lossy);
    add_warning(series, "the images were compressed with loss" + ratio,
                files.size() == instances.size() ? std::vector<fs::path>{} : files);
  }
  if (series.info.burned_in_annotation)
    add_warning(series, "text may be burned into the pixels (Burned In Annotation)");
  const bool no_rescale = std::any_of(instances.begin(), instances.end(),
                                      [](const InstanceHeader* instance) { return !instance->has_rescale; });
  if (modality == Modality::ct && no_rescale && series.kind == SeriesKind::volume)
    add_warning(series, "there is no rescale to Hounsfield units; stored values are used as they are");
  std::vector<fs::path> duplicates;
  for (const InstanceHeader* instance : instances)
    duplicates.insert(duplicates.end(), instance->duplicate_files.begin(), instance->duplicate_files.end());
  if (!duplicates.empty()) {
    const std::string count = std::to_string(duplicates.size());
    add_warning(series, count + " duplicate file(s) with the SOP Instance UID of another were left out",
                std::move(duplicates));
  }
}

void sort_by_order(std::vector<Piece>& pieces) {
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return order_of(a) < order_of(b); });
}

/// A part that is refused as a whole, whatever its geometry.
Series refused_part(std::vector<Piece> pieces, SeriesKind kind, const std::string& reason, bool name_files) {
  sort_by_order(pieces);
  const Instances instances = distinct_instances(pieces);
  Series series;
  describe(series, instances);
  series.kind = kind;
  series.verdict = Verdict::refused;
  VerdictReason why{reason, {}};
  if (name_files)
    for (const InstanceHeader* instance : instances)
      why.files.push_back(instance->file);
  series.reasons.push_back(std::move(why));
  for (const Piece& piece : pieces)
    series.frames.push_back(frame_ref(piece));
  const InstanceHeader& first = *instances.front();
  if (first.rows > 0 && first.rows <= kLargestRowsOrColumns && first.columns > 0 &&
      first.columns <= kLargestRowsOrColumns) {
    series.rows = static_cast<int>(first.rows);
    series.columns = static_cast<int>(first.columns);
  }
  return series;
}

Series radiograph_part(const InstanceHeader& instance) {
  Series series;
  describe(series, {&instance});
  series.kind = SeriesKind::radiograph;
  series.verdict = Verdict::usable;
  series.rows = static_cast<int>(instance.rows);
  series.columns = static_cast<int>(instance.columns);
  series.pixel_scale = pixel_scale(instance.spacing_tags);
  series.frames.push_back(frame_ref({&instance, &instance.frames.front()}));
  warn_about_pixels(series, {&instance}, Modality::radiograph);
  if (is_secondary_capture(instance.sop_class_uid))
    add_warning(series, "the film is a secondary capture: a picture of a film, whose processing is not known");
  return series;
}

/// All instances of one DICOM series and modality.
class SeriesJudge {
public:
  void add(const InstanceHeader& instance) {
    Classification c = classify(instance);
    if (c.kind == SeriesKind::radiograph && c.refusal.empty()) {
      add_part(radiograph_part(instance), instance.instance_number, "film");
      return;
    }
    for (const FrameHeader& frame : instance.frames)
      add_frame({&instance, &frame}, classify_frame(c, frame));
  }

  std::vector<Series> finish() {
    judge_stacks(Modality::ct);
    judge_stacks(Modality::mr);
    for (auto& [key, pieces] : refused_) {
      const long order = order_of(*std::min_element(
          pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return order_of(a) < order_of(b); }));
      const bool defect = key.first == SeriesKind::volume || key.first == SeriesKind::radiograph;
      add_part(refused_part(std::move(pieces), key.first, key.second, defect), order, "kind of image");
    }
    return number_parts();
  }

private:
  struct Part {
    Series series;
    long order;
    std::string reason;
  };

  void add_part(Series series, long order, std::string reason) {
    parts_.push_back({std::move(series), order, std::move(reason)});
  }

  void add_frame(const Piece& piece, const Classification& c) {
    if (!c.refusal.empty()) {
      refused_[{c.kind, c.refusal}].push_back(piece);
      return;
    }
    CheckedFrame checked = check_geometry(piece);
    if (!checked.refusal.empty()) {
      refused_[{c.kind, checked.refusal}].push_back(piece);
      return;
    }
    Candidates& candidates = candidates_[c.modality];
    candidates.pieces.push_back(piece);
    candidates.frames.push_back(std::move(checked.frame));
  }

  void judge_stacks(Modality modality) {
    const auto found = candidates_.find(modality);
    if (found == candidates_.end())
      return;
    const auto& [pieces, frames] = found->second;
    const std::vector<Stack> stacks = split_into_stacks(frames);
    const bool survey = modality == Modality::mr && is_survey(frames, stacks);
    for (const Stack& stack : stacks) {
      std::vector<Piece> members;
      for (const std::size_t member : stack.members)
        members.push_back(pieces[member]);
      const Instances instances = distinct_instances(members);
      Series series = survey ? refused_part(members, SeriesKind::localizer,
                                            "a survey in several planes is a localizer and is not measured", false)
                             : judge_stack(pieces, frames, stack, stacks, modality);
      describe(series, instances);
      warn_about_pixels(series, instances, modality);
      if (stack.members.size() > 1 && frames_of_reference_mean_nothing(frames))
        add_warning(series, "every slice names a Frame of Reference UID of its own; they are taken as one by their "
                            "positions");
      long order = order_of(members.front());
      for (const Piece& piece : members)
        order = std::min(order, order_of(piece));
      std::string reason;
      for (const std::string& split : stack.split_by)
        reason += (reason.empty() ? "" : ", ") + split;
      add_part(std::move(series), order, std::move(reason));
    }
  }

  std::vector<Series> number_parts() {
    std::stable_sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) { return a.order < b.order; });
    std::vector<Series> result;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      Series& series = parts_[i].series;
      series.part = static_cast<int>(i) + 1;
      series.parts = static_cast<int>(parts_.size());
      if (parts_.size() > 1)
        series.part_reason = parts_[i].reason.empty() ? "kind of image" : parts_[i].reason;
      result.push_back(std::move(series));
    }
    return result;
  }

  struct Candidates {
    std::vector<Piece> pieces;
    std::vector<StackFrame> frames;
  };
  std::map<Modality, Candidates> candidates_;
  std::map<std::pair<SeriesKind, std::string>, std::vector<Piece>> refused_;
  std::vector<Part> parts_;
};

bool same_picture(const InstanceHeader& a, const InstanceHeader& b) {
  return a.sop_instance_uid == b.sop_instance_uid && a.series.uid == b.series.uid && a.rows == b.rows &&
         a.columns == b.columns && a.frame_count == b.frame_count && a.instance_number == b.instance_number &&
         a.frames.front().position == b.frames.front().position;
}

/// Of two files of one instance the first stays, unless only the other one is intact.
void keep_the_better(InstanceHeader& kept, InstanceHeader other) {
  if (!classify(kept).refusal.empty() && classify(other).refusal.empty())
    std::swap(kept, other);
  kept.duplicate_files.insert(kept.duplicate_files.end(), other.duplicate_files.begin(), other.duplicate_files.end());
  kept.duplicate_files.push_back(other.file);
}

/// Keeps the first file of every SOP Instance UID. Different pictures under one UID (a broken exporter) all stay.
std::vector<InstanceHeader> without_duplicates(std::vector<InstanceHeader> headers) {
  std::vector<InstanceHeader> kept;
  std::multimap<std::string, std::size_t> by_uid;
  for (InstanceHeader& header : headers) {
    const auto [begin, end] = by_uid.equal_range(header.sop_instance_uid);
    const auto original = std::find_if(begin, end, [&](const auto& e) { return same_picture(kept[e.second], header); });
    if (!header.sop_instance_uid.empty() && original != end) {
      keep_the_better(kept[original->second], std::move(header));
      continue;
    }
    by_uid.emplace(header.sop_instance_uid, kept.size());
    kept.push_back(std::move(header));
  }
  return kept;
}

/// Series of one study together, by number, then uid; without a uid by folder.
using SeriesKey = std::tuple<std::string, std::string, long, std::string, std::string>;

SeriesKey key_of(const InstanceHeader& header) {
  long number = 0;
  try {
    number = std::stol(header.series.number);
  } catch (const std::exception&) {
    number = 0;
  }
  const std::string uid = header.series.uid.empty() ? header.file.parent_path().string() : header.series.uid;
  return {header.study.date, header.study.uid, number, uid, header.series.modality};
}

} // namespace

std::vector<Series> judge_series(std::vector<InstanceHeader> headers) {
  const std::vector<InstanceHeader> kept = without_duplicates(std::move(headers));
  std::map<SeriesKey, SeriesJudge> judges;
  for (const InstanceHeader& header : kept)
    judges[key_of(header)].add(header);
  std::vector<Series> result;
  for (auto& [key, judge] : judges)
    for (Series& series : judge.finish())
      result.push_back(std::move(series));
  return result;
}

} // namespace spondyl::dicom

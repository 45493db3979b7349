#include <spondyl/plugin_host/run_stages.h>

#include "call_host.h"
#include "grid.h"
#include "host_objects.h"
#include "segmentation_json.h"

#include <spondyl/findings/findings_json.h>
#include <spondyl/plugin_sdk/plugin_abi.h>

namespace spondyl::plugin_host {
namespace {

using segmentation::SegmentedSpine;

/// Where an answer arrives. `Answer` is the host's own type.
template <typename Answer> struct Inbox {
  CallHost& call;
  std::optional<Answer> answer{};

  int take(Result<Answer> given) {
    if (!given)
      return call.refuse(given.error());
    answer = std::move(*given);
    return SPONDYL_DONE;
  }
  static int32_t accept_host_object(void* context, void* object) {
    static_cast<Inbox*>(context)->answer = std::move(*static_cast<Answer*>(object));
    return SPONDYL_DONE;
  }
  Result<Answer> result(int status, const std::string& name) {
    SPONDYL_CHECK(call.result_of(status));
    if (!answer)
      return failure(ErrorCode::internal, "The plugin " + name + " ended without an answer.");
    return std::move(*answer);
  }
};

int32_t accept_bodies(void* context, spondyl_text bodies_json, const spondyl_labels* labels) {
  return static_cast<Inbox<SegmentedSpine>*>(context)->take(segmented_spine(from_abi(bodies_json), *labels));
}

int32_t accept_graded(void* context, spondyl_text findings_json) {
  return static_cast<Inbox<Findings>*>(context)->take(
      findings::parse_findings(from_abi(findings_json), "The grader's answer"));
}

bool built_in(const PluginEntry& entry) {
  return entry.file.empty();
}

/// A grader decides on ratios, loss, grade and warnings; nothing else of its answer is used.
Result<Findings> merged(Findings findings, Findings graded) {
  if (graded.vertebrae.size() != findings.vertebrae.size())
    return failure(ErrorCode::internal, "The grader's answer has another number of vertebrae.");
  for (std::size_t i = 0; i < findings.vertebrae.size(); ++i) {
    findings.vertebrae[i].ratios = graded.vertebrae[i].ratios;
    findings.vertebrae[i].loss = std::move(graded.vertebrae[i].loss);
    findings.vertebrae[i].grade = std::move(graded.vertebrae[i].grade);
    findings.vertebrae[i].warnings = std::move(graded.vertebrae[i].warnings);
  }
  return findings;
}

Result<Findings> grade_by(PluginHost& host, const std::string& grader_id, const GradingOrder& order,
                          const Progress& progress) {
  SPONDYL_TRY(PluginEntry * entry, host.find(Role::grader, grader_id));
  SPONDYL_TRY(const spondyl_plugin* plugin, host.load(*entry));
  CallHost call(grader_id, progress);
  Inbox<Findings> inbox{call};
  std::string text, sex;
  spondyl_grading_request border{};
  border.struct_size = sizeof border;
  border.context = &inbox;
  border.accept = accept_graded;
  if (built_in(*entry)) {
    border.host_request = &order;
    border.accept_host_object = Inbox<Findings>::accept_host_object;
  } else {
    text = findings::to_json(order.findings);
    sex = order.findings.patient ? order.findings.patient->sex : "";
    border.findings_json = to_abi(text);
    border.sex = to_abi(sex);
  }
  return inbox.result(plugin->grader->grade(&call.abi(), &border), grader_id);
}

} // namespace

Result<SegmentedSpine> segment(PluginHost& host, const std::string& segmenter_id, const Volume& volume,
                               const segmentation::Request& request, const Progress& progress) {
  SPONDYL_TRY(PluginEntry * entry, host.find(Role::segmenter, segmenter_id));
  SPONDYL_TRY(const spondyl_plugin* plugin, host.load(*entry));
  CallHost call(segmenter_id, progress);
  Inbox<SegmentedSpine> inbox{call};
  const SegmentationOrder order{request, progress};
  spondyl_image image = to_abi(volume);
  const std::string seeds = seeds_json(request.seeds);
  spondyl_segmentation_request border{};
  border.struct_size = sizeof border;
  border.image = &image;
  border.seeds_json = to_abi(seeds);
  border.context = &inbox;
  border.accept = accept_bodies;
  if (built_in(*entry)) {
    image.host_object = &volume;
    border.host_request = &order;
    border.accept_host_object = Inbox<SegmentedSpine>::accept_host_object;
  }
  return inbox.result(plugin->segmenter->segment(&call.abi(), &border), segmenter_id);
}

Result<Findings> grade(PluginHost& host, const std::string& grader_id, Findings findings,
                       const morphometry::AssessmentOptions& options, const Progress& progress) {
  SPONDYL_TRY(Findings assessed, grade_by(host, std::string(kBuiltInGrader), {std::move(findings), options}, progress));
  if (grader_id == kBuiltInGrader)
    return assessed;
  SPONDYL_TRY(Findings graded, grade_by(host, grader_id, {assessed, options}, progress));
  return merged(std::move(assessed), std::move(graded));
}

} // namespace spondyl::plugin_host

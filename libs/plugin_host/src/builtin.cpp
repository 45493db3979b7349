#include "builtin.h"

#include "call_host.h"
#include "host_objects.h"

#include <exception>
#include <spondyl/base/version.h>
#include <spondyl/plugin_sdk/plugin_abi.h>

namespace spondyl::plugin_host {
namespace {

int32_t tell(const spondyl_host* host, const Error& error) {
  const int status = status_of(error.code);
  host->fail(host->context, status, to_abi(error.message), to_abi(error.advice));
  return status;
}

/// Part of the program itself, yet behind the same rule: nothing is thrown across the border.
template <typename Call> int32_t guarded(const spondyl_host* host, Call&& call) noexcept {
  try {
    return call();
  } catch (const std::exception& error) {
    return tell(host, {ErrorCode::internal, error.what(), {}});
  } catch (...) {
    return tell(host, {ErrorCode::internal, "An unknown exception was thrown.", {}});
  }
}

int32_t segment(const spondyl_host* host, const spondyl_segmentation_request* request) {
  return guarded(host, [&]() -> int32_t {
    const auto& order = *static_cast<const SegmentationOrder*>(request->host_request);
    auto spine = segmentation::segment_spine(*static_cast<const Volume*>(request->image->host_object), order.request,
                                             order.progress);
    return spine ? request->accept_host_object(request->context, &*spine) : tell(host, spine.error());
  });
}

int32_t grade(const spondyl_host* host, const spondyl_grading_request* request) {
  return guarded(host, [&]() -> int32_t {
    const auto& order = *static_cast<const GradingOrder*>(request->host_request);
    auto graded = morphometry::assess_findings(order.findings, order.options);
    return graded ? request->accept_host_object(request->context, &*graded) : tell(host, graded.error());
  });
}

PluginEntry entry_of(std::string_view id, Role role, std::string description, const spondyl_plugin& plugin) {
  PluginEntry entry;
  entry.origin = "built in";
  entry.manifest = Manifest{
      std::string(id), std::string(kVersion), SPONDYL_PLUGIN_ABI, role, {}, "Apache-2.0", std::move(description), {}};
  entry.plugin = &plugin;
  return entry;
}

} // namespace

PluginEntry built_in_segmenter() {
  static const spondyl_segmenter segmenter = {sizeof(spondyl_segmenter), 0, segment};
  static const spondyl_plugin plugin = {sizeof(spondyl_plugin),
                                        SPONDYL_PLUGIN_ABI,
                                        kBuiltInSegmenter.data(),
                                        std::data(kVersion),
                                        nullptr,
                                        &segmenter,
                                        nullptr};
  return entry_of(kBuiltInSegmenter, Role::segmenter, "Vertebral bodies of CT and MR volumes.", plugin);
}

PluginEntry built_in_grader() {
  static const spondyl_grader grader = {sizeof(spondyl_grader), 0, grade};
  static const spondyl_plugin plugin = {sizeof(spondyl_plugin),
                                        SPONDYL_PLUGIN_ABI,
                                        kBuiltInGrader.data(),
                                        std::data(kVersion),
                                        nullptr,
                                        nullptr,
                                        &grader};
  return entry_of(kBuiltInGrader, Role::grader, "Ratios, level-adjusted loss and Genant grade with probabilities.",
                  plugin);
}

} // namespace spondyl::plugin_host

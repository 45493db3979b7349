#pragma once
// A segmenter in C++: give segment(request), name the class in SPONDYL_SEGMENTER.

#include <spondyl/plugin_sdk/plugin.h>

namespace spondyl::plugin_sdk {

/// What a segmenter is asked for, and where its answer goes.
class SegmentationRequest {
public:
  SegmentationRequest(Host host, const spondyl_segmentation_request& request) : host_(host), request_(&request) {}

  [[nodiscard]] const Host& host() const { return host_; }
  [[nodiscard]] const spondyl_image& image() const { return *request_->image; }
  [[nodiscard]] std::string_view seeds_json() const { return from_abi(request_->seeds_json); }
  /// Once: the bodies (docs/plugins.md, "Segmenters") and their label map.
  void accept(std::string_view bodies_json, const spondyl_labels& labels) const {
    check_host(request_->accept(request_->context, to_abi(bodies_json), &labels));
  }

private:
  Host host_;
  const spondyl_segmentation_request* request_;
};

template <typename Segmenter>
int32_t segment(const spondyl_host* host, const spondyl_segmentation_request* request) noexcept {
  return guarded(host, [&](const Host& reporter) { Segmenter{}.segment(SegmentationRequest(reporter, *request)); });
}

} // namespace spondyl::plugin_sdk

/// Once per plugin, outside any namespace: SPONDYL_SEGMENTER("my-segmenter", "1.0.0", MySegmenter)
#define SPONDYL_SEGMENTER(plugin_id, plugin_version, SegmenterClass)                                                   \
  extern "C" SPONDYL_PLUGIN_EXPORT const spondyl_plugin* spondyl_plugin_entry();                                       \
  extern "C" const spondyl_plugin* spondyl_plugin_entry() {                                                            \
    static const spondyl_segmenter segmenter = {sizeof(spondyl_segmenter), 0,                                          \
                                                &spondyl::plugin_sdk::segment<SegmenterClass>};                        \
    static const spondyl_plugin plugin = {                                                                             \
        sizeof(spondyl_plugin), SPONDYL_PLUGIN_ABI, plugin_id, plugin_version, nullptr, &segmenter, nullptr};          \
    return &plugin;                                                                                                    \
  }

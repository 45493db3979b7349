#pragma once
// A report writer in C++: derive from nothing, give write(request), name the class in SPONDYL_REPORT_WRITER.

#include <spondyl/plugin_sdk/plugin.h>

#include <cstddef>
#include <optional>
#include <span>
#include <sstream>
#include <vector>

namespace spondyl::plugin_sdk {

/// What a report writer is asked for. Text and data live as long as the call.
class ReportRequest {
public:
  ReportRequest(Host host, const spondyl_report_request& request) : host_(host), request_(&request) {}

  [[nodiscard]] const Host& host() const { return host_; }
  [[nodiscard]] std::string_view findings_json() const { return from_abi(request_->findings_json); }
  [[nodiscard]] std::string_view format() const { return from_abi(request_->format); }
  [[nodiscard]] std::string file_name() const { return std::string(from_abi(request_->file_name)); }
  [[nodiscard]] std::string language() const { return std::string(from_abi(request_->language)); }
  [[nodiscard]] std::string recommendation() const { return std::string(from_abi(request_->recommendation)); }

  /// These throw HostRefusal when the host cannot give them: let it pass, and the host's reason is the report's.
  [[nodiscard]] const spondyl_image& image() const { return *fetch<const spondyl_image*>(request_->inputs->image); }
  [[nodiscard]] const spondyl_labels& labels() const { return *fetch<const spondyl_labels*>(request_->inputs->labels); }
  [[nodiscard]] const spondyl_picture& overview() const {
    return *fetch<const spondyl_picture*>(request_->inputs->overview);
  }
  /// Nothing instead of a throw, for reports that do without.
  [[nodiscard]] const spondyl_picture* overview_if_any() const {
    const spondyl_picture* picture = nullptr;
    return request_->inputs->overview(request_->inputs->context, &picture) == SPONDYL_DONE ? picture : nullptr;
  }
  /// The image with landmarks and level names alone; nothing where it cannot be had, or the host is older than it.
  [[nodiscard]] const spondyl_picture* labelled_image_if_any() const {
    const spondyl_report_inputs& inputs = *request_->inputs;
    if (inputs.struct_size < offsetof(spondyl_report_inputs, labelled_image) + sizeof inputs.labelled_image)
      return nullptr;
    const spondyl_picture* picture = nullptr;
    return inputs.labelled_image(inputs.context, &picture) == SPONDYL_DONE ? picture : nullptr;
  }
  /// Absolute paths of the measured files, in the order of findings.images.instances.
  [[nodiscard]] std::vector<std::string> source_files() const {
    return lines_of(fetch<spondyl_text>(request_->inputs->source_files));
  }
  /// Absolute paths of what earlier formats of this report wrote.
  [[nodiscard]] std::vector<std::string> written_files() const {
    return lines_of(fetch<spondyl_text>(request_->inputs->written_files));
  }
  /// The text of a template or catalogue; throws HostRefusal where there is none of that name.
  [[nodiscard]] std::string resource(std::string_view name) const {
    spondyl_text text{nullptr, 0};
    check_host(request_->inputs->resource(request_->inputs->context, to_abi(name), &text));
    return std::string(from_abi(text));
  }
  void write_file(std::string_view name, std::string_view bytes) const {
    check_host(request_->inputs->write_file(request_->inputs->context, to_abi(name), bytes.data(), bytes.size()));
  }

private:
  static std::vector<std::string> lines_of(spondyl_text text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(from_abi(text))};
    for (std::string line; std::getline(stream, line);)
      lines.push_back(line);
    return lines;
  }
  template <typename T> [[nodiscard]] T fetch(int32_t (*function)(void*, T*)) const {
    T result{};
    check_host(function(request_->inputs->context, &result));
    return result;
  }
  Host host_;
  const spondyl_report_request* request_;
};

template <typename Writer>
int32_t write_report(const spondyl_host* host, const spondyl_report_request* request) noexcept {
  return guarded(host, [&](const Host& reporter) { Writer{}.write(ReportRequest(reporter, *request)); });
}

} // namespace spondyl::plugin_sdk

/// Once per plugin, outside any namespace: SPONDYL_REPORT_WRITER("csv", "1.0.0", CsvWriter)
#define SPONDYL_REPORT_WRITER(plugin_id, plugin_version, WriterClass)                                                  \
  extern "C" SPONDYL_PLUGIN_EXPORT const spondyl_plugin* spondyl_plugin_entry();                                       \
  extern "C" const spondyl_plugin* spondyl_plugin_entry() {                                                            \
    static const spondyl_report_writer writer = {sizeof(spondyl_report_writer), 0,                                     \
                                                 &spondyl::plugin_sdk::write_report<WriterClass>};                     \
    static const spondyl_plugin plugin = {                                                                             \
        sizeof(spondyl_plugin), SPONDYL_PLUGIN_ABI, plugin_id, plugin_version, &writer, nullptr, nullptr};             \
    return &plugin;                                                                                                    \
  }

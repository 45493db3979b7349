#include <spondyl/plugin_host/write_report.h>

#include "call_host.h"
#include "grid.h"

#include <algorithm>
#include <spondyl/base/read_text.h>
#include <spondyl/findings/findings_json.h>
#include <spondyl/findings/private_file.h>
#include <spondyl/plugin_sdk/plugin_abi.h>

namespace spondyl::plugin_host {
namespace {

namespace fs = std::filesystem;

/// A value made when it is first asked for, and its failure kept as well: no reading of gone pixels twice.
template <typename Value> class Lazy {
public:
  explicit Lazy(std::function<Result<Value>()> make) : make_(std::move(make)) {}
  const Result<Value>& get() {
    if (!value_)
      value_ = make_ ? make_() : failure(ErrorCode::not_found, "The images are not available.");
    return *value_;
  }

private:
  std::function<Result<Value>()> make_;
  std::optional<Result<Value>> value_;
};

bool is_plain_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

/// Relative, and not out of its folder.
bool stays_inside(const fs::path& name) {
  return !name.empty() && name.is_relative() &&
         std::ranges::none_of(name, [](const fs::path& part) { return part == ".."; });
}

/// What a writer gets: the findings, and with them the comparison where there is one.
std::string json_of(const ReportOrder& order) {
  const std::string json = findings::to_json(order.findings);
  return order.comparison ? comparison::with_comparison(json, *order.comparison) : json;
}

std::string joined_lines(const std::vector<fs::path>& files) {
  std::string lines;
  for (const fs::path& file : files)
    lines += file.string() + "\n";
  return lines;
}

} // namespace

struct ReportSession::State {
  PluginHost& host;
  ReportOrder order;
  std::string findings_json;
  Lazy<std::variant<Volume, Radiograph>> image;
  Lazy<LabelMap> labels;
  Lazy<drawing::Picture> overview, labelled_image;
  Lazy<std::vector<fs::path>> source_files;
  std::vector<fs::path> written{}; ///< by the formats so far

  State(PluginHost& plugin_host, ReportOrder report)
      : host(plugin_host), order(std::move(report)), findings_json(json_of(order)), image(order.sources.image),
        labels(order.sources.labels), overview(order.sources.overview), labelled_image(order.sources.labelled_image),
        source_files(order.sources.source_files) {}
};

namespace {

/// The inputs of one call, behind the C border.
template <typename State> struct ReportCall {
  State& state;
  CallHost& call;
  fs::path plugin_folder;
  spondyl_image image{};
  spondyl_labels labels{};
  spondyl_picture overview{}, labelled_image{};
  std::string source_files{}, written_before{};
  std::map<std::string, std::string> resources{}; ///< keeps their text alive
  std::vector<std::string> written{};

  static ReportCall& self(void* context) { return *static_cast<ReportCall*>(context); }

  static int32_t give_image(void* context, const spondyl_image** result) {
    const auto& image = self(context).state.image.get();
    if (!image)
      return self(context).call.refuse(image.error());
    self(context).image = std::visit([](const auto& grid) { return to_abi(grid); }, *image);
    *result = &self(context).image;
    return SPONDYL_DONE;
  }
  static int32_t give_labels(void* context, const spondyl_labels** result) {
    const auto& labels = self(context).state.labels.get();
    if (!labels)
      return self(context).call.refuse(labels.error());
    self(context).labels = to_abi(*labels);
    *result = &self(context).labels;
    return SPONDYL_DONE;
  }
  static int32_t give_picture(void* context, Lazy<drawing::Picture>& source, spondyl_picture& picture,
                              const spondyl_picture** result) {
    const auto& drawn = source.get();
    if (!drawn)
      return self(context).call.refuse(drawn.error());
    picture = {sizeof(spondyl_picture), drawn->width, drawn->height, 0, drawn->rgb.data()};
    *result = &picture;
    return SPONDYL_DONE;
  }
  static int32_t give_labelled_image(void* context, const spondyl_picture** result) {
    return give_picture(context, self(context).state.labelled_image, self(context).labelled_image, result);
  }
  static int32_t give_overview(void* context, const spondyl_picture** result) {
    return give_picture(context, self(context).state.overview, self(context).overview, result);
    return SPONDYL_DONE;
  }
  static int32_t give_source_files(void* context, spondyl_text* result) {
    const auto& files = self(context).state.source_files.get();
    if (!files)
      return self(context).call.refuse(files.error());
    self(context).source_files = joined_lines(*files);
    *result = to_abi(self(context).source_files);
    return SPONDYL_DONE;
  }
  static int32_t give_written_files(void* context, spondyl_text* result) {
    ReportCall& me = self(context);
    me.written_before = joined_lines(me.state.written);
    *result = to_abi(me.written_before);
    return SPONDYL_DONE;
  }
  static int32_t give_resource(void* context, spondyl_text name, spondyl_text* result) {
    ReportCall& me = self(context);
    const std::string key(from_abi(name));
    if (!stays_inside(key))
      return me.call.refuse({ErrorCode::invalid_argument, "'" + key + "' is no name of a template.", {}});
    for (const fs::path& folder : {me.state.order.template_folder, me.plugin_folder}) {
      if (folder.empty())
        continue;
      if (auto text = read_text(folder / key)) {
        *result = to_abi(me.resources[key] = std::move(*text));
        return SPONDYL_DONE;
      }
    }
    return me.call.refuse({ErrorCode::not_found,
                           "The template file " + (me.plugin_folder / key).string() + " is missing.",
                           "It is installed with the report plugins."});
  }
  static int32_t take_file(void* context, spondyl_text name, const void* bytes, uint64_t size) {
    ReportCall& me = self(context);
    const std::string_view file = from_abi(name);
    if (!is_plain_name(file))
      return me.call.refuse({ErrorCode::invalid_argument, "A report file has no plain name.", {}});
    const auto done = findings::write_private_file(me.state.order.output / file,
                                                   std::string_view(static_cast<const char*>(bytes), size));
    if (!done)
      return me.call.refuse(done.error());
    me.written.emplace_back(file);
    return SPONDYL_DONE;
  }
};

void remove_files(const fs::path& folder, const std::vector<std::string>& names) {
  std::error_code ignored;
  for (const std::string& name : names)
    fs::remove(folder / name, ignored);
}

} // namespace

ReportSession::ReportSession(PluginHost& host, ReportOrder order)
    : state_(std::make_unique<State>(host, std::move(order))) {}
ReportSession::~ReportSession() = default;

Result<std::vector<std::string>> ReportSession::write(const std::string& format, const Progress& progress) {
  SPONDYL_TRY(const PluginHost::Writer writer, state_->host.writer_for(format));
  SPONDYL_TRY(const spondyl_plugin* plugin, state_->host.load(*writer.entry));
  using Call = ReportCall<State>;
  CallHost host(writer.entry->manifest->id, progress);
  Call call{*state_, host, writer.entry->file.parent_path()};
  spondyl_report_inputs inputs{};
  inputs.struct_size = sizeof inputs;
  inputs.context = &call;
  inputs.image = Call::give_image;
  inputs.labels = Call::give_labels;
  inputs.overview = Call::give_overview;
  inputs.labelled_image = Call::give_labelled_image;
  inputs.source_files = Call::give_source_files;
  inputs.resource = Call::give_resource;
  inputs.write_file = Call::take_file;
  inputs.written_files = Call::give_written_files;
  spondyl_report_request request{};
  request.struct_size = sizeof request;
  request.findings_json = to_abi(state_->findings_json);
  request.format = to_abi(format);
  request.file_name = to_abi(state_->order.file_name);
  request.language = to_abi(state_->order.language);
  request.recommendation = to_abi(state_->order.recommendation);
  request.inputs = &inputs;
  const auto done = host.result_of(plugin->report_writer->write(&host.abi(), &request));
  if (!done) {
    remove_files(state_->order.output, call.written);
    return tl::make_unexpected(done.error());
  }
  for (const std::string& name : call.written)
    state_->written.push_back(fs::absolute(state_->order.output / name));
  return call.written;
}

} // namespace spondyl::plugin_host

// A report writer that does what the name of the format says.
#include <spondyl/plugin_sdk/report_writer.h>

struct Writer {
  void write(const spondyl::plugin_sdk::ReportRequest& request) const {
    const std::string_view format = request.format();
    if (format == "throw-runtime")
      throw std::runtime_error("thrown inside the plugin");
    if (format == "throw-int")
      throw 7;
    if (format == "refuse")
      throw spondyl::plugin_sdk::Refusal(SPONDYL_NOT_MEASURABLE, "Nothing to report.", "Measure first.");
    if (format == "outside")
      request.write_file("../outside.txt", "x");
    if (format == "half") {
      request.write_file("half.txt", "x");
      throw std::runtime_error("in the middle");
    }
    if (format == "image") {
      const spondyl_image& image = request.image();
      request.write_file("image.txt", std::to_string(image.geometry.columns) + "x" +
                                          std::to_string(image.geometry.rows) + " " +
                                          std::to_string(static_cast<int>(image.voxels[1])));
    }
    if (format == "resource")
      request.write_file("resource.txt", request.resource("texts/word.txt"));
    if (format == "escape")
      request.write_file("resource.txt", request.resource("../secret.txt"));
    if (format == "findings")
      request.write_file(request.file_name() + ".txt", request.findings_json());
  }
};

SPONDYL_REPORT_WRITER("test", "1", Writer)

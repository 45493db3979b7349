#include <nlohmann/json.hpp>
#include <spondyl/radiograph/calibrate.h>

namespace spondyl::radiograph {
namespace {

using Json = nlohmann::json;

PixelPoint point(const Json& pair) {
  return {pair.at(0).get<double>(), pair.at(1).get<double>()};
}

FilmCalibration read(const Json& document) {
  FilmCalibration calibration;
  calibration.who = document.at("by").get<std::string>();
  calibration.when = document.at("at").get<std::string>();
  if (document.contains("magnification"))
    calibration.source = TypedMagnification{document.at("magnification").get<double>()};
  else
    calibration.source =
        KnownLength{point(document.at("from")), point(document.at("to")), document.at("length_mm").get<double>()};
  return calibration;
}

} // namespace

Result<FilmCalibration> parse_calibration(std::string_view text, const std::string& name) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception&) {
    return failure(ErrorCode::invalid_argument, "The calibration " + name + " cannot be read.",
                   "It needs \"by\", \"at\" and either \"magnification\" or \"length_mm\", \"from\" and \"to\".");
  }
}

} // namespace spondyl::radiograph

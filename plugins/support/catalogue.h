#pragma once

#include "report_support.h"

#include <spondyl/report/catalogue.h>

namespace spondyl::plugins {

/// The wording in the language asked for. Throws the host's reason where there are no texts of that language.
inline report::Catalogue catalogue_of(const plugin_sdk::ReportRequest& request) {
  const std::string english = request.resource("texts/en.json");
  const std::string language = request.language();
  const bool translated = !language.empty() && language != "en";
  return value_of(
      report::Catalogue::parse(english, translated ? request.resource("texts/" + language + ".json") : std::string{}));
}

} // namespace spondyl::plugins

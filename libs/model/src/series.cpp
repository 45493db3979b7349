#include <spondyl/model/series.h>

namespace spondyl {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
  case Verdict::usable:
    return "usable";
  case Verdict::usable_with_warning:
    return "usable_with_warning";
  case Verdict::refused:
    return "refused";
  }
  return "refused";
}

std::string_view to_string(SeriesKind kind) {
  switch (kind) {
  case SeriesKind::volume:
    return "volume";
  case SeriesKind::radiograph:
    return "radiograph";
  case SeriesKind::localizer:
    return "localizer";
  case SeriesKind::display_only:
    return "display_only";
  case SeriesKind::not_an_image:
    return "not_an_image";
  }
  return "not_an_image";
}

} // namespace spondyl

#include <spondyl/comparison/comparison.h>

namespace spondyl::comparison {

std::string_view to_string(ChangeVerdict verdict) {
  switch (verdict) {
  case ChangeVerdict::newly_fractured:
    return "new";
  case ChangeVerdict::worsened:
    return "worsened";
  case ChangeVerdict::stable:
    return "stable";
  case ChangeVerdict::improved:
    return "improved";
  case ChangeVerdict::not_comparable:
    break;
  }
  return "not_comparable";
}

std::string_view to_string(Basis basis) {
  switch (basis) {
  case Basis::millimetres:
    return "millimetres";
  case Basis::ratios:
    return "ratios";
  case Basis::none:
    break;
  }
  return "none";
}

std::string_view to_string(IncidentFracture incident) {
  switch (incident) {
  case IncidentFracture::no:
    return "no";
  case IncidentFracture::yes:
    return "yes";
  case IncidentFracture::not_judged:
    break;
  }
  return "not_judged";
}

std::string_view to_string(InterventionKind kind) {
  switch (kind) {
  case InterventionKind::vertebroplasty:
    return "vertebroplasty";
  case InterventionKind::kyphoplasty:
    return "kyphoplasty";
  case InterventionKind::hardware:
    break;
  }
  return "hardware";
}

} // namespace spondyl::comparison

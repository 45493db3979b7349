#include <spondyl/pipeline/match_by_image.h>

#include <algorithm>
#include <spondyl/pipeline/report_sources.h>
#include <spondyl/registration/register_spines.h>

namespace spondyl::pipeline {
namespace {

std::vector<registration::Body> bodies_of(const Findings& findings) {
  std::vector<registration::Body> bodies;
  for (const VertebraFinding& vertebra : findings.vertebrae)
    if (vertebra.landmarks && std::holds_alternative<SixPoints>(*vertebra.landmarks))
      bodies.push_back({vertebra.ordinal, std::get<SixPoints>(*vertebra.landmarks)});
  return bodies;
}

bool is_volume(const Findings& findings) {
  return findings.modality == "CT" || findings.modality == "MR";
}

Result<Volume> image_of(const StudyToMatch& study) {
  SPONDYL_TRY(auto image, report_sources(study.findings, {}, study.images_folder).image());
  if (auto* volume = std::get_if<Volume>(&image))
    return std::move(*volume);
  return failure(ErrorCode::unsupported, "The images of these findings are no volume.");
}

} // namespace

ImageMatch match_by_image(const Findings& prior, const Volume& prior_image, const Findings& current,
                          const Volume& current_image, const Progress& progress) {
  const auto before = bodies_of(prior), now = bodies_of(current);
  const auto same = registration::register_spines({prior_image, before}, {current_image, now}, progress);
  if (!same)
    return {std::nullopt, "Vertebrae are matched by number: " + same.error().text()};
  if (!same->certain)
    return {std::nullopt, "The images do not tell which vertebra is which: vertebrae are matched by number."};
  ImageMatch match;
  match.pairs.emplace();
  for (const auto& [prior_ordinal, current_ordinal] : same->ordinals)
    match.pairs->push_back({prior_ordinal, current_ordinal});
  return match;
}

ImageMatch match_by_image(const StudyToMatch& prior, const StudyToMatch& current, const Progress& progress) {
  const std::string& frame = current.findings.images.frame_of_reference_uid;
  if (!is_volume(current.findings) || prior.findings.modality != current.findings.modality ||
      (!frame.empty() && frame == prior.findings.images.frame_of_reference_uid))
    return {};
  const auto before = image_of(prior);
  const auto now = before ? image_of(current) : before;
  if (!before || !now)
    return {std::nullopt, "Vertebrae are matched by number, for the images are not at hand. " +
                              (before ? now : before).error().text()};
  return match_by_image(prior.findings, *before, current.findings, *now, progress);
}

} // namespace spondyl::pipeline

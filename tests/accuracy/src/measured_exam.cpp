#include "measured_exam.h"

#include "from_segmentation.h" // of the pipeline: the same step, not a copy of it

#include <chrono>
#include <spondyl/morphometry/assess.h>
#include <spondyl/segmentation/segment.h>

namespace spondyl::accuracy {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

MeasuredBody measured_body(const segmentation::SegmentedBody& body, VertebraFinding finding, const Volume& volume,
                           std::optional<double> slice_thickness) {
  MeasuredBody measured{std::move(finding), body.frame.centre,
                        morphometry::ingredients_of(volume.geometry(), volume.modality(), body.frame, slice_thickness),
                        static_cast<int>(body.slab.size())};
  for (std::size_t i = 0; i < body.edges.size(); ++i)
    measured.ingredients.evidence[i] = {body.edges[i].edge_width, body.edges[i].stability};
  if (measured.is_measured())
    measured.centre = centre_of(measured.points());
  return measured;
}

} // namespace

MeasuredExam measure_exam(const Volume& volume, std::optional<double> slice_thickness,
                          const std::set<std::string>& without) {
  MeasuredExam exam;
  segmentation::Request request;
  request.without = without;
  const auto start = Clock::now();
  auto spine = segmentation::segment_spine(volume, request, {});
  exam.segment_seconds = seconds_since(start);
  if (!spine) {
    exam.failure = spine.error().text();
    return exam;
  }
  const auto assessing = Clock::now();
  exam.numbering = pipeline::numbering_of(spine->labelling);
  auto vertebrae = morphometry::assess(pipeline::vertebrae_of(*spine, volume, slice_thickness));
  exam.assess_seconds = seconds_since(assessing);
  for (std::size_t i = 0; i < vertebrae.size(); ++i)
    exam.bodies.push_back(measured_body(spine->bodies[i], std::move(vertebrae[i]), volume, slice_thickness));
  exam.labels = std::move(spine->labels);
  return exam;
}

} // namespace spondyl::accuracy

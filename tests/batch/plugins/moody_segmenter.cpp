// A segmenter that behaves by the number of columns it is given, so that the tests of a batch can bring faults into a
// run.
#include <chrono>
#include <cstdlib>
#include <spondyl/plugin_sdk/segmenter.h>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int kCrashes = 21, kHangs = 22, kNeedsTooMuchMemory = 23, kFindsNothing = 24, kTakesTime = 25;

void take_memory() {
  constexpr std::size_t kPiece = std::size_t{64} << 20;
  std::vector<std::vector<char>> pieces;
  for (;;)
    pieces.emplace_back(kPiece, 'x'); // std::bad_alloc at the limit
}

void behave(int columns) {
  using namespace std::chrono_literals;
  if (columns == kCrashes)
    std::abort();
  if (columns == kHangs)
    std::this_thread::sleep_for(1h);
  if (columns == kNeedsTooMuchMemory)
    take_memory();
  if (columns == kTakesTime)
    std::this_thread::sleep_for(40ms);
}

/// One body whose height tells which series it was.
std::string bodies_of(const spondyl_geometry& grid) {
  const std::string top = std::to_string(10 + grid.rows % 10);
  const std::string plane = R"({"anterior_superior": [0,-15,)" + top + R"(], "anterior_inferior": [0,-15,-10],
      "middle_superior": [0,0,9], "middle_inferior": [0,0,-9],
      "posterior_superior": [0,15,11], "posterior_inferior": [0,15,-11]})";
  return R"({"bodies": [{"label": 1, "confidence": 0.9, "level_guess": "L3", "level_confidence": 0.8,
      "frame": {"centre": [0,0,0], "superior": [0,0,1], "anterior": [0,-1,0], "left": [1,0,0]}, "slab": [)" +
         plane + R"(]}], "labelling": {"anchor": "sacrum", "confidence": 0.9}})";
}

} // namespace

struct MoodySegmenter {
  void segment(const spondyl::plugin_sdk::SegmentationRequest& request) const {
    const spondyl_geometry& grid = request.image().geometry;
    behave(grid.columns);
    if (grid.columns == kFindsNothing)
      throw spondyl::plugin_sdk::Refusal(SPONDYL_NOT_MEASURABLE, "There is no spine in it.", "");
    const std::vector<std::uint8_t> voxels(static_cast<std::size_t>(grid.columns) *
                                               static_cast<std::size_t>(grid.rows) *
                                               static_cast<std::size_t>(grid.slices),
                                           1);
    spondyl_labels labels{};
    labels.struct_size = sizeof labels;
    labels.geometry = grid;
    labels.voxels = voxels.data();
    request.accept(bodies_of(grid), labels);
  }
};

SPONDYL_SEGMENTER("moody-segmenter", "1", MoodySegmenter)

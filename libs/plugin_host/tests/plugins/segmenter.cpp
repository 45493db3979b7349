// Finds one body, as large as the whole volume; breaks the rules when it is given a seed.
#include <spondyl/plugin_sdk/segmenter.h>
#include <vector>

struct Segmenter {
  void segment(const spondyl::plugin_sdk::SegmentationRequest& request) const {
    const spondyl_geometry& grid = request.image().geometry;
    const auto count = static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows) *
                       static_cast<std::size_t>(grid.slices);
    const std::vector<std::uint8_t> voxels(count, 1);
    spondyl_labels labels{};
    labels.struct_size = sizeof labels;
    labels.geometry = grid;
    labels.voxels = voxels.data();
    const bool seeded = request.seeds_json().find("centre") != std::string_view::npos;
    const std::string plane =
        R"({"anterior_superior": [0,-15,10], "anterior_inferior": [0,-15,-10], "middle_superior": [0,0,9],
            "middle_inferior": [0,0,-9], "posterior_superior": [0,15,11], "posterior_inferior": [0,15,-11]})";
    const std::string body = R"({"label": )" + std::string(seeded ? "2" : "1") +
                             R"(, "confidence": 0.9, "level_guess": "L3", "level_confidence": 0.8,
            "frame": {"centre": [0,0,0], "superior": [0,0,1], "anterior": [0,-1,0], "left": [1,0,0]}, "slab": [)" +
                             plane + "]}";
    request.accept(R"({"bodies": [)" + body + R"(], "labelling": {"anchor": "sacrum", "confidence": 0.9}})", labels);
  }
};

SPONDYL_SEGMENTER("test-segmenter", "1", Segmenter)

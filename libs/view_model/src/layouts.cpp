#include <spondyl/view_model/study_browser.h>

#include <algorithm>

namespace spondyl::view_model {

const std::vector<Layout>& layouts() {
  using enum ViewContent;
  static const std::vector<Layout> all = {
      {LayoutName::radiograph, "Radiograph", {{radiograph, 0, 0, 1, 2}, {table, 0, 2, 1, 1}}},
      {LayoutName::ct, "CT", {{sagittal, 0, 0}, {axial, 0, 1}, {scene_3d, 0, 2}, {coronal, 1, 0}, {table, 1, 1, 1, 2}}},
      {LayoutName::mr, "MR", {{sagittal, 0, 0, 2, 2}, {axial, 0, 2}, {table, 1, 2}}},
      {LayoutName::current_prior,
       "Current | Prior",
       {{sagittal, 0, 0}, {prior, 0, 1}, {table, 1, 0}, {timeline, 1, 1}}},
      {LayoutName::straightened_table, "Straightened + table", {{straightened, 0, 0}, {table, 0, 1}}},
      {LayoutName::two_series,
       "Two series",
       {{sagittal, 0, 0}, {beside_sagittal, 0, 1}, {axial, 1, 0}, {beside_axial, 1, 1}, {table, 0, 2, 2, 1}}}};
  return all;
}

const Layout& layout(LayoutName name) {
  return *std::ranges::find(layouts(), name, &Layout::name);
}

LayoutName initial_layout(const Series& series) {
  if (series.kind == SeriesKind::radiograph)
    return LayoutName::radiograph;
  return series.info.modality == "MR" ? LayoutName::mr : LayoutName::ct;
}

} // namespace spondyl::view_model

// How long each stage takes on phantoms, and the whole program on their DICOM files. Google Benchmark; before it, how
// soon a run answers when it is cancelled.
//   stage_speed [--benchmark_filter=...]

#include "cancellation.h"
#include "from_segmentation.h"

#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <spondyl/dicom/load.h>
#include <spondyl/dicom/scan.h>
#include <spondyl/dicom_write/write.h>
#include <spondyl/morphometry/assess.h>
#include <spondyl/phantom/phantom_spine.h>
#include <spondyl/segmentation/segment.h>
#include <sys/resource.h>

namespace spondyl::benchmarks {
namespace {

namespace fs = std::filesystem;
using phantom::Contrast;
using phantom::PhantomSpine;

/// Sizes of routine exams: axial CT of 1.25 mm, sagittal T1 of 3 mm.
Volume volume_of(Contrast contrast) {
  PhantomSpine spine;
  spine.contrast(contrast);
  if (contrast == Contrast::ct)
    spine.spacing(0.7, 1.25).noise(20.0);
  else
    spine.orientation(phantom::Orientation::sagittal).spacing(0.8, 3.0).noise(5.0);
  return spine.build().volume;
}

const Volume& ct() {
  static const Volume volume = volume_of(Contrast::ct);
  return volume;
}

const Volume& mr() {
  static const Volume volume = volume_of(Contrast::t1);
  return volume;
}

const fs::path& ct_folder() {
  static const fs::path folder = [] {
    std::string name = (fs::temp_directory_path() / "spondyl-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr || !dicom_write::write_volume(ct(), name))
      std::abort();
    return fs::path(name);
  }();
  return folder;
}

const Series& ct_series() {
  static const ScanResult scan = *dicom::scan({ct_folder()});
  return scan.series.front();
}

const segmentation::SegmentedSpine& ct_spine() {
  static const segmentation::SegmentedSpine spine = *segmentation::segment_spine(ct(), {}, {});
  return spine;
}

void scan(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(dicom::scan({ct_folder()}));
  ct_series();
}

void load(benchmark::State& state) {
  const Series& series = ct_series();
  for (auto _ : state)
    benchmark::DoNotOptimize(dicom::load_volume(series));
}

void segment(benchmark::State& state, const Volume& (*volume)()) {
  const Volume& image = volume();
  for (auto _ : state)
    benchmark::DoNotOptimize(segmentation::segment_spine(image, {}, {}));
}

void landmarks_to_heights(benchmark::State& state) {
  const auto& spine = ct_spine();
  for (auto _ : state)
    benchmark::DoNotOptimize(pipeline::vertebrae_of(spine, ct(), 1.25));
}

void assess(benchmark::State& state) {
  const auto vertebrae = pipeline::vertebrae_of(ct_spine(), ct(), 1.25);
  for (auto _ : state)
    benchmark::DoNotOptimize(morphometry::assess(vertebrae));
}

void whole_program(benchmark::State& state) {
  const fs::path output = ct_folder().string() + "-results";
  const std::string command = std::string(SPONDYL_PROGRAM) + " measure " + ct_folder().string() + " -o " +
                              output.string() + " --quiet >/dev/null";
  for (auto _ : state)
    if (std::system(command.c_str()) != 0)
      state.SkipWithError("spondyl measure failed");
  rusage children{};
  getrusage(RUSAGE_CHILDREN, &children);
  state.counters["peak_MB"] = static_cast<double>(children.ru_maxrss) / 1024.0;
  fs::remove_all(output);
}

void print_cancellation(const char* name, const Volume& volume) {
  const auto latencies = cancellation_latencies(volume);
  if (!latencies.empty())
    std::printf("cancelling %s segmentation at %zu moments: median %.3f s, longest %.3f s\n", name, latencies.size(),
                latencies[latencies.size() / 2], latencies.back());
}

} // namespace

int run(int argc, char** argv) {
  constexpr auto unit = benchmark::kMillisecond;
  benchmark::RegisterBenchmark("scan/ct", scan)->Unit(unit)->UseRealTime();
  benchmark::RegisterBenchmark("load/ct", load)->Unit(unit)->UseRealTime();
  benchmark::RegisterBenchmark("segment/ct", [](auto& state) { segment(state, ct); })->Unit(unit)->UseRealTime();
  benchmark::RegisterBenchmark("segment/mr", [](auto& state) { segment(state, mr); })->Unit(unit)->UseRealTime();
  benchmark::RegisterBenchmark("heights/ct", landmarks_to_heights)->Unit(unit)->UseRealTime();
  benchmark::RegisterBenchmark("assess/ct", assess)->Unit(unit)->UseRealTime();
  benchmark::RegisterBenchmark("whole_program/ct", whole_program)->Unit(unit)->UseRealTime();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  print_cancellation("CT", ct());
  print_cancellation("MR", mr());
  benchmark::RunSpecifiedBenchmarks();
  fs::remove_all(ct_folder());
  return 0;
}

} // namespace spondyl::benchmarks

int main(int argc, char** argv) {
  return spondyl::benchmarks::run(argc, argv);
}

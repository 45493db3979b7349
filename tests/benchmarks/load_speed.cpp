// How fast a series becomes a volume: our reader against ITK's GDCM series reader, as whole programs would use them.
//   load_speed spondyl|itk FOLDER [REPEATS]
// prints the median of the times for finding and for reading, and the peak memory of the process.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <itkGDCMImageIO.h>
#include <itkGDCMSeriesFileNames.h>
#include <itkImageSeriesReader.h>
#include <spondyl/dicom/load.h>
#include <spondyl/dicom/scan.h>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Times {
  double find = 0, read = 0;
  std::size_t voxels = 0;
};

Times with_spondyl(const std::string& folder) {
  Times times;
  const auto start = Clock::now();
  const auto scanned = spondyl::dicom::scan({folder});
  times.find = seconds_since(start);
  if (!scanned)
    throw std::runtime_error(scanned.error().text());
  const auto reading = Clock::now();
  for (const spondyl::Series& series : scanned->series)
    if (series.kind == spondyl::SeriesKind::volume && series.verdict != spondyl::Verdict::refused) {
      const auto loaded = spondyl::dicom::load_volume(series);
      if (!loaded)
        throw std::runtime_error(loaded.error().text());
      times.voxels += loaded->volume.voxels().size();
    }
  times.read = seconds_since(reading);
  return times;
}

Times with_itk(const std::string& folder) {
  Times times;
  const auto start = Clock::now();
  auto names = itk::GDCMSeriesFileNames::New();
  names->SetDirectory(folder);
  const auto uids = names->GetSeriesUIDs();
  times.find = seconds_since(start);
  const auto reading = Clock::now();
  for (const std::string& uid : uids) {
    auto reader = itk::ImageSeriesReader<itk::Image<float, 3>>::New();
    reader->SetImageIO(itk::GDCMImageIO::New());
    reader->SetFileNames(names->GetFileNames(uid));
    reader->Update();
    times.voxels += reader->GetOutput()->GetLargestPossibleRegion().GetNumberOfPixels();
  }
  times.read = seconds_since(reading);
  return times;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int run(const std::string& reader, const std::string& folder, int repeats) {
  std::vector<double> find, read;
  std::size_t voxels = 0;
  for (int i = 0; i < repeats; ++i) {
    const Times times = reader == "itk" ? with_itk(folder) : with_spondyl(folder);
    find.push_back(times.find);
    read.push_back(times.read);
    voxels = times.voxels;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%-8s voxels %zu  find %.3f s  read %.3f s  total %.3f s  peak %.0f MB (16-bit volume %.0f MB)\n",
              reader.c_str(), voxels, median(find), median(read), median(find) + median(read),
              static_cast<double>(usage.ru_maxrss) / 1024.0, static_cast<double>(voxels) * 2 / 1048576.0);
  return 0;
}

} // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: load_speed spondyl|itk FOLDER [REPEATS]\n");
    return 2;
  }
  try {
    return run(arguments[1], arguments[2], count > 3 ? std::max(1, std::atoi(arguments[3])) : 5);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

#include "study_loader.h"

#include "grey_picture.h"
#include "post.h"

#include <spondyl/dicom/display.h>
#include <spondyl/dicom/scan.h>

namespace spondyl::viewer {
namespace {

using view_model::BackgroundTask;
using view_model::SeriesItem;
using view_model::StudyBrowser;

// Memory, not taste: a 512 x 512 x 700 CT takes 0.7 GB. Engineering choice.
constexpr std::size_t kMostOpenedImages = 4;
constexpr int kThumbnailSide = 96;
const render::GreyWindow kSoftTissue{60.0, 600.0, false}; // Hounsfield units: skin, organs and bone are told apart

QImage thumbnail_of(const SeriesItem& item) {
  const auto film = dicom::load_frame(item.series, static_cast<std::size_t>(item.thumbnail_frame));
  if (!film)
    return {};
  const render::FilmSlicer slicer(*film);
  const double step = std::max(film->columns(), film->rows()) / static_cast<double>(kThumbnailSide);
  const render::FilmPart part{
      {(film->columns() - kThumbnailSide * step) / 2, (film->rows() - kThumbnailSide * step) / 2},
      {step, 0},
      {0, step},
      kThumbnailSide,
      kThumbnailSide};
  const bool ct = item.series.info.modality == "CT" && item.series.kind == SeriesKind::volume;
  return to_qimage(render::apply_window(slicer.slice(part), ct ? kSoftTissue : slicer.default_window()));
}

} // namespace

StudyLoader::StudyLoader(QObject* parent) : QObject(parent) {}

void StudyLoader::scan(const std::vector<std::filesystem::path>& inputs) {
  const int generation = ++scan_generation_;
  scanning_ = true;
  thumbnail_task_.cancel();
  scan_task_ = BackgroundTask(
      std::function<Result<ScanResult>(const Progress&)>(
          [inputs](const Progress& task) { return dicom::scan(inputs, {}, task); }),
      std::function<void(Result<ScanResult>)>([this, generation](Result<ScanResult> result) {
        post(this, [this, generation, result = std::move(result)] { scan_finished(generation, result); });
      }),
      [this](double fraction, std::string_view stage) {
        post(this, [this, fraction, text = QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()))] {
          emit progress(fraction, text);
        });
      });
}

void StudyLoader::scan_finished(int generation, Result<ScanResult> result) {
  if (generation != scan_generation_)
    return;
  scanning_ = false;
  if (result) {
    const StudyBrowser browser(std::move(*result));
    opened_.clear();
    opened_order_.clear();
    emit scanned(browser);
    make_thumbnails(browser);
  } else {
    report(result.error());
  }
  emit idle();
}

void StudyLoader::make_thumbnails(const StudyBrowser& browser) {
  std::vector<SeriesItem> items;
  for (const auto& study : browser.studies())
    for (const SeriesItem& item : study.series)
      if (!item.series.frames.empty()) // a refused series is recognised by its picture, too
        items.push_back(item);
  using Done = Result<std::monostate>;
  thumbnail_task_ = BackgroundTask(
      std::function<Done(const Progress&)>([this, items](const Progress& task) -> Done {
        for (const SeriesItem& item : items) {
          SPONDYL_CHECK(task.check());
          const QImage image = thumbnail_of(item);
          post(this, [this, key = QString::fromStdString(item.key), image] { emit thumbnail_ready(key, image); });
        }
        return std::monostate{};
      }),
      std::function<void(Done)>([this](const Done& done) {
        if (done)
          post(this, [this] { emit thumbnails_finished(); });
      }));
}

void StudyLoader::load(const SeriesItem& item) {
  const int generation = ++load_generation_;
  load_task_.cancel();
  if (const OpenedImagePtr known = opened(item.key)) {
    loading_ = false;
    emit image_ready(known);
    emit idle();
    return;
  }
  loading_ = true;
  const auto work = [this, item, generation](const Progress& task) -> Result<OpenedImagePtr> {
    if (const auto first = open_first_image(item); first && !(*first)->complete)
      post(this, [this, generation, image = *first] {
        if (generation == load_generation_)
          emit image_ready(image);
      });
    return open_whole_series(item, task);
  };
  load_task_ = BackgroundTask(
      std::function<Result<OpenedImagePtr>(const Progress&)>(work),
      std::function<void(Result<OpenedImagePtr>)>([this, generation](Result<OpenedImagePtr> result) {
        post(this, [this, generation, result = std::move(result)] { load_finished(generation, result); });
      }),
      [this](double fraction, std::string_view stage) {
        post(this, [this, fraction, text = QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()))] {
          emit progress(fraction, text);
        });
      });
}

void StudyLoader::load_finished(int generation, Result<OpenedImagePtr> result) {
  if (generation != load_generation_)
    return;
  loading_ = false;
  if (result) {
    remember(*result);
    emit image_ready(*result);
  } else {
    report(result.error());
  }
  emit idle();
}

void StudyLoader::remember(const OpenedImagePtr& image) {
  const std::string& key = image->item.key;
  std::erase(opened_order_, key);
  opened_order_.push_back(key);
  opened_[key] = image;
  while (opened_order_.size() > kMostOpenedImages) {
    opened_.erase(opened_order_.front());
    opened_order_.erase(opened_order_.begin());
  }
}

OpenedImagePtr StudyLoader::opened(const std::string& series_key) const {
  const auto found = opened_.find(series_key);
  return found == opened_.end() ? nullptr : found->second;
}

void StudyLoader::report(const Error& error) {
  if (error.code != ErrorCode::cancelled)
    emit failed(QString::fromStdString(error.text()));
}

void StudyLoader::cancel() {
  ++scan_generation_;
  ++load_generation_;
  scan_task_.cancel();
  load_task_.cancel();
  scanning_ = loading_ = false;
  emit idle();
}

} // namespace spondyl::viewer

#include "stored_overlays.h"

#include "post.h"

namespace spondyl::viewer {

void StoredOverlays::take_files(std::vector<std::filesystem::path> files) {
  ++generation_;
  files_ = std::move(files);
  results_.clear();
  waiting_.clear();
  emit changed();
}

void StoredOverlays::look_beside(const OpenedImage& image) {
  if (files_.empty() || results_.contains(image.item.key))
    return;
  results_[image.item.key] = {};
  waiting_.emplace_back(image.item.key, image.item.series);
  if (waiting_.size() == 1)
    look_at_next();
}

void StoredOverlays::look_at_next() {
  const auto [key, series] = waiting_.front();
  const int generation = generation_;
  using Done = Result<std::shared_ptr<Results>>;
  task_ = view_model::BackgroundTask(
      std::function<Done(const Progress&)>([series = series, files = files_](const Progress&) -> Done {
        return std::make_shared<Results>(view_model::stored_results(series, files));
      }),
      std::function<void(Done)>([this, generation, key = key](const Done& results) {
        post(this, [this, generation, key, results] { take(generation, key, *results); });
      }));
}

void StoredOverlays::take(int generation, const std::string& key, const std::shared_ptr<Results>& results) {
  if (generation != generation_)
    return;
  results_[key] = std::move(*results);
  waiting_.erase(waiting_.begin());
  if (!waiting_.empty())
    look_at_next();
  emit changed();
  emit found(static_cast<int>(results_[key].size()));
}

const std::vector<view_model::StoredResult>& StoredOverlays::of(const std::string& series_key) const {
  static const Results none;
  const auto found = results_.find(series_key);
  return found == results_.end() ? none : found->second;
}

bool StoredOverlays::shown(const view_model::StoredResult& result) const {
  return !all_hidden_ && !result.findings && !hidden_.contains(result.file);
}

void StoredOverlays::show(const std::filesystem::path& file, bool shown) {
  all_hidden_ = false;
  if (shown)
    hidden_.erase(file);
  else
    hidden_.insert(file);
  emit changed();
}

void StoredOverlays::toggle_all() {
  all_hidden_ = !all_hidden_;
  emit changed();
}

} // namespace spondyl::viewer

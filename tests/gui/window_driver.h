#pragma once

#include "core/workspace.h"
#include "views/picture_view.h"
#include "window/commands.h"
#include "window/main_window.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace spondyl::viewer::test {

/// A real window on a folder of its own, and hands to use it.
class WindowDriver {
public:
  /// Sessions, recent studies, keys and the follow-up store go below `folder`.
  explicit WindowDriver(const std::filesystem::path& folder, QSize size = {1600, 1000});

  [[nodiscard]] Workspace& workspace() { return *workspace_; }
  [[nodiscard]] MainWindow& window() { return *window_; }
  [[nodiscard]] PictureView& view(view_model::ViewContent content) { return *window_->grid().view(content); }
  [[nodiscard]] const view_model::ReviewState& state() { return workspace_->review().document()->state(); }

  /// Whether it came true before a generous time was over.
  [[nodiscard]] bool wait_for(const std::function<bool()>& condition);
  /// Until all of the first series is read and its document is there.
  [[nodiscard]] bool open(const std::filesystem::path& study);
  [[nodiscard]] bool measure();
  void press_key(view_model::Action action);

  /// Where a landmark of the selected vertebra is drawn in that view; a null point when it is not.
  [[nodiscard]] QPoint place_of(PictureView& view, view_model::VertebraKey vertebra, int landmark);
  void drag(PictureView& view, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton);
  void click(PictureView& view, QPoint at);
  /// Until the 3-D view has drawn, where it can draw.
  [[nodiscard]] bool wait_for_scene();
  /// Writes the window as an artefact of the build.
  void save_screenshot(const std::string& name);

private:
  bool failed_ = false; ///< since open()
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<MainWindow> window_;
};

/// What a mouse does between press and release, without the release.
void press_at(QWidget& widget, QPoint at, Qt::MouseButton button);
void move_to(QWidget& widget, QPoint at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
void release_at(QWidget& widget, QPoint at, Qt::MouseButton button);

} // namespace spondyl::viewer::test

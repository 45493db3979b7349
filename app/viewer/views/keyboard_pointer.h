#pragma once

#include <QPainter>
#include <QPoint>
#include <optional>

namespace spondyl::viewer {

class PictureView;

/// A pointer led by keys: it does to its view what a mouse would do there, so that everything the mouse can place, grab
/// and drag is reached without one.
class KeyboardPointer {
public:
  explicit KeyboardPointer(PictureView& view) : view_(view) {}

  void step(int right, int down); ///< finer while something is held
  void click();                   ///< places a point or selects; drops what is held
  void grab();                    ///< takes hold of the mark or handle under the pointer
  void let_go() { holding_ = false; }
  [[nodiscard]] bool holding() const { return holding_; }
  void put(QPoint place) { place_ = place; }
  [[nodiscard]] QPoint place() const; ///< in the view; its middle before the first step
  void paint(QPainter& painter) const;

private:
  PictureView& view_;
  std::optional<QPoint> place_;
  bool holding_ = false;
};

} // namespace spondyl::viewer

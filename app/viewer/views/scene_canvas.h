#pragma once

#include <QString>
#include <QWidget>
#include <memory>
#include <spondyl/render/scene.h>

namespace spondyl::viewer {

/// A widget and the 3-D scene drawn in it. A program links one of two files: scene_canvas_vtk.cpp draws;
/// scene_canvas_none.cpp, for programs without VTK's Qt widget, only says that it cannot.
class SceneCanvas {
public:
  /// What every program that has a SceneView calls before its QApplication exists.
  static void prepare_program();
  /// Null where nothing can be drawn; `why_not` then says so in a sentence. The widget belongs to `parent`.
  [[nodiscard]] static std::unique_ptr<SceneCanvas> make(QWidget* parent, QString& why_not);

  virtual ~SceneCanvas() = default;
  SceneCanvas(const SceneCanvas&) = delete;
  SceneCanvas& operator=(const SceneCanvas&) = delete;

  [[nodiscard]] virtual QWidget* widget() = 0;
  [[nodiscard]] virtual render::SpineScene& scene() = 0;
  virtual void redraw() = 0;

protected:
  SceneCanvas() = default;
};

} // namespace spondyl::viewer

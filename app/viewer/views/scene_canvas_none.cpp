#include "scene_canvas.h"

#include <QCoreApplication>

namespace spondyl::viewer {

void SceneCanvas::prepare_program() {}

std::unique_ptr<SceneCanvas> SceneCanvas::make(QWidget*, QString& why_not) {
  why_not = QCoreApplication::translate("SceneCanvas", "This program was built without its 3-D view.");
  return nullptr;
}

} // namespace spondyl::viewer

#include "scene_canvas.h"

#include "opengl_probe.h"

#include <QCoreApplication>

#include <QSurfaceFormat>
#include <QVTKOpenGLNativeWidget.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>

namespace spondyl::viewer {
namespace {

class VtkCanvas : public SceneCanvas {
public:
  VtkCanvas(QWidget* parent, bool software)
      : widget_(new QVTKOpenGLNativeWidget(parent)),
        scene_(software ? render::RayCaster::software : render::RayCaster::graphics_card) {
    widget_->setAccessibleName(QCoreApplication::translate("SceneCanvas", "Three-dimensional picture of the spine"));
    const vtkNew<vtkGenericOpenGLRenderWindow> window;
    widget_->setRenderWindow(window);
    scene_.attach(*window);
  }
  ~VtkCanvas() override { scene_.detach(); }

  QWidget* widget() override { return widget_; }
  render::SpineScene& scene() override { return scene_; }
  void redraw() override { widget_->renderWindow()->Render(); }

private:
  QVTKOpenGLNativeWidget* widget_;
  render::SpineScene scene_;
};

} // namespace

void SceneCanvas::prepare_program() {
  QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat());
}

std::unique_ptr<SceneCanvas> SceneCanvas::make(QWidget* parent, QString& why_not) {
  const OpenGLProbe probe = probe_opengl();
  why_not = probe.why_not;
  return probe.usable ? std::make_unique<VtkCanvas>(parent, probe.software) : nullptr;
}

} // namespace spondyl::viewer

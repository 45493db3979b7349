#include "opengl_probe.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>

namespace spondyl::viewer {
namespace {

bool is_software(const QString& renderer) {
  for (const char* name : {"llvmpipe", "softpipe", "swrast", "SWR", "Software"})
    if (renderer.contains(QLatin1String(name), Qt::CaseInsensitive))
      return true;
  return false;
}

QString translate(const char* text) {
  return QCoreApplication::translate("OpenGLProbe", text);
}

} // namespace

OpenGLProbe probe_opengl() {
  const QString platform = QGuiApplication::platformName();
  // The offscreen platform makes contexts on which VTK's widget crashes.
  if (platform == QLatin1String("offscreen") || platform == QLatin1String("minimal"))
    return {false, true, translate("There is no screen to draw on in three dimensions.")};
  QOffscreenSurface surface;
  surface.create();
  QOpenGLContext context;
  if (!context.create() || !context.makeCurrent(&surface))
    return {false, true, translate("OpenGL is not available on this machine.")};
  const auto* name = reinterpret_cast<const char*>(context.functions()->glGetString(GL_RENDERER));
  const bool enough = context.format().version() >= qMakePair(3, 2);
  OpenGLProbe probe{enough, is_software(QString::fromLatin1(name)), {}};
  if (!enough)
    probe.why_not = translate("OpenGL 3.2 is needed for the 3-D view.");
  context.doneCurrent();
  return probe;
}

} // namespace spondyl::viewer

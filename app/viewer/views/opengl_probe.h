#pragma once

#include <QString>

namespace spondyl::viewer {

/// What this machine can draw in three dimensions.
struct OpenGLProbe {
  bool usable = false;
  bool software = true; ///< no graphics card: rays are cast by the processor
  QString why_not;
};
/// Makes a context and asks it; some milliseconds. Call it on the thread of the window, after QApplication exists.
[[nodiscard]] OpenGLProbe probe_opengl();

} // namespace spondyl::viewer

#pragma once

#include "main_window.h"
#include "options.h"

#include <QObject>

namespace spondyl::viewer {

/// Waits until everything that was asked for is drawn, writes the window as PNG and ends the program.
class Screenshot : public QObject {
  Q_OBJECT
public:
  Screenshot(Workspace& workspace, MainWindow& window, Options options);

private:
  void look(); ///< whether all is there; then takes the picture
  void arrange();
  void take();
  [[nodiscard]] bool opened() const;

  Workspace& workspace_;
  MainWindow& window_;
  Options options_;
  bool thumbnails_ = false, scanned_ = false, failed_ = false;
  bool measuring_ = false, measured_ = false, taking_ = false;
};

} // namespace spondyl::viewer

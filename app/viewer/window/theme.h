#pragma once

class QApplication;

namespace spondyl::viewer {

/// Dark, calm, large enough to be read from a metre.
void apply_theme(QApplication& application);

} // namespace spondyl::viewer

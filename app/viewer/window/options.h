#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <optional>
#include <vector>

namespace spondyl::viewer {

struct Options {
  std::vector<std::filesystem::path> paths;
  QString screenshot;   ///< empty: an ordinary session
  bool measure = false; ///< with a screenshot: measure first
  QString layout;       ///< with a screenshot: a layout's title
  QString vertebra;     ///< with a screenshot: go to this level
  std::vector<std::filesystem::path> plugin_folders;
  QString store;             ///< the follow-up store; empty: the one in the user's data folder
  bool no_store = false;     ///< ask and keep nothing there
  QString segmenter, grader; ///< ids; empty: what is built in
  QSize size{1920, 1080};    ///< of the window in a screenshot
};

/// Leaves the program (code 2) with a message when the arguments are unusable, and for --help and --version.
[[nodiscard]] Options parse_options(const QStringList& arguments);

/// Without a screen a screenshot is drawn off screen; must be called before the application exists.
void choose_platform(int count, char** arguments);

} // namespace spondyl::viewer

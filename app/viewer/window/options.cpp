#include "options.h"

#include <QCommandLineParser>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace spondyl::viewer {
namespace {

[[noreturn]] void refuse(const QString& why) {
  std::fprintf(stderr, "spondyl-viewer: %s\n", qPrintable(why));
  std::exit(2);
}

QSize size_of(const QString& text) {
  const QStringList parts = text.split('x');
  const QSize size = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
  if (size.width() < 200 || size.height() < 200)
    refuse("--size wants WIDTHxHEIGHT, at least 200x200");
  return size;
}

} // namespace

void choose_platform(int count, char** arguments) {
  bool screenshot = false;
  for (int i = 1; i < count; ++i)
    screenshot |= std::string_view(arguments[i]).starts_with("--screenshot");
  const bool screen = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
  if (screenshot && !screen && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
}

Options parse_options(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription("Open a spine study, see it, correct it. Research use only - not for diagnosis.");
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument("PATH", "Files, folders or a DICOMDIR", "[PATH...]");
  parser.addOptions({{"screenshot", "Open, draw, write the window to FILE and leave.", "FILE"},
                     {"measure", "With --screenshot: measure first."},
                     {"layout", "With --screenshot: the layout, by its title or number (1 ...).", "NAME"},
                     {"vertebra", "With --screenshot: go to this level, e.g. L1.", "LEVEL"},
                     {"size", "With --screenshot: size of the window.", "WIDTHxHEIGHT", "1920x1080"}});
  parser.addOptions({{"plugin-path", "A further folder of plugins.", "DIR"},
                     {"segmenter", "Find bodies with this plugin.", "ID"},
                     {"grader", "Grade with this plugin.", "ID"}});
  parser.addOptions({{"store", "The follow-up store, else the one in the user's data folder.", "FILE"},
                     {"no-store", "Ask no follow-up store and keep nothing there."}});
  parser.process(arguments);
  Options options;
  for (const QString& path : parser.positionalArguments()) {
    options.paths.emplace_back(path.toStdString());
    std::error_code error;
    if (!std::filesystem::exists(options.paths.back(), error))
      refuse(path + " does not exist");
  }
  options.screenshot = parser.value("screenshot");
  if (parser.isSet("screenshot") && options.screenshot.isEmpty())
    refuse("--screenshot wants a file name");
  for (const QString& folder : parser.values("plugin-path"))
    options.plugin_folders.emplace_back(folder.toStdString());
  options.store = parser.value("store");
  options.no_store = parser.isSet("no-store");
  options.segmenter = parser.value("segmenter");
  options.grader = parser.value("grader");
  options.measure = parser.isSet("measure");
  options.layout = parser.value("layout");
  options.vertebra = parser.value("vertebra");
  options.size = size_of(parser.value("size"));
  return options;
}

} // namespace spondyl::viewer

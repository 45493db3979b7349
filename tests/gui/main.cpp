// GoogleTest with a QApplication around it. With --drag-until-killed FOLDER it is the victim of the Kill tests instead.
#include "victim.h"
#include "views/scene_canvas.h"
#include "window/theme.h"

#include <QApplication>
#include <cstdlib>
#include <gtest/gtest.h>
#include <string_view>

int main(int count, char** arguments) {
  if (std::getenv("QT_QPA_PLATFORM") == nullptr)
    qputenv("QT_QPA_PLATFORM", "offscreen");
  spondyl::viewer::SceneCanvas::prepare_program();
  testing::InitGoogleTest(&count, arguments);
  QApplication application(count, arguments);
  spondyl::viewer::apply_theme(application);
  if (count == 3 && std::string_view(arguments[1]) == "--drag-until-killed")
    return spondyl::viewer::test::drag_until_killed(arguments[2]);
  return RUN_ALL_TESTS();
}

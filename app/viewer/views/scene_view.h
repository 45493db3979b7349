#pragma once

#include "../core/workspace.h"
#include "opengl_probe.h"

#include <QStackedLayout>
#include <QWidget>
#include <spondyl/render/scene.h>
#include <spondyl/view_model/background_task.h>

class QLabel;
class QVTKOpenGLNativeWidget;

namespace spondyl::viewer {

/// The spine in three dimensions, bodies coloured by grade; a sentence instead where there is no OpenGL.
class SceneView : public QWidget {
  Q_OBJECT
public:
  explicit SceneView(Workspace& workspace, QWidget* parent = nullptr);
  ~SceneView() override;

  /// Whether a scene, not a sentence, is shown.
  [[nodiscard]] bool drawing() const { return drawing_; }
  /// Whether a scene is on its way.
  [[nodiscard]] bool preparing() const { return preparing_; }

public slots:
  void look_from_front();
  void look_from_left();
  void show_parts(bool bodies, bool volume);

protected:
  void showEvent(QShowEvent* event) override;

private:
  void start();         ///< on first show: probes and makes the widget
  void refresh();       ///< prepares the scene anew where image or outlines are others
  void colour_bodies(); ///< by the grades
  void redraw();
  void say(const QString& text);
  void take(int generation, const render::SceneContent& content);

  Workspace& workspace_;
  QStackedLayout* stack_ = nullptr;
  QLabel* placeholder_ = nullptr;
  QVTKOpenGLNativeWidget* widget_ = nullptr;
  std::unique_ptr<render::SpineScene> scene_;
  bool started_ = false, drawing_ = false, preparing_ = false;
  int generation_ = 0;
  OpenedImagePtr prepared_image_;
  std::shared_ptr<const LabelMap> prepared_labels_;
  std::map<int, render::SurfaceColour> shown_colours_;
  view_model::BackgroundTask task_;
};

} // namespace spondyl::viewer

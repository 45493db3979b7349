#pragma once

#include "../core/workspace.h"
#include "scene_canvas.h"

#include <QStackedLayout>
#include <QTimer>
#include <QWidget>
#include <spondyl/view_model/background_task.h>
#include <spondyl/view_model/scene_model.h>

class QLabel;

namespace spondyl::viewer {

/// The spine in three dimensions: bodies coloured by grade that follow their landmarks, and the landmarks; a sentence
/// instead where nothing can be drawn.
class SceneView : public QWidget {
  Q_OBJECT
public:
  explicit SceneView(Workspace& workspace, QWidget* parent = nullptr);
  ~SceneView() override;

  /// Whether a scene, not a sentence, is shown.
  [[nodiscard]] bool drawing() const { return drawing_; }
  /// Whether a scene is on its way.
  [[nodiscard]] bool preparing() const { return preparing_; }
  [[nodiscard]] QString sentence() const; ///< what is said instead of a scene; empty while one is drawn
  [[nodiscard]] int redraws() const { return redraws_; }
  /// Whether all that will be seen is drawn.
  [[nodiscard]] bool settled() const;

public slots:
  void look_from_front();
  void look_from_left();
  void show_parts(bool bodies, bool volume);
  void show_next_parts(); ///< both, bodies, volume

protected:
  void showEvent(QShowEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;

private:
  void start();   ///< on first show: asks for a canvas
  void refresh(); ///< prepares the scene anew where image or outlines are others
  void follow();  ///< colours, surfaces and marks as the review is now
  void redraw();  ///< soon: what changes within one pass of the event loop is drawn once
  void draw();
  void say(const QString& text);
  [[nodiscard]] std::vector<std::shared_ptr<const LabelMap>> beside(const OpenedImage& image) const;
  [[nodiscard]] std::map<int, render::BodyLook> looks() const;
  void take(int generation, const render::SceneContent& content);

  Workspace& workspace_;
  QStackedLayout* stack_ = nullptr;
  QLabel* placeholder_ = nullptr;
  std::unique_ptr<SceneCanvas> canvas_;
  QTimer redraw_timer_;
  bool started_ = false, drawing_ = false, preparing_ = false, dragging_ = false;
  bool bodies_ = true, volume_ = true;
  int generation_ = 0, redraws_ = 0;
  OpenedImagePtr prepared_image_;
  std::shared_ptr<const LabelMap> prepared_labels_;
  std::vector<std::shared_ptr<const LabelMap>> prepared_beside_; ///< segmentations of other systems that are shown
  view_model::SceneModel shown_;
  view_model::BackgroundTask task_;
};

} // namespace spondyl::viewer

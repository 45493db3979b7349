#include "scene_view.h"

#include "../core/post.h"

#include <QLabel>
#include <spondyl/view_model/overlay.h>
#include <spondyl/view_model/palette.h>

#ifdef SPONDYL_VIEWER_3D
#include <QVTKOpenGLNativeWidget.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#endif

namespace spondyl::viewer {

SceneView::SceneView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), stack_(new QStackedLayout(this)), placeholder_(new QLabel(this)) {
  setObjectName("3-D");
  setAccessibleName(tr("Three-dimensional view"));
  placeholder_->setAlignment(Qt::AlignCenter);
  placeholder_->setWordWrap(true);
  placeholder_->setObjectName("placeholder");
  stack_->addWidget(placeholder_);
  connect(&workspace, &Workspace::image_changed, this, &SceneView::refresh);
  connect(&workspace.review(), &ReviewController::changed, this, [this] {
    refresh();
    colour_bodies();
  });
  say(tr("3-D"));
}

SceneView::~SceneView() {
  if (scene_)
    scene_->detach();
}

void SceneView::say(const QString& text) {
  placeholder_->setText(text);
  stack_->setCurrentWidget(placeholder_);
  drawing_ = false;
}

void SceneView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  start();
  refresh();
}

#ifdef SPONDYL_VIEWER_3D
void SceneView::start() {
  if (started_)
    return;
  started_ = true;
  const OpenGLProbe probe = probe_opengl();
  if (!probe.usable) {
    say(tr("No 3-D view: %1").arg(probe.why_not));
    return;
  }
  widget_ = new QVTKOpenGLNativeWidget(this);
  widget_->setAccessibleName(tr("Three-dimensional picture of the spine"));
  const vtkNew<vtkGenericOpenGLRenderWindow> window;
  widget_->setRenderWindow(window);
  stack_->addWidget(widget_);
  scene_ = std::make_unique<render::SpineScene>(probe.software ? render::RayCaster::software
                                                               : render::RayCaster::graphics_card);
  scene_->attach(*window);
}

void SceneView::redraw() {
  if (drawing_)
    widget_->renderWindow()->Render();
}
#else
void SceneView::start() {
  say(tr("This program was built without its 3-D view."));
}
void SceneView::redraw() {}
#endif

void SceneView::refresh() {
  const OpenedImagePtr image = workspace_.image();
  if (!scene_ || !isVisible() || !image)
    return;
  if (!image->volume || !image->complete) {
    prepared_image_.reset();
    ++generation_; // whatever is on its way shows another series
    preparing_ = false;
    say(image->volume ? tr("Reading ...") : tr("A radiograph has no third dimension."));
    return;
  }
  const auto* document = workspace_.review().document_of(image->item.key);
  const auto labels = document ? document->state().labels : nullptr;
  if (image == prepared_image_ && labels == prepared_labels_)
    return;
  prepared_image_ = image;
  prepared_labels_ = labels;
  const int generation = ++generation_;
  preparing_ = true;
  if (!drawing_)
    say(tr("Preparing the 3-D view ..."));
  using Content = std::shared_ptr<render::SceneContent>;
  task_ = view_model::BackgroundTask(
      std::function<Result<Content>(const Progress&)>([volume = *image->volume, labels](const Progress&) {
        return Result<Content>(
            std::make_shared<render::SceneContent>(render::SceneContent::prepare(volume, labels.get())));
      }),
      std::function<void(Result<Content>)>([this, generation](const Result<Content>& content) {
        post(this, [this, generation, content] { take(generation, **content); });
      }));
}

void SceneView::take(int generation, const render::SceneContent& content) {
  if (generation != generation_)
    return;
  preparing_ = false;
  scene_->show(content);
  stack_->setCurrentIndex(1);
  drawing_ = true;
  shown_colours_.clear();
  colour_bodies();
  redraw();
}

void SceneView::colour_bodies() {
  const view_model::ReviewDocument* document = workspace_.review().document();
  if (!drawing_ || !document)
    return;
  const view_model::ReviewState& state = document->state();
  std::map<int, render::SurfaceColour> colours;
  for (int label = 1; label < 256; ++label)
    if (const auto index = view_model::vertebra_of_label(label, state)) {
      const VertebraFinding& vertebra = state.vertebrae[*index];
      const view_model::Colour colour = vertebra.status == MeasurementStatus::measured
                                            ? view_model::grade_colour(vertebra.grade)
                                            : view_model::kNotAssessableColour;
      colours[label] = {colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0};
    }
  if (colours == shown_colours_)
    return; // casting rays anew takes longer than a landmark may take to follow the hand
  shown_colours_ = colours;
  scene_->colour_bodies(colours);
  redraw();
}

void SceneView::look_from_front() {
  if (scene_)
    scene_->look_from_front();
  redraw();
}

void SceneView::look_from_left() {
  if (scene_)
    scene_->look_from_left();
  redraw();
}

void SceneView::show_parts(bool bodies, bool volume) {
  if (scene_)
    scene_->set_visible(bodies, volume);
  redraw();
}

} // namespace spondyl::viewer

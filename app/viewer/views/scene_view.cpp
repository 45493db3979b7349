#include "scene_view.h"

#include "../core/post.h"

#include <QLabel>

namespace spondyl::viewer {
namespace {

// Voxels per axis: without a graphics card the window waits while the first rays are cast. Engineering choice.
constexpr int kLongestSide = 192;
// While a landmark is dragged the scene follows at its own pace: a frame of it, drawn by the processor, costs as much
// as all other views together. Engineering choice.
constexpr int kDragInterval = 150; // ms

render::SurfaceColour surface_colour(view_model::Colour colour) {
  return {colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0};
}

std::map<int, render::BodyLook> looks_of(const view_model::SceneModel& model) {
  std::map<int, render::BodyLook> looks;
  for (const view_model::SceneBody& body : model.bodies) {
    render::BodyLook& look = looks[body.label];
    look = {surface_colour(body.colour), body.left, {}};
    for (const view_model::LandmarkShift& shift : body.shifts)
      look.pulls.push_back({shift.from, shift.by});
  }
  return looks;
}

std::vector<render::SceneMark> marks_of(const view_model::SceneModel& model) {
  std::vector<render::SceneMark> marks;
  for (const view_model::SceneMark& mark : model.marks)
    marks.push_back({mark.at, surface_colour(mark.colour), mark.placed_by_reader});
  return marks;
}

} // namespace

SceneView::SceneView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), stack_(new QStackedLayout(this)), placeholder_(new QLabel(this)) {
  setObjectName("3-D");
  setAccessibleName(tr("Three-dimensional view"));
  setFocusPolicy(Qt::TabFocus);
  placeholder_->setAlignment(Qt::AlignCenter);
  placeholder_->setWordWrap(true);
  placeholder_->setObjectName("placeholder");
  stack_->addWidget(placeholder_);
  redraw_timer_.setSingleShot(true);
  connect(&redraw_timer_, &QTimer::timeout, this, &SceneView::draw);
  connect(&workspace, &Workspace::image_changed, this, &SceneView::refresh);
  connect(&workspace.review(), &ReviewController::changed, this, [this] {
    const view_model::ReviewDocument* document = workspace_.review().document();
    if (drawing_ && dragging_ && document && document->dragging())
      return redraw(); // and follow then
    refresh();
    follow();
  });
  connect(&workspace.stored(), &StoredOverlays::changed, this, &SceneView::refresh);
  say(tr("3-D"));
}

SceneView::~SceneView() = default;

void SceneView::say(const QString& text) {
  placeholder_->setText(text);
  stack_->setCurrentWidget(placeholder_);
  drawing_ = false;
}

QString SceneView::sentence() const {
  return drawing_ ? QString() : placeholder_->text();
}

void SceneView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  start();
  refresh();
  follow();
}

void SceneView::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (canvas_ && drawing_)
    canvas_->widget()->setFocus();
}

void SceneView::start() {
  if (started_)
    return;
  started_ = true;
  QString why_not;
  canvas_ = SceneCanvas::make(this, why_not);
  if (canvas_) {
    stack_->addWidget(canvas_->widget());
    canvas_->scene().set_on_more_to_show([this] { post(this, [this] { redraw(); }); });
  } else
    say(tr("No 3-D view: %1").arg(why_not));
}

void SceneView::redraw() {
  if (drawing_ && !(dragging_ && redraw_timer_.isActive()))
    redraw_timer_.start(dragging_ ? kDragInterval : 0);
}

void SceneView::draw() {
  if (dragging_)
    follow();
  redraw_timer_.stop();
  ++redraws_;
  if (drawing_)
    canvas_->redraw();
}

bool SceneView::settled() const {
  return !preparing_ && !redraw_timer_.isActive() && !(drawing_ && canvas_->scene().casting());
}

void SceneView::refresh() {
  const OpenedImagePtr image = workspace_.image();
  if (!canvas_ || !isVisible() || !image)
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
  const auto others = beside(*image);
  if (image == prepared_image_ && labels == prepared_labels_ && others == prepared_beside_)
    return;
  prepared_beside_ = others;
  prepared_image_ = image;
  prepared_labels_ = labels;
  const int generation = ++generation_;
  preparing_ = true;
  if (!drawing_)
    say(tr("Preparing the 3-D view ..."));
  using Content = std::shared_ptr<render::SceneContent>;
  task_ = view_model::BackgroundTask(
      std::function<Result<Content>(const Progress&)>([volume = *image->volume, labels, others](const Progress&) {
        return Result<Content>(std::make_shared<render::SceneContent>(
            render::SceneContent::prepare(volume, labels.get(), kLongestSide, others)));
      }),
      std::function<void(Result<Content>)>([this, generation](const Result<Content>& content) {
        post(this, [this, generation, content] { take(generation, **content); });
      }));
}

void SceneView::take(int generation, const render::SceneContent& content) {
  if (generation != generation_)
    return;
  preparing_ = false;
  canvas_->scene().show(content);
  stack_->setCurrentWidget(canvas_->widget());
  drawing_ = true;
  shown_ = {};
  canvas_->scene().show_bodies(looks());
  follow();
  redraw();
}

void SceneView::follow() {
  const view_model::ReviewDocument* document = workspace_.review().document();
  if (!drawing_ || !isVisible() || !document)
    return;
  const bool dragging = document->dragging();
  view_model::SceneModel model = view_model::scene_model(document->state());
  if (model == shown_ && dragging == dragging_)
    return; // casting rays anew takes longer than a hand waits
  dragging_ = dragging;
  shown_ = std::move(model);
  canvas_->scene().set_dragging(dragging);
  canvas_->scene().show_bodies(looks());
  canvas_->scene().show_marks(marks_of(shown_));
  redraw();
}

std::vector<std::shared_ptr<const LabelMap>> SceneView::beside(const OpenedImage& image) const {
  std::vector<std::shared_ptr<const LabelMap>> maps;
  for (const view_model::StoredResult& result : workspace_.stored().of(image.item.key))
    if (workspace_.stored().shown(result) && result.state.labels)
      maps.push_back(result.state.labels);
  return maps;
}

std::map<int, render::BodyLook> SceneView::looks() const {
  std::map<int, render::BodyLook> looks = looks_of(shown_);
  for (std::size_t map = 0; map < prepared_beside_.size(); ++map)
    for (int label = 1; label < 256; ++label)
      looks[render::beside_label(map, label)].colour = surface_colour(view_model::kToolColour);
  return looks;
}

void SceneView::look_from_front() {
  if (canvas_)
    canvas_->scene().look_from_front();
  redraw();
}

void SceneView::look_from_left() {
  if (canvas_)
    canvas_->scene().look_from_left();
  redraw();
}

void SceneView::show_parts(bool bodies, bool volume) {
  bodies_ = bodies;
  volume_ = volume;
  if (canvas_)
    canvas_->scene().set_visible(bodies, volume);
  redraw();
}

void SceneView::show_next_parts() {
  if (bodies_ && volume_)
    show_parts(true, false);
  else if (bodies_)
    show_parts(false, true);
  else
    show_parts(true, true);
}

} // namespace spondyl::viewer

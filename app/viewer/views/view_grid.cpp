#include "view_grid.h"

#include "film_view.h"
#include "slice_view.h"
#include "straightened_view.h"

#include <QGridLayout>
#include <algorithm>
#include <spondyl/view_model/findings_table.h>

namespace spondyl::viewer {

using view_model::LayoutCell;
using view_model::PlaneKind;
using view_model::ViewContent;

ViewGrid::ViewGrid(Workspace& workspace, QWidget* table, QWidget* timeline, QWidget* parent)
    : QWidget(parent), workspace_(workspace), grid_(new QGridLayout(this)), scene_(new SceneView(workspace, this)),
      table_(table), timeline_(timeline) {
  table->setParent(this);
  timeline->setParent(this);
  setAccessibleName(tr("Views"));
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(3);
  add(ViewContent::axial, new SliceView(workspace, PlaneKind::axial, ShownStudy::current, this));
  add(ViewContent::sagittal, new SliceView(workspace, PlaneKind::sagittal, ShownStudy::current, this));
  add(ViewContent::coronal, new SliceView(workspace, PlaneKind::coronal, ShownStudy::current, this));
  add(ViewContent::prior, new SliceView(workspace, PlaneKind::sagittal, ShownStudy::prior, this));
  add(ViewContent::beside_sagittal, new SliceView(workspace, PlaneKind::sagittal, ShownStudy::beside, this));
  add(ViewContent::beside_axial, new SliceView(workspace, PlaneKind::axial, ShownStudy::beside, this));
  add(ViewContent::radiograph, new FilmView(workspace, this));
  add(ViewContent::straightened, new StraightenedView(workspace, this));
  connect(&workspace, &Workspace::image_changed, this, &ViewGrid::take_image);
  connect(&workspace, &Workspace::vertebra_shown, this, &ViewGrid::show_vertebra);
  connect(&cine_timer_, &QTimer::timeout, this, &ViewGrid::let_time_pass);
  arrange();
}

void ViewGrid::add(ViewContent content, PictureView* view) {
  views_[content] = view;
  view->hide();
  connect(view, &PictureView::activated, this, [this](PictureView* now) { active_ = now; });
  connect(view, &PictureView::maximise_wanted, this, [this](PictureView* wanted) { toggle_maximised(wanted); });
  connect(view, &PictureView::context_menu_wanted, this, &ViewGrid::context_menu_wanted);
}

PictureView* ViewGrid::view(ViewContent content) const {
  const auto found = views_.find(content);
  return found == views_.end() ? nullptr : found->second;
}

void ViewGrid::take_image() {
  const OpenedImagePtr image = workspace_.image();
  if (!image || image->item.key == laid_out_for_)
    return;
  laid_out_for_ = image->item.key;
  // Whoever compares two series goes on comparing while PgDn leads through the study.
  const bool compares =
      layout_ == view_model::LayoutName::two_series || layout_ == view_model::LayoutName::current_prior;
  if (!(compares && image->volume))
    show_layout(image->volume ? view_model::initial_layout(image->item.series) : view_model::LayoutName::radiograph);
}

void ViewGrid::show_layout(view_model::LayoutName name) {
  layout_ = name;
  maximised_ = nullptr;
  if (name == view_model::LayoutName::two_series)
    workspace_.want_beside();
  workspace_.show_prior(name == view_model::LayoutName::current_prior);
  arrange();
  emit layout_changed(name);
}

QWidget* ViewGrid::widget_of(ViewContent content) const {
  if (content == ViewContent::scene_3d)
    return scene_;
  if (content == ViewContent::timeline)
    return timeline_;
  return content == ViewContent::table ? table_ : view(content);
}

void ViewGrid::place(const LayoutCell& cell) {
  QWidget* widget = widget_of(cell.content);
  grid_->addWidget(widget, cell.row, cell.column, cell.row_span, cell.column_span);
  // Pictures share the room evenly; a row that holds nothing but tables gets less.
  const bool picture = cell.content != ViewContent::table && cell.content != ViewContent::timeline;
  const int stretch = picture ? 5 : 2;
  for (int row = cell.row; row < cell.row + cell.row_span; ++row)
    grid_->setRowStretch(row, std::max(grid_->rowStretch(row), stretch));
  for (int column = cell.column; column < cell.column + cell.column_span; ++column)
    grid_->setColumnStretch(column, 5);
  widget->show();
}

void ViewGrid::arrange() {
  const QWidget* had_focus = focusWidget();
  std::vector<QWidget*> all = {scene_, table_, timeline_};
  for (const auto& [content, widget] : views_)
    all.push_back(widget);
  for (QWidget* widget : all) {
    grid_->removeWidget(widget);
    widget->hide();
  }
  for (int i = 0; i < 4; ++i) {
    grid_->setRowStretch(i, 0);
    grid_->setColumnStretch(i, 0);
  }
  if (maximised_) {
    grid_->addWidget(maximised_, 0, 0);
    maximised_->show();
  } else {
    for (const LayoutCell& cell : view_model::layout(layout_).cells)
      place(cell);
  }
  const auto shown = shown_views();
  if (std::find(shown.begin(), shown.end(), had_focus) == shown.end() && !shown.empty())
    shown.front()->setFocus();
}

std::vector<PictureView*> ViewGrid::shown_views() const {
  if (maximised_)
    return {maximised_};
  std::vector<PictureView*> shown;
  for (const LayoutCell& cell : view_model::layout(layout_).cells)
    if (PictureView* widget = view(cell.content))
      shown.push_back(widget);
  return shown;
}

void ViewGrid::toggle_maximised() {
  toggle_maximised(active_);
}

void ViewGrid::toggle_maximised(PictureView* wanted) {
  maximised_ = maximised_ ? nullptr : wanted;
  arrange();
  if (wanted)
    wanted->setFocus();
}

void ViewGrid::next_view(int step) {
  const auto shown = shown_views();
  if (shown.empty())
    return;
  const auto here = std::find(shown.begin(), shown.end(), active_);
  const auto count = static_cast<int>(shown.size());
  const int index = here == shown.end() ? 0 : (static_cast<int>(here - shown.begin()) + step + count) % count;
  shown[static_cast<std::size_t>(index)]->setFocus();
}

void ViewGrid::show_vertebra(view_model::VertebraKey vertebra) {
  const view_model::ReviewDocument* document = workspace_.review().document();
  const auto place = document ? view_model::place_of(document->state(), vertebra) : std::nullopt;
  const auto* source = static_cast<SliceView*>(view(ViewContent::sagittal));
  if (!place || !place->frame || !source->id())
    return;
  for (const auto& [content, widget] : views_)
    if (widget->isVisible()) // one that is not laid out yet fits its picture when it is
      widget->reader_moved_picture();
  workspace_.moved(workspace_.linked().show_vertebra(*source->id(), *place->frame, place->body_height));
}

void ViewGrid::toggle_cine() {
  if (auto* slices = dynamic_cast<SliceView*>(active_))
    slices->toggle_cine();
  cine_clock_.start();
  cine_timer_.start(16);
}

void ViewGrid::next_slab() {
  if (auto* slices = dynamic_cast<SliceView*>(active_))
    slices->next_slab();
}

void ViewGrid::reset_view() {
  const auto* slices = dynamic_cast<SliceView*>(active_);
  if (slices && slices->id())
    workspace_.moved(workspace_.linked().reset(*slices->id()));
  else if (active_)
    active_->reset_view();
}

void ViewGrid::let_time_pass() {
  const double seconds = static_cast<double>(cine_clock_.restart()) / 1000.0;
  workspace_.moved(workspace_.linked().advance(seconds));
  const auto ids = workspace_.linked().views();
  if (std::none_of(ids.begin(), ids.end(), [&](auto id) { return workspace_.linked().cine(id).playing; }))
    cine_timer_.stop();
}

} // namespace spondyl::viewer

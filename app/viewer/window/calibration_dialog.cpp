#include "calibration_dialog.h"

#include <QComboBox>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <spondyl/pipeline/recompute.h>

namespace spondyl::viewer {
namespace {

// Source-to-detector over source-to-spine distance of lateral spine films, about 1.15 to 1.3. Engineering choice.
constexpr double kUsualMagnification = 1.2;
constexpr double kUsualMarker = 25.0; // mm: calibration spheres are sold in this size

} // namespace

CalibrationDialog::CalibrationDialog(const Series& film, const std::vector<view_model::ToolMeasurement>& tools,
                                     QWidget* parent)
    : QDialog(parent), film_(film), source_(new QComboBox(this)), value_(new QDoubleSpinBox(this)),
      who_(new QLineEdit(this)), outcome_(new QLabel(this)) {
  setWindowTitle(tr("Calibrate the film"));
  setObjectName("calibration_dialog");
  const auto name = [](QWidget* field, const char* object, const QString& accessible) {
    field->setObjectName(object);
    field->setAccessibleName(accessible);
  };
  name(source_, "source", tr("What is known"));
  name(value_, "value", tr("Value"));
  name(who_, "who", tr("Reader"));
  name(outcome_, "outcome", tr("Outcome"));
  offer_sources(tools);
  who_->setPlaceholderText(tr("Family^Given"));
  outcome_->setWordWrap(true);
  outcome_->setMinimumHeight(fontMetrics().height() * 3);
  auto* form = new QFormLayout(this);
  form->addRow(tr("&Known"), source_);
  form->addRow(tr("&Value"), value_);
  form->addRow(tr("&Reader"), who_);
  form->addRow(outcome_);
  auto* hint = new QLabel(
      tr("A ruler or sphere must lie at the depth of the spine. Measure it with the length tool first."), this);
  hint->setWordWrap(true);
  form->addRow(hint);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  accept_ = buttons->button(QDialogButtonBox::Ok);
  form->addRow(buttons);
  value_->setDecimals(3);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(source_, &QComboBox::currentIndexChanged, this, &CalibrationDialog::choose_source);
  connect(value_, &QDoubleSpinBox::valueChanged, this, &CalibrationDialog::check);
  connect(who_, &QLineEdit::textChanged, this, &CalibrationDialog::check);
  if (!lengths_.empty())
    source_->setCurrentIndex(source_->count() - 1); // drawn for this, most likely
  choose_source();
}

void CalibrationDialog::offer_sources(const std::vector<view_model::ToolMeasurement>& tools) {
  source_->addItem(tr("The magnification of the spine"));
  const view_model::ToolContext context;
  for (const view_model::ToolMeasurement& tool : tools)
    if (tool.kind == view_model::ToolKind::length && std::holds_alternative<PixelPoint>(tool.points.front())) {
      lengths_.push_back({std::get<PixelPoint>(tool.points[0]), std::get<PixelPoint>(tool.points[1]), 0.0});
      source_->addItem(tr("The true length of %1 (%2)")
                           .arg(QString::fromStdString(tool.id), QString::fromStdString(evaluate(tool, context).text)));
    }
}

void CalibrationDialog::choose_source() {
  const bool magnification = source_->currentIndex() == 0;
  value_->setRange(1.0, magnification ? 3.0 : 1000.0);
  value_->setSingleStep(magnification ? 0.01 : 1.0);
  value_->setSuffix(magnification ? QString() : tr(" mm"));
  value_->setValue(magnification ? kUsualMagnification : kUsualMarker);
  check();
}

radiograph::FilmCalibration CalibrationDialog::calibration() const {
  radiograph::FilmCalibration calibration;
  const int length = source_->currentIndex() - 1;
  if (length < 0) {
    calibration.source = radiograph::TypedMagnification{value_->value()};
  } else {
    radiograph::KnownLength known = lengths_[static_cast<std::size_t>(length)];
    known.millimetres = value_->value();
    calibration.source = known;
  }
  calibration.who = who_->text().trimmed().toStdString();
  calibration.when = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
  return calibration;
}

void CalibrationDialog::check() {
  const auto film = pipeline::with_calibration(film_, calibration());
  accept_->setEnabled(film.has_value());
  outcome_->setText(film ? tr("A pixel is %1 mm: %2.")
                               .arg(film->pixel_scale.column_spacing, 0, 'f', 4)
                               .arg(QString::fromStdString(film->pixel_scale.note))
                         : QString::fromStdString(film.error().text()));
}

} // namespace spondyl::viewer

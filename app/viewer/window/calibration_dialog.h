#pragma once

#include <QDialog>
#include <spondyl/model/series.h>
#include <spondyl/radiograph/calibrate.h>
#include <spondyl/view_model/tools.h>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace spondyl::viewer {

/// Asks how a film gets its millimetres: a magnification, or the true length of something that was measured on it; and
/// who says so. Says why, while it cannot be.
class CalibrationDialog : public QDialog {
  Q_OBJECT
public:
  /// `tools`: the lengths among them are offered.
  CalibrationDialog(const Series& film, const std::vector<view_model::ToolMeasurement>& tools,
                    QWidget* parent = nullptr);

  [[nodiscard]] radiograph::FilmCalibration calibration() const;

private:
  void offer_sources(const std::vector<view_model::ToolMeasurement>& tools);
  void choose_source();
  void check();

  Series film_;
  std::vector<radiograph::KnownLength> lengths_; ///< in the order they are offered, their millimetres not yet known
  QComboBox* source_;
  QDoubleSpinBox* value_;
  QLineEdit* who_;
  QLabel* outcome_;
  QPushButton* accept_ = nullptr;
};

} // namespace spondyl::viewer

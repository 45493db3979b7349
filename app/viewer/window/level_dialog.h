#pragma once

#include <QDialog>

class QCheckBox;
class QComboBox;

namespace spondyl::viewer {

/// Asks for the name of a vertebra, and whether the others are counted from it.
class LevelDialog : public QDialog {
  Q_OBJECT
public:
  LevelDialog(const QString& vertebra, const QString& proposed_level, QWidget* parent = nullptr);

  [[nodiscard]] QString level() const;
  [[nodiscard]] bool only_this() const;

private:
  QComboBox* levels_;
  QCheckBox* only_this_;
};

} // namespace spondyl::viewer

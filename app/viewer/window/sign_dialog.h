#pragma once

#include <QDialog>
#include <spondyl/view_model/sign_off.h>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace spondyl::viewer {

/// Who reviews or signs, and why where signed findings are amended. It cannot be accepted without what is needed.
class SignDialog : public QDialog {
  Q_OBJECT
public:
  /// `amends`: the findings were signed and changed since; a reason is asked for.
  explicit SignDialog(bool amends, QWidget* parent = nullptr);
  /// Without the time.
  [[nodiscard]] view_model::SignOffOrder order() const;

private:
  void check();

  QLineEdit* reader_;
  QLineEdit* organization_;
  QComboBox* state_;
  QLineEdit* reason_ = nullptr; ///< null where nothing is amended
  QPushButton* accept_;
};

} // namespace spondyl::viewer

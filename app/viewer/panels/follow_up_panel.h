#pragma once

#include "../core/workspace.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace spondyl::viewer {

/// Other studies of the person to confirm, reject, measure and compare with.
class FollowUpPanel : public QWidget {
  Q_OBJECT
public:
  explicit FollowUpPanel(Workspace& workspace, QWidget* parent = nullptr);

private:
  QPushButton* add_button(const QString& text, const QString& tip);
  void take_candidates();
  void take_status();
  void enable_buttons();
  [[nodiscard]] std::size_t row() const; ///< of the list

  Workspace& workspace_;
  QListWidget* list_;
  QLabel* status_;
  QPushButton *confirm_, *reject_, *compare_, *measure_;
};

} // namespace spondyl::viewer

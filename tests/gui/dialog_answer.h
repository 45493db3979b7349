#pragma once

#include <QApplication>
#include <QTimer>
#include <functional>

namespace spondyl::viewer::test {

/// Waits for a dialog and gives it to `answer`, which must close it.
template <typename Dialog> class Answer {
public:
  explicit Answer(std::function<void(Dialog&)> answer) {
    QObject::connect(&timer_, &QTimer::timeout, &timer_, [this, answer = std::move(answer)] {
      auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr || given_)
        return;
      given_ = true;
      answer(*dialog);
    });
    timer_.start(5);
  }
  [[nodiscard]] bool given() const { return given_; }

private:
  QTimer timer_;
  bool given_ = false;
};

} // namespace spondyl::viewer::test

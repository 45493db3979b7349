#pragma once

#include <QMetaObject>
#include <QObject>
#include <utility>

namespace spondyl::viewer {

/// Runs `call` on the thread of `receiver`, later; dropped when the receiver is gone by then.
template <typename Call> void post(QObject* receiver, Call&& call) {
  QMetaObject::invokeMethod(receiver, std::forward<Call>(call), Qt::QueuedConnection);
}

} // namespace spondyl::viewer

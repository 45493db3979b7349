#pragma once

namespace spondyl::batch {

/// The descriptors a worker inherits: what it is to do comes in on one, what became of it goes out on the other, so
/// that nothing a library prints can be taken for an answer.
inline constexpr int kOrdersDescriptor = 3, kAnswersDescriptor = 4;

/// The life of a worker: measures the studies it is told to until there are no more orders. Ends with its parent.
/// Returns the exit code.
[[nodiscard]] int serve();

} // namespace spondyl::batch

#pragma once

#include "frames.h"

#include <filesystem>
#include <optional>
#include <spondyl/base/result.h>
#include <string>
#include <sys/types.h>
#include <vector>

namespace spondyl::batch {

/// A child process that runs serve(). Destroying it kills the child if it still lives.
class WorkerProcess {
public:
  /// Errors: `io` when the program cannot be started.
  [[nodiscard]] static Result<WorkerProcess> start(const std::vector<std::string>& command);
  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&& other) noexcept;
  ~WorkerProcess();

  [[nodiscard]] bool send(const nlohmann::json& message) const;
  /// The descriptor to wait for answers on.
  [[nodiscard]] int answers() const { return answers_; }
  [[nodiscard]] FrameReader& reader() { return reader_; }
  void kill();
  /// Waits for its end and says how it came: "signal 11 (Segmentation fault)" or "exit code 3".
  [[nodiscard]] std::string wait();

private:
  WorkerProcess(pid_t process, int orders, int answers) : process_(process), orders_(orders), answers_(answers) {}
  void close();

  pid_t process_ = -1;
  int orders_ = -1, answers_ = -1;
  FrameReader reader_;
};

} // namespace spondyl::batch

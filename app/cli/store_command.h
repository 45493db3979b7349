#pragma once

#include <filesystem>
#include <spondyl/base/result.h>
#include <spondyl/store/store.h>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace spondyl::cli {

/// The file of --store, else the user's own.
[[nodiscard]] Result<store::Store> open_store(const std::string& option);

/// `spondyl store`: the follow-up store of this machine.
class StoreCommand {
public:
  explicit StoreCommand(CLI::App& app);
  /// 0 done, 1 some of it could not be done, 2 unusable arguments.
  [[nodiscard]] int run() const;

private:
  [[nodiscard]] int add(store::Store& store) const;
  [[nodiscard]] Result<void> list(store::Store& store) const;
  [[nodiscard]] Result<void> show(store::Store& store) const;
  [[nodiscard]] Result<void> export_to(store::Store& store) const;
  [[nodiscard]] Result<void> forget(store::Store& store) const;
  [[nodiscard]] Result<void> decide(store::Store& store) const;
  [[nodiscard]] Result<void> mark(store::Store& store) const;

  CLI::App* command_ = nullptr;
  std::string store_, exam_, other_, output_, reader_, level_, kind_, date_;
  std::vector<std::string> files_;
  bool json_ = false, reject_ = false, remove_ = false;
};

/// `spondyl timeline`: all studies of one person in the store.
class TimelineCommand {
public:
  explicit TimelineCommand(CLI::App& app);
  /// 0 printed, 2 unusable arguments.
  [[nodiscard]] int run() const;

private:
  [[nodiscard]] Result<std::vector<std::vector<store::Exam>>> persons(store::Store& store) const;
  [[nodiscard]] Result<void> print(store::Store& store) const;
  [[nodiscard]] std::filesystem::path plot_file(std::size_t person) const;
  /// Errors: `invalid_argument` naming a plot that would be overwritten.
  [[nodiscard]] Result<void> check_plots(std::size_t persons) const;

  std::string store_, patient_, plot_;
  bool json_ = false;
};

} // namespace spondyl::cli

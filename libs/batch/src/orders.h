#pragma once
// What workers are told once, at their start, and the task as the journal keeps it.

#include <nlohmann/json.hpp>
#include <spondyl/batch/batch.h>
#include <spondyl/batch/selection.h>
#include <spondyl/pipeline/run.h>

namespace spondyl::batch {

/// For one worker.
struct Orders {
  BatchTask task;
  std::filesystem::path output; ///< where results belong when they are whole
  std::size_t memory_limit_bytes = 0;
};
[[nodiscard]] nlohmann::json to_json(const Orders& orders);
[[nodiscard]] Orders orders_of(const nlohmann::json& json);

/// What decides the results of a batch, apart from the shard: equal texts, equal results.
[[nodiscard]] std::string task_identity(const BatchTask& task);

/// The task as a note in the journal, without its shard, and back.
[[nodiscard]] std::string task_note(const BatchTask& task);
[[nodiscard]] BatchTask task_of_note(const std::string& note);

/// The task as the pipeline wants it. Errors: unknown formats, plugins, schemes; DICOM objects in anonymous output;
/// a table of normal values that cannot be read.
[[nodiscard]] Result<pipeline::RunOptions> run_options(const BatchTask& task);

} // namespace spondyl::batch

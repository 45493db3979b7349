#pragma once
// Edits as JSON, for the journal. Numbers read back as the same double.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <spondyl/base/result.h>
#include <spondyl/view_model/review_state.h>
#include <string>

namespace spondyl::view_model {

/// Label maps are files of their own: `store` writes one and answers its name, `load` reads it back.
using StoreLabels = std::function<Result<std::string>(const LabelMap&)>;
using LoadLabels = std::function<std::shared_ptr<const LabelMap>(const std::string& name)>;

[[nodiscard]] Result<nlohmann::json> to_json(const Edit& edit, const StoreLabels& store);
/// Errors: `unreadable` for anything to_json() does not write.
[[nodiscard]] Result<Edit> edit_of(const nlohmann::json& json, const LoadLabels& load);

} // namespace spondyl::view_model

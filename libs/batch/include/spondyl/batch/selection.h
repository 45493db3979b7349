#pragma once

#include <functional>
#include <spondyl/base/result.h>
#include <spondyl/model/series.h>
#include <string>
#include <vector>

namespace spondyl::batch {

/// Which series of an archive are wanted: conditions separated by commas, all of which must hold, each a name, one of
/// = != ~ < <= > >= and a value. `=` takes alternatives (`modality=CT|MR`), `~` finds a part of the text; case does not
/// count. A series that does not state a value does not meet a condition on it, except `!=`.
class Selection {
public:
  /// Empty text selects everything. Errors: `invalid_argument` naming the condition and the names there are.
  [[nodiscard]] static Result<Selection> parse(const std::string& text);
  [[nodiscard]] bool includes(const Series& series) const;

private:
  std::vector<std::function<bool(const Series&)>> conditions_;
};

} // namespace spondyl::batch

#pragma once

#include "edit_json.h"
#include <memory>
#include <spondyl/view_model/review_document.h>
#include <string>
#include <vector>

namespace spondyl::view_model {

/// Turns events of a document into journal records and back.
class SessionReplay {
public:
  [[nodiscard]] static Result<std::string> record(const ReviewDocument::Event& event, const StoreLabels& store);
  /// Records of everything a document did before its journal began.
  [[nodiscard]] static Result<std::vector<std::string>> history(const ReviewDocument& document,
                                                                const StoreLabels& store);

  explicit SessionReplay(ReviewDocument& document, LoadLabels load) : document_(document), load_(std::move(load)) {}
  /// Errors: `unreadable`, and what the edit itself reports.
  Result<void> play(const std::string& record);
  /// A drag that no edit ended is committed with the time of its last move. Whether there was one.
  bool finish_drag();
  /// The record of the edit finish_drag() made; empty without one.
  [[nodiscard]] static std::string record_of_unfinished_drag(const std::vector<std::string>& records);

private:
  struct Drag {
    MoveLandmark move;
    std::string time, user;
  };
  ReviewDocument& document_;
  LoadLabels load_;
  std::optional<Drag> drag_;
};

} // namespace spondyl::view_model

#include "reference_notes.h"

#include "wording.h"

#include <algorithm>

namespace spondyl::report {
namespace {

/// a to z, then aa, ab, ...
std::string mark(std::size_t number) {
  constexpr std::size_t kLetters = 26;
  const std::string last(1, static_cast<char>('a' + number % kLetters));
  return number < kLetters ? last : mark(number / kLetters - 1) + last;
}

} // namespace

ReferenceNotes::ReferenceNotes(const Findings& findings) {
  for (const VertebraFinding& vertebra : findings.vertebrae)
    if (const HeightLoss* loss = leading_loss(vertebra); loss != nullptr && !loss->reference.empty())
      if (std::ranges::find(references_, loss->reference) == references_.end())
        references_.push_back(loss->reference);
}

std::string ReferenceNotes::mark_of(const HeightLoss& loss) const {
  const auto found = std::ranges::find(references_, loss.reference);
  return found == references_.end() ? std::string{} : mark(static_cast<std::size_t>(found - references_.begin()));
}

nlohmann::json ReferenceNotes::rows(const Catalogue& catalogue) const {
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t i = 0; i < references_.size(); ++i)
    rows.push_back(
        {{"mark", mark(i)}, {"text", catalogue.sentence(references_[i])}, {"more", i + 1 < references_.size()}});
  return rows;
}

} // namespace spondyl::report

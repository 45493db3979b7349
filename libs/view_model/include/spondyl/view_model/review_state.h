#pragma once
// The state of one reviewed series and the reader's commands on it, as values.

#include <array>
#include <memory>
#include <optional>
#include <spondyl/model/findings.h>
#include <spondyl/model/radiograph.h>
#include <spondyl/model/volume.h>
#include <spondyl/radiograph/calibrate.h>
#include <spondyl/view_model/tools.h>
#include <string>
#include <variant>
#include <vector>

namespace spondyl::view_model {

/// Names a vertebra for the life of a document, whatever its ordinal or level becomes.
using VertebraKey = int;
/// 0..5 in the order of kLandmarkMembers.
using LandmarkIndex = int;

/// What the reader did to one vertebra, beside its finding.
struct VertebraReview {
  VertebraKey key = 0;
  bool accepted = false;
  std::array<bool, 6> moved_points{}; ///< landmarks a reader placed, in the order of kLandmarkMembers
  bool level_set = false;             ///< the reader named or shifted it
  /// Value of this body in ReviewState::labels, whatever it is called now; 0 = not in it.
  int label = 0;
  bool status_set = false;          ///< the reader declared it not assessable
  bool added = false;               ///< seeded or drawn by the reader
  std::optional<Landmarks> found{}; ///< as the run that drew the body's outline placed them
  /// Whether a height's value rests on a landmark of the reader's.
  [[nodiscard]] bool height_edited(HeightName height) const;
  /// Whether a re-run must not silently replace it: moved, named, declared, drawn by hand or accepted.
  [[nodiscard]] bool touched() const;
  friend bool operator==(const VertebraReview&, const VertebraReview&) = default;
};

/// A vertebra the reader removed; a re-run must not bring it back without asking.
struct DeletedVertebra {
  VertebraKey key = 0;
  VertebraFinding finding;
  friend bool operator==(const DeletedVertebra&, const DeletedVertebra&) = default;
};

/// All that undo goes back over. `vertebrae` and `reviews` run in parallel, cranial to caudal.
struct ReviewState {
  std::vector<VertebraFinding> vertebrae;
  std::vector<VertebraReview> reviews;
  Numbering numbering;
  std::vector<DeletedVertebra> deleted;
  std::vector<ToolMeasurement> tools;
  std::shared_ptr<const LabelMap> labels;                   ///< outlines of the automatic run; may be null
  std::optional<radiograph::FilmCalibration> calibration{}; ///< the reader's, of a film, since it was opened
  std::optional<PixelScale> scale{};                        ///< in place of the film's own: calibrated, now or before
  VertebraKey next_key = 1;
  int next_tool = 1;

  [[nodiscard]] std::optional<std::size_t> index_of(VertebraKey key) const;
  [[nodiscard]] const ToolMeasurement* tool(const std::string& id) const;
  friend bool operator==(const ReviewState&, const ReviewState&) = default;
};

struct MoveLandmark {
  VertebraKey vertebra = 0;
  LandmarkIndex landmark = 0;
  ImagePoint to;
};
/// A seeded or hand-drawn body, sorted in by its position. The document gives it a key; origin is taken from the
/// finding (`seeded`, or `edited` for six points drawn by hand).
struct AddVertebra {
  VertebraFinding vertebra;
  bool hand_drawn = false;
};
struct DeleteVertebra {
  VertebraKey vertebra = 0;
};
struct MarkNotAssessable {
  VertebraKey vertebra = 0;
  std::string reason; ///< must not be empty
};
/// Takes a MarkNotAssessable back; needs landmarks.
struct MarkAssessable {
  VertebraKey vertebra = 0;
};
/// Names one vertebra and leaves the others; no level = "number not known".
struct Relabel {
  VertebraKey vertebra = 0;
  std::optional<VertebraLevel> level;
};
/// Names one vertebra and counts the others from it, as `--level` does.
struct CountLevelsFrom {
  VertebraKey vertebra = 0;
  std::optional<VertebraLevel> level; ///< must be set
};
/// Every level, or where it is not known its guess, moves by `steps` (+1: L1 becomes L2).
struct ShiftLevels {
  int steps = 0;
};
struct AcceptVertebra {
  VertebraKey vertebra = 0;
  bool accepted = true;
};
struct AcceptAll {};
/// Adds a tool measurement, or replaces the one of the same id.
struct SetTool {
  ToolMeasurement tool;
};
struct RemoveTool {
  std::string id;
};
/// A new automatic run takes the place of the automatic values. Vertebrae the reader touched or deleted stay so unless
/// named here.
struct ReplaceByRerun {
  std::vector<VertebraFinding> vertebrae;
  Numbering numbering;
  std::shared_ptr<const LabelMap> labels;
  std::vector<VertebraKey> give_up; ///< touched or deleted vertebrae whose edit the reader agreed to lose
};

/// Gives a film its millimetres.
struct CalibrateFilm {
  radiograph::FilmCalibration calibration;
};

using Edit =
    std::variant<MoveLandmark, AddVertebra, DeleteVertebra, MarkNotAssessable, MarkAssessable, Relabel, CountLevelsFrom,
                 ShiftLevels, AcceptVertebra, AcceptAll, SetTool, RemoveTool, ReplaceByRerun, CalibrateFilm>;
/// A name for menus: "Move landmark", "Shift levels" ...
[[nodiscard]] std::string describe(const Edit& edit);

} // namespace spondyl::view_model

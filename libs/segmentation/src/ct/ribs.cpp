#include "ribs.h"

#include "../common/upper_median.h"

#include <algorithm>
#include <cmath>

namespace spondyl::segmentation::ct {

namespace {

constexpr std::int16_t kBone = 200;  // HU, mean over a cell: above enhanced liver and spleen
constexpr double kPastBody = 4.0;    // mm beside the body where the tracing starts: past the facet joints
constexpr double kRoot = 8.0;        // mm: the first stretch, which tells the level
constexpr double kRibBeyond = 30.0;  // mm past the body's side; transverse processes of T12 and L1 end before it
constexpr double kShortest = 4.0;    // mm a lumbar transverse process reaches at least beyond the start
constexpr double kLongest = 20.0;    // mm past the body's side: the longest process taken for one at T12 and L1
constexpr double kSoftTissue = 12.0; // mm of image needed beyond a process to know that it ends
constexpr double kFarthest = 66.0;   // mm from the midline: enough to know a rib
constexpr double kBehind = 45.0, kInFront = 30.0; // mm from the canal
constexpr int kThickestRib = 110; // cells of 2 mm cut by a sagittal plane: 440 squared mm, more is an organ

struct Piece {
  std::vector<double> root_frames; ///< frames of the curve beside which its first stretch lies
  double reach = 0.0;              ///< mm from the canal's midline
  bool cut = false;                ///< borders on no data
  std::vector<int> cross_sections; ///< cells per sagittal plane, by the grid's column
};

/// Grows pieces of bone in the grid on one side of the column.
class Tracing {
public:
  Tracing(const FindingGrid& grid, const SpineCurve& curve, const BodyAxis& axis, double side)
      : grid_(grid), curve_(curve), axis_(axis), side_(side),
        seen_(static_cast<std::size_t>(grid.nx) * static_cast<std::size_t>(grid.ny) *
              static_cast<std::size_t>(grid.nz)) {
    find_frames();
  }

  std::vector<Piece> run() {
    std::vector<Piece> pieces;
    for (int z = 0; z < grid_.nz; ++z)
      for (int y = 0; y < grid_.ny; ++y)
        for (int x = 0; x < grid_.nx; ++x)
          if (is_free_bone(x, y, z) && beyond_start(x, y, z) < kRoot)
            pieces.push_back(grow({x, y, z}));
    return pieces;
  }
  /// Whether the image goes on beside a frame beyond `far` mm from the midline, where a rib would run.
  [[nodiscard]] bool in_view(int s, double far) const {
    const BodyFrame& f = curve_[s];
    for (const double behind : {0.0, 15.0})
      for (const double down : {0.0, 15.0})
        if (!grid_.has_data(f.centre + f.left * (side_ * far) - f.anterior * behind - f.superior * down))
          return false;
    return true;
  }
  [[nodiscard]] double start(int s) const { return axis_[s].radius * kLateralRatio + kPastBody; }

private:
  struct Cell {
    int x, y, z;
  };

  /// The frame of the curve that crosses each layer of the grid.
  void find_frames() {
    frame_.assign(static_cast<std::size_t>(grid_.nz), -1);
    for (int z = 0; z < grid_.nz; ++z) {
      double least = 2.0 * FindingGrid::kSpacing;
      for (int s = 0; s < curve_.size(); ++s)
        if (const double d = std::abs(curve_[s].centre.z - grid_.to_patient(0, 0, z).z); d < least) {
          least = d;
          frame_[static_cast<std::size_t>(z)] = s;
        }
    }
  }
  [[nodiscard]] int frame(int z) const { return frame_[static_cast<std::size_t>(z)]; }
  [[nodiscard]] double lateral(int x, int z) const {
    return side_ * (grid_.to_patient(x, 0, z).x - curve_[frame(z)].centre.x);
  }
  [[nodiscard]] double beyond_start(int x, int, int z) const { return lateral(x, z) - start(frame(z)); }
  [[nodiscard]] bool is_free_bone(int x, int y, int z) const {
    const std::size_t at = grid_.offset(x, y, z);
    if (grid_.hounsfield[at] < kBone || seen_[at] || frame(z) < 0)
      return false;
    const double behind = grid_.to_patient(x, y, z).y - curve_[frame(z)].centre.y;
    return behind < kBehind && behind > -kInFront && beyond_start(x, y, z) >= 0.0 && lateral(x, z) < kFarthest;
  }
  void note(Piece& piece, Cell c) {
    const PatientPoint p = grid_.to_patient(c.x, c.y, c.z);
    piece.reach = std::max(piece.reach, lateral(c.x, c.z));
    ++piece.cross_sections[static_cast<std::size_t>(c.x)];
    if (beyond_start(c.x, c.y, c.z) < kRoot)
      piece.root_frames.push_back(curve_.nearest(p));
    piece.cut = piece.cut || !grid_.has_data({p.x + side_ * 2.0 * FindingGrid::kSpacing, p.y, p.z});
  }
  Piece grow(Cell first) {
    Piece piece;
    piece.cross_sections.assign(static_cast<std::size_t>(grid_.nx), 0);
    std::vector<Cell> front{first};
    seen_[grid_.offset(first.x, first.y, first.z)] = true;
    while (!front.empty()) {
      const Cell c = front.back();
      front.pop_back();
      note(piece, c);
      for (const Cell d : {Cell{-1, 0, 0}, {1, 0, 0}, {0, -1, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 1}}) {
        const Cell n{c.x + d.x, c.y + d.y, c.z + d.z};
        if (n.x < 0 || n.y < 0 || n.z < 0 || n.x >= grid_.nx || n.y >= grid_.ny || n.z >= grid_.nz ||
            !is_free_bone(n.x, n.y, n.z))
          continue;
        seen_[grid_.offset(n.x, n.y, n.z)] = true;
        front.push_back(n);
      }
    }
    return piece;
  }

  const FindingGrid& grid_;
  const SpineCurve& curve_;
  const BodyAxis& axis_;
  double side_;
  std::vector<bool> seen_;
  std::vector<int> frame_;
};

/// The body beside which a frame lies, for ribs: they join at the disc above their body or at its upper half.
std::optional<std::size_t> body_beside(const std::vector<DiscPlane>& discs, double s) {
  constexpr double kAbove = 0.35; // of the distance between discs
  for (std::size_t i = 0; i + 1 < discs.size(); ++i) {
    const double shift = kAbove * (discs[i + 1].s - discs[i].s);
    if (s >= discs[i].s - shift && s < discs[i + 1].s - shift)
      return i;
  }
  return std::nullopt;
}

Rib judge_piece(const Piece& piece, const Tracing& tracing, int frame) {
  const auto [top, bottom] = std::minmax_element(piece.root_frames.begin(), piece.root_frames.end());
  constexpr double kOneLevel = 32.0; // mm along the spine: taller roots belong to two levels or to an organ
  const bool organ = *std::max_element(piece.cross_sections.begin(), piece.cross_sections.end()) > kThickestRib;
  if (*bottom - *top > kOneLevel || organ)
    return Rib::unknown;
  const double start = tracing.start(frame), side_of_body = start - kPastBody;
  if (piece.reach >= side_of_body + kRibBeyond)
    return Rib::present;
  if (piece.cut || piece.reach < start + kShortest || piece.reach > side_of_body + kLongest ||
      !tracing.in_view(frame, piece.reach + kSoftTissue))
    return Rib::unknown;
  return Rib::absent;
}

} // namespace

std::vector<RibSides> find_ribs(const FindingGrid& grid, const SpineCurve& curve, const BodyAxis& axis,
                                const std::vector<DiscPlane>& discs) {
  std::vector<RibSides> ribs(discs.empty() ? 0 : discs.size() - 1, RibSides{Rib::unknown, Rib::unknown});
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    Tracing tracing(grid, curve, axis, side == 0 ? -1.0 : 1.0);
    std::vector<double> farthest(ribs.size(), 0.0);
    for (const Piece& piece : tracing.run()) {
      const double s = upper_median(piece.root_frames);
      const std::optional<std::size_t> body = body_beside(discs, s);
      if (!body || piece.reach <= farthest[*body]) // splinters beside the process tell nothing
        continue;
      farthest[*body] = piece.reach;
      ribs[*body][side] = judge_piece(piece, tracing, static_cast<int>(s));
    }
  }
  return ribs;
}

std::optional<LastRib> last_rib(const std::vector<RibSides>& ribs) {
  const auto count = [&](std::size_t i, Rib what) { return std::count(ribs[i].begin(), ribs[i].end(), what); };
  std::size_t last = ribs.size();
  for (std::size_t i = 0; i < ribs.size(); ++i)
    if (count(i, Rib::present) > 0)
      last = i;
  if (last + 1 >= ribs.size())
    return std::nullopt;
  constexpr std::size_t kRow = 5; // further up small splinters beside the narrow bodies pass for processes
  for (std::size_t i = last >= kRow ? last - kRow : 0; i <= last; ++i) // a gap in the row: something else was traced
    if (count(i, Rib::absent) > 0)
      return std::nullopt;
  int ends = 0;
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}})
    ends += ribs[last][side] == Rib::present && ribs[last + 1][side] == Rib::absent ? 1 : 0;
  if (ends == 0)
    return std::nullopt;
  // One person in twenty has no twelfth ribs or a thirteenth pair, more have it on one side only.
  double confidence = ends == 2 ? 0.88 : 0.82;
  const bool row = last > 0 && count(last - 1, Rib::present) > 0;
  const bool free_below = last + 2 < ribs.size() && count(last + 2, Rib::absent) > 0;
  confidence += 0.02 * (row ? 1.0 : -4.0) + (free_below ? 0.02 : 0.0);
  return LastRib{last, confidence};
}

} // namespace spondyl::segmentation::ct

#pragma once
// Pages to file: Markdown in, PDF out. Reports write Markdown through their templates; this lays it out.

#include <map>
#include <spondyl/base/result.h>
#include <spondyl/drawing/picture.h>
#include <spondyl/model/findings.h>
#include <string>
#include <variant>

namespace spondyl::drawing {

/// The spine as a column of its measured shapes, coloured by grade: every body in its own proportions, those not
/// assessable crossed out.
struct LevelDiagram {
  std::vector<VertebraFinding> vertebrae; ///< cranial to caudal
};

/// What ![text](NAME "WIDTH%") shows. WIDTH is a share of the text's width; images of one paragraph stand side by side.
using Figure = std::variant<Picture, LevelDiagram>;

struct PageStyle {
  std::string title;      ///< of the document's properties
  std::string footer;     ///< on every page, left: "Research use only - not for diagnosis"
  std::string page_label; ///< on every page, right: "Page {page} of {pages}"
  std::string created;    ///< ISO 8601, of the document's properties; empty = not stated
};

/// A4 portrait PDF of CommonMark with pipe tables: headings of three sizes, paragraphs, lists, tables with aligned
/// columns, strong and emphasised text, images. Table heads repeat on the next page; raw HTML is printed as text.
/// Errors: `invalid_argument` for an image of a name that `figures` lacks, `internal`.
[[nodiscard]] Result<std::string> render_pdf(const std::string& markdown, const std::map<std::string, Figure>& figures,
                                             const PageStyle& style);

/// The diagram as a picture, for pages that are no PDF. `scale` is pixels per point.
[[nodiscard]] Picture render_level_diagram(const LevelDiagram& diagram, double scale = 2.0);

} // namespace spondyl::drawing

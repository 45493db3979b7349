#include "markdown.h"

#include <cstdio>
#include <sstream>

namespace spondyl::accuracy {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string count(const Json& value) {
  return std::to_string(value.get<std::size_t>());
}

std::string percent(const Json& share) {
  return share.is_null() ? "-" : number(100.0 * share.get<double>(), 0) + " %";
}

std::string pair(const Json& errors) {
  return number(errors.at("mae")) + " / " + number(errors.at("p95"));
}

std::string three(const Json& by_height, int decimals = 2) {
  return number(by_height.at("anterior"), decimals) + " / " + number(by_height.at("middle"), decimals) + " / " +
         number(by_height.at("posterior"), decimals);
}

std::string sets_table(const Json& rows) {
  Rows cells;
  for (const Json& r : rows)
    cells.push_back({r.at("set"), count(r.at("exams")) + " / " + count(r.at("persons")),
                     count(r.at("found")) + "/" + count(r.at("bodies")), count(r.at("false")), pair(r.at("raw")),
                     pair(r.at("after_offset")), pair(r.at("left_out")), three(r.at("bias")), number(r.at("dice"), 3)});
  return table({"set", "exams / persons", "found", "false", "MAE / p95 raw", "after offset", "leave one person out",
                "bias Ha / Hm / Hp", "Dice"},
               cells);
}

std::string levels_table(const Json& rows) {
  Rows cells;
  for (const Json& r : rows)
    cells.push_back(
        {r.at("set"), count(r.at("level_right")), count(r.at("level_wrong")), count(r.at("level_unstated"))});
  return table({"set", "level right", "wrong", "not stated"}, cells);
}

std::string by_level_table(const Json& rows) {
  Rows cells;
  for (const Json& r : rows)
    cells.push_back({r.at("modality"), r.at("level"), count(r.at("found")) + "/" + count(r.at("bodies")),
                     pair(r.at("after_offset")), three(r.at("mae_by_height"))});
  return table({"modality", "level", "found", "MAE / p95 after offset", "MAE Ha / Hm / Hp"}, cells);
}

std::string share_words(const Json& share) {
  return percent(share.at("share")) + " (" + percent(share.at("low")) + " to " + percent(share.at("high")) + ")";
}

std::string calibration_table(const Json& rows) {
  Rows cells;
  for (const Json& r : rows)
    for (const auto& [key, words] : {std::pair{"stated", "as stated"}, std::pair{"fitted", "refitted, same data"},
                                     std::pair{"left_out", "refitted, person left out"}})
      if (r.contains(key))
        cells.push_back({r.at("modality"), count(r.at("heights")) + " / " + count(r.at("persons")), words,
                         share_words(r.at(key).at("within_one")), share_words(r.at(key).at("within_two"))});
  return table(
      {"modality", "heights / persons", "uncertainty", "within 1 sigma (right: 68 %)", "within 2 sigma (right: 95 %)"},
      cells);
}

std::string confidence_table(const Json& figures) {
  Rows cells;
  for (const Json& bin : figures.at("bins"))
    cells.push_back({number(bin.at("from"), 1) + " to " + number(bin.at("to"), 1), count(bin.at("n")),
                     number(bin.at("mean_worst_error")), count(bin.at("wrong"))});
  return table({"confidence", "bodies", "mean of the worst height's error (mm)", "wrong"}, cells);
}

std::string healthy_lines(const Json& rows) {
  std::string lines;
  for (const Json& row : rows)
    lines += "- " + row.at("modality").get<std::string>() + ": " + words_of(row.at("flagged")) + "\n";
  return lines;
}

std::string pairs_table(const Json& rows) {
  Rows cells;
  std::size_t person = 0;
  for (const Json& row : rows) {
    ++person;
    for (const char* kind : {"measured", "read"})
      cells.push_back({std::to_string(person), kind, count(row.at(kind).at("n")), number(row.at(kind).at("raw")),
                       number(row.at(kind).at("after_offset")), number(row.at(kind).at("greatest_after_offset")),
                       three(row.at(kind).at("offsets"))});
  }
  return table({"person", "", "heights", "mean difference raw", "after offset", "greatest after offset",
                "offset Ha / Hm / Hp (CT - MR)"},
               cells);
}

std::string fracture_table(const Json& groups) {
  Rows cells;
  for (const Json& g : groups)
    cells.push_back(
        {g.at("shape"), percent(g.at("loss")), number(g.at("true_grade"), 1), count(g.at("n")), count(g.at("measured")),
         count(g.at("not_assessable")), count(g.at("dropped")), words_of(g.at("grade_1")), words_of(g.at("grade_2")),
         number(g.at("stated_loss").at("mean_absolute"), 1), number(g.at("loss_against_self").at("mean_absolute"), 1)});
  return table({"shape", "loss", "grade made", "n", "measured", "not assessable", "dropped silently",
                "stated grade >= 1", "stated grade >= 2", "stated loss off by (points)",
                "loss against the unbroken scan off by (points)"},
               cells);
}

std::string fracture_section(const Json& rows) {
  std::string text;
  for (const Json& row : rows) {
    const Json& moderate = row.at("moderate_and_severe");
    text += "**" + row.at("modality").get<std::string>() + "**, " + count(row.at("runs")) +
            " fractures. Of those of grade 2 and 3 (loss 25 % and more), stated as grade >= 1: " +
            words_of(moderate.at("grade_1")) + "; as grade >= 2: " + words_of(moderate.at("grade_2")) +
            "; shown as not assessable " + count(moderate.at("not_assessable")) + ", dropped silently " +
            count(moderate.at("dropped")) +
            ". Stated loss within 5 points: " + words_of(moderate.at("stated_loss").at("within_five")) +
            "; against the same scan unbroken: " + words_of(moderate.at("loss_against_self").at("within_five")) +
            ". Unbroken bodies of the same scans given grade >= 1: " + words_of(row.at("others_flagged")) + ".\n\n" +
            fracture_table(row.at("groups")) + "\n";
  }
  return text;
}

std::string ablation_table(const Json& rows) {
  Rows cells;
  for (const Json& r : rows)
    cells.push_back({r.at("modality"), r.at("without"), r.at("purpose"),
                     count(r.at("found")) + "/" + count(r.at("bodies")), count(r.at("false")),
                     count(r.at("level_wrong")), number(r.at("mae")), number(r.at("p95"))});
  return table({"modality", "without", "what for", "found", "false", "levels wrong", "MAE after offset", "p95"}, cells);
}

std::string timing_table(const Json& rows) {
  const auto cell = [](const Json& stage) {
    return number(stage.at("median")) + " (" + number(stage.at("greatest")) + ")";
  };
  Rows cells;
  for (const Json& r : rows)
    cells.push_back({r.at("modality"), count(r.at("exams")), cell(r.at("scan")), cell(r.at("load")),
                     cell(r.at("segment")), cell(r.at("assess")), cell(r.at("all"))});
  return table({"modality", "exams", "find files", "load", "segment", "assess", "all"}, cells);
}

/// A headed section, when its figures are there.
template <typename Write>
std::string section(const Json& figures, const char* key, const std::string& heading, const Write& write) {
  if (!figures.contains(key) || figures.at(key).empty())
    return {};
  return heading + "\n\n" + write(figures.at(key)) + "\n";
}

std::string scans(const Json& f) {
  std::ostringstream text;
  text << "## Real scans\n\n";
  if (!f.contains("errors")) {
    text << "The folder of real scans with reference landmarks was absent: nothing to report here.\n\n";
    return text.str();
  }
  text
      << "Development scans: sagittal lumbar MR (T1 and T2, 2 and 4 mm slices) with manual masks, one T2 and two CTs "
         "read by eye, one CT with an expert mask. The sets draw the border of a body differently, so errors are given "
         "raw and after one constant offset per set and height (sets of three cases or more); \"leave one person "
         "out\" takes that offset from the other persons. mm throughout; MAE over the three heights.\n\n"
      << sets_table(f.at("errors")) << '\n'
      << levels_table(f.at("errors")) << '\n'
      << section(f, "levels", "### By level", by_level_table)
      << section(f, "calibration",
                 "### Does the stated uncertainty mean anything?\n\nErrors after the set's offset, the reference's own "
                 "error added in quadrature; 95 % intervals by bootstrap over persons.\n\n"
                 "![Calibration](images/calibration.svg)",
                 calibration_table);
  text << section(f, "confidence", "### Does the confidence mean anything?", [](const Json& c) {
    return "Wrong: a false body, or any height off by more than " + number(c.at("wrong_beyond_mm"), 0) +
           " mm after the offset. Shown as measured though wrong: " + count(c.at("wrong_shown")) + " of " +
           count(c.at("bodies")) + "; with a confidence of " + number(c.at("good_from"), 1) +
           " or more: " + count(c.at("wrong_called_good")) + ".\n\n" + confidence_table(c);
  });
  text << section(f, "healthy", "### Healthy bodies given a grade of 1 or more", healthy_lines)
       << section(f, "ct_against_mr", "### CT against MR of the same person (mm)", pairs_table)
       << section(f, "fractures",
                  "### Fractures made in real scans\n\nHealthy scans, one body broken by `spondyl-warp-fracture`. 25 % "
                  "and 40 % lie exactly on a limit of the grades.",
                  fracture_section)
       << section(f, "ablation", "### What each step buys", ablation_table)
       << section(f, "timing", "### Time (s, median and greatest, both cores)", timing_table);
  return text.str();
}

std::string phantoms(const Json& p) {
  return "## Phantoms\n\nBuilt in code, so these figures can be had without any scan: `./dev accuracy`. Varied: slice "
         "thickness, noise, lean, contrast.\n\n" +
         sets_table(p.at("errors")) + "\n" + levels_table(p.at("errors")) + "\n" +
         section(p, "calibration", "### Uncertainty on phantoms", calibration_table) +
         section(p, "healthy", "### Intact phantom bodies given a grade of 1 or more", healthy_lines) +
         section(p, "fractures", "### Phantom fractures", fracture_section);
}

} // namespace

std::string number(const Json& value, int decimals) {
  if (value.is_null())
    return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, value.get<double>());
  return text;
}

std::string words_of(const Json& p) {
  if (p.at("n").get<std::size_t>() == 0)
    return "-";
  return count(p.at("count")) + "/" + count(p.at("n")) + " (" + percent(p.at("share")) + ", " + percent(p.at("low")) +
         " to " + percent(p.at("high")) + ")";
}

std::string table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
  std::string text = "|", rule = "|";
  for (const std::string& cell : head) {
    text += " " + cell + " |";
    rule += "---|";
  }
  text += "\n" + rule + "\n";
  for (const auto& row : rows) {
    text += "|";
    for (const std::string& cell : row)
      text += " " + cell + " |";
    text += "\n";
  }
  return text;
}

std::string accuracy_markdown(const Json& figures) {
  std::string text =
      "# Accuracy\n\nWritten by `./dev accuracy DATA`; do not edit. Research use only. Intervals are 95 %.\n\n";
  text += scans(figures);
  if (figures.contains("phantoms"))
    text += phantoms(figures.at("phantoms"));
  text += "\n## What is not known\n\n" + figures.value("not_known", std::string("Nothing was stated.\n"));
  return text;
}

} // namespace spondyl::accuracy

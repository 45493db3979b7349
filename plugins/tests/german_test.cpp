// What measurement says in English must have its German: the sentences in the sources are compared with texts/de.json.

#include "example_report.h"

#include <gmock/gmock.h>
#include <regex>
#include <spondyl/base/read_text.h>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/report/catalogue.h>

namespace spondyl::plugins {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
  return read_text(file).value_or("");
}

const std::string& german_texts() {
  static const std::string text = read(fs::path(SPONDYL_PLUGIN_FOLDER) / "texts/de.json");
  return text;
}

report::Catalogue german() {
  return report::Catalogue::parse(read(fs::path(SPONDYL_PLUGIN_FOLDER) / "texts/en.json"), german_texts()).value();
}

/// Words that no German sentence has.
bool sounds_english(const std::string& text) {
  static const std::regex words(R"(\b(the|of|is|are|and|with|from|not|were|between|body|bodies|height|level)\b)",
                                std::regex::icase);
  return std::regex_search(text, words);
}

std::string without_comments(const std::string& source) {
  return std::regex_replace(source, std::regex(R"(//[^\n]*)"), "");
}

struct Literal {
  std::string text, statement; ///< the statement up to the literal
};

/// String literals, adjacent ones joined, with the beginning of the statement they stand in.
std::vector<Literal> literals_of(const std::string& source) {
  static const std::regex literal(R"re(("([^"\\\n]|\\.)*"\s*)+)re"), part(R"re("(([^"\\\n]|\\.)*)")re");
  std::vector<Literal> found;
  for (std::sregex_iterator match(source.begin(), source.end(), literal), end; match != end; ++match) {
    const auto at = static_cast<std::size_t>(match->position());
    const std::size_t begin = source.find_last_of(";{}", at);
    Literal one{"",
                source.substr(begin == std::string::npos ? 0 : begin, at - (begin == std::string::npos ? 0 : begin))};
    const std::string joined = match->str();
    for (std::sregex_iterator piece(joined.begin(), joined.end(), part); piece != end; ++piece)
      one.text += (*piece)[1].str();
    found.push_back(std::move(one));
  }
  return found;
}

/// The longest run of text between the marks of printf.
std::string longest_piece(const std::string& text) {
  static const std::regex mark(R"(%[0-9.]*(zu|[dfs%]))");
  std::string longest;
  for (std::sregex_token_iterator piece(text.begin(), text.end(), mark, -1), end; piece != end; ++piece)
    if (piece->length() > static_cast<std::ptrdiff_t>(longest.size()))
      longest = piece->str();
  const std::size_t first = longest.find_first_not_of(' '), last = longest.find_last_not_of(' ');
  return first == std::string::npos ? std::string{} : longest.substr(first, last + 1 - first);
}

bool is_prose(const std::string& text) {
  static const std::regex two_words(R"([A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,})");
  return text.find(' ') != std::string::npos && std::regex_search(text, two_words);
}

/// Files that put sentences into findings, and the statements in them that do not.
struct Source {
  const char* file;
  const char* only = ""; ///< a statement without this says something to the program's user, not in the findings
};

constexpr const char* kElsewhere[] = {"failure(",    "progress.report(", ".report(0",     "static_assert",
                                      "refuse(what", "skippable_steps",  "return {{\"ct."};

void expect_german(const Source& source) {
  const fs::path file = fs::path(SPONDYL_LIBRARIES) / source.file;
  const std::string text = without_comments(read(file));
  const report::Catalogue catalogue = german();
  ASSERT_FALSE(text.empty()) << file;
  for (const Literal& literal : literals_of(text)) {
    const auto says = [&](const char* word) { return literal.statement.find(word) != std::string::npos; };
    if (!is_prose(literal.text) || std::ranges::any_of(kElsewhere, says) || !says(source.only))
      continue;
    const bool known = german_texts().find(longest_piece(literal.text)) != std::string::npos;
    EXPECT_TRUE(known || catalogue.knows_sentence(literal.text))
        << source.file << " says \"" << literal.text << "\", which texts/de.json does not translate";
  }
}

TEST(German, KnowsEverySentenceThatMeasurementWrites) {
  const Source sources[] = {{"morphometry/src/alternatives.cpp"},
                            {"morphometry/src/assess.cpp"},
                            {"morphometry/src/attenuation.cpp"},
                            {"morphometry/src/height_loss.cpp"},
                            {"morphometry/src/measure.cpp"},
                            {"morphometry/src/slab.cpp"},
                            {"comparison/src/compare.cpp"},
                            {"comparison/src/change_of_body.cpp"},
                            {"segmentation/src/ct/assemble.cpp"},
                            {"segmentation/src/ct/quality.cpp"},
                            {"segmentation/src/mr/quality.cpp"},
                            {"segmentation/src/mr/spine_assembly.cpp"},
                            {"segmentation/src/mr/segment_mr.cpp", "warnings"},
                            {"radiograph/src/measure_film.cpp"},
                            {"pipeline/src/from_film.cpp"},
                            {"pipeline/src/from_segmentation.cpp"},
                            {"pipeline/src/numbering.cpp"},
                            {"pipeline/src/review.cpp", "warnings"},
                            {"dicom/src/judge_stack.cpp", "warn("},
                            {"dicom/src/judge_series.cpp", "add_warning("},
                            {"dicom/src/load_volume.cpp", "warnings"},
                            {"dicom/src/load_radiograph.cpp", "warnings"}};
  for (const Source& source : sources)
    expect_german(source);
}

TEST(German, TranslatesSentencesAsTheyArePutTogether) {
  const report::Catalogue catalogue = german();
  for (const char* sentence :
       {"The loss of height is borderline: grade 1 or more has a probability of 32 %.",
        "An endplate has a focal depression: the middle height is 19.5 with the depression bridged and 17.0 at its "
        "floor.",
        "3 adjacent thoracic bodies are wedged by more than 5 degrees (this one 6.1): Scheuermann's disease looks like "
        "this.",
        "A mild wedge beside a disc of 60 % of this spine's usual height index: degenerative wedging looks like this.",
        "The anterior height is 23 % below the posterior one, of which 12 % are the normal shape of this level.",
        "The posterior height varies by 3.2 mm between neighbouring planes.",
        "Voxels are 3.0 mm long in the direction of the heights.",
        "The tube voltage is 100 kVp; the thresholds hold at 120 kVp.",
        "The outline should be checked: its height does not agree with its neighbours: a fracture, or a part of a disc "
        "taken in.",
        "The outline of the body is doubtful: no outline could be traced.",
        "The counts from the sacrum and from the lowest ribs contradict each other: 6 bodies without ribs lie above "
        "the "
        "sacrum instead of five.",
        "The reader named L3; the others are counted from it. By this count the last body above the sacrum is L4: "
        "check the number.",
        "2 slice(s) missing (1 after slice 7, 1 after slice 20; spacing 4.00 mm); only the longest run of 30 of 52 "
        "slices without a gap is used",
        "the gantry was tilted: slices are sheared by 12.5 degrees; the volume is resampled onto an upright grid",
        "slice spacing varies 2.90-3.10 mm; 3.00 mm is used throughout",
        "the images were compressed with loss (ratio 10.5)",
        "4 duplicate file(s) with the SOP Instance UID of another were left out",
        "normal shape of L1 (Bonczar, pooled)",
        "unfractured neighbours T12 and L2, level-adjusted (Duman 2026 (women))",
        "shape of the unfractured neighbour L4, not level-adjusted",
        "unfractured neighbours L1 and L3, level-adjusted (Panjabi 1991, Duman 2026; Gilad 1985; CT series for L5 "
        "(men))",
        "raw = 1 - Ha/Hp; adjusted = 1 - (Ha/Hp)/0.92",
        "T4 superior endplate",
        "The anterior height lost 24.8 %; minimal detectable change 6.1 %.",
        "Measurement error hides changes of the posterior height below 31.0 %.",
        "These studies seem to be of different persons: patient id, birth date differ.",
        "Not assessable in the prior study: The body is cut by the edge of the image.",
        "kyphoplasty is marked at this level between the studies.",
        "The image shows that L1 of the prior study is T12 of the current one: the numbering slipped. Vertebrae are "
        "compared by image."}) {
    EXPECT_TRUE(catalogue.knows_sentence(sentence)) << sentence;
    EXPECT_FALSE(sounds_english(catalogue.sentence(sentence))) << catalogue.sentence(sentence);
  }
  EXPECT_EQ(catalogue.sentence("shape of the unfractured neighbours T12 and L2, level-adjusted"),
            "Form der nicht frakturierten Nachbarn T12 und L2, auf den Wirbel umgerechnet");
  EXPECT_EQ(catalogue.sentence("raw = 1 - Ha/Hp; adjusted = 1 - (Ha/Hp)/0.92"),
            "roh = 1 - Ha/Hp; angepasst = 1 - (Ha/Hp)/0,92");
}

TEST(German, LeavesAReadersOwnWordsAlone) {
  EXPECT_EQ(german().sentence("Seen on the film of 2019."), "Seen on the film of 2019.");
}

TEST(German, ScanSeesASentenceWithoutATranslation) {
  const auto literals = literals_of("body.warnings.push_back(\"A sentence \"\n  \"of two parts.\");");
  ASSERT_EQ(literals.size(), 1U);
  EXPECT_EQ(literals[0].text, "A sentence of two parts.");
  EXPECT_TRUE(is_prose(literals[0].text));
  EXPECT_EQ(german_texts().find(literals[0].text), std::string::npos);
  EXPECT_TRUE(sounds_english(literals[0].text));
}

} // namespace
} // namespace spondyl::plugins

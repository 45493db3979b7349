#include <gtest/gtest.h>
#include <spondyl/report/catalogue.h>

namespace spondyl::report {
namespace {

Catalogue german() {
  return Catalogue::parse("{}", R"({"decimal_sign": ",", "sentences": {
    "Slices are {1} mm apart.": "Schichtabstand {1} mm.",
    "The outline is doubtful: {1}.": "Der Umriss ist zweifelhaft: {1}.",
    "it is faint": "er ist schwach",
    "{1} of {2} slices": "von {2} Schichten {1}",
    "neighbours {1}": "Nachbarn {1}",
    "neighbours {1}, adjusted": "umgerechnete Nachbarn {1}",
    "{1} and {2}": "{1} und {2}",
    "Cut.": "Abgeschnitten."}})")
      .value();
}

TEST(Sentences, KeepWhatTheyAreAboutAndItsDecimalSign) {
  EXPECT_EQ(german().sentence("Slices are 3.5 mm apart."), "Schichtabstand 3,5 mm.");
  EXPECT_EQ(german().sentence("Cut."), "Abgeschnitten.");
}

TEST(Sentences, TranslateWhatTheyTakeIn) {
  EXPECT_EQ(german().sentence("The outline is doubtful: it is faint."), "Der Umriss ist zweifelhaft: er ist schwach.");
  EXPECT_EQ(german().sentence("neighbours T12 and L2"), "Nachbarn T12 und L2");
}

TEST(Sentences, TakeTheMostParticularPattern) {
  EXPECT_EQ(german().sentence("neighbours T12, adjusted"), "umgerechnete Nachbarn T12");
}

TEST(Sentences, MayPutWhatTheyTakeInIntoAnotherOrder) {
  EXPECT_EQ(german().sentence("3 of 40 slices"), "von 40 Schichten 3");
}

TEST(Sentences, AreTranslatedOneByOne) {
  EXPECT_EQ(german().sentence("Cut. Slices are 2 mm apart."), "Abgeschnitten. Schichtabstand 2 mm.");
}

TEST(Sentences, OfAReaderStayAsTheyAre) {
  for (const char* own : {"Seen by me and by you.", "Cut off", "", "1.2.826.0.1", "and"}) {
    EXPECT_EQ(german().sentence(own), own);
    EXPECT_FALSE(german().knows_sentence(own)) << own;
  }
}

TEST(Sentences, LeaveUidsAlone) {
  EXPECT_EQ(german().sentence("The outline is doubtful: 1.2.826.0."), "Der Umriss ist zweifelhaft: 1.2.826.0.");
}

TEST(Sentences, InEnglishAreThemselves) {
  EXPECT_EQ(Catalogue::parse("{}").value().sentence("Slices are 3.5 mm apart."), "Slices are 3.5 mm apart.");
}

} // namespace
} // namespace spondyl::report

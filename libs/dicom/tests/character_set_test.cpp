#include <spondyl/dicom_file/character_set.h>

#include "test_images.h"

namespace spondyl::dicom {
namespace {

using namespace test;

struct Encoded {
  const char* character_set;
  const char* bytes;
  const char* utf8;
};

class EveryCharacterSet : public testing::TestWithParam<Encoded> {};

// Names from the examples of PS3.5 annexes H, I, J, K and from PS3.3 C.12.1.1.2.
TEST_P(EveryCharacterSet, BecomesUtf8) {
  EXPECT_EQ(to_utf8(GetParam().bytes, GetParam().character_set, true), GetParam().utf8);
}

TEST_P(EveryCharacterSet, ReachesTheScan) {
  const TemporaryFolder folder;
  write(make_volume(), folder.path(), {}, [](DcmDataset& data, int) {
    data.putAndInsertString(DCM_SpecificCharacterSet, GetParam().character_set);
    data.putAndInsertString(DCM_PatientName, GetParam().bytes);
  });
  EXPECT_EQ(scan_one(folder.path()).patient.name, GetParam().utf8);
}

INSTANTIATE_TEST_SUITE_P(
    Examples, EveryCharacterSet,
    testing::Values(Encoded{"ISO_IR 100", "Buc^J\xe9r\xf4me", "Buc^Jérôme"},
                    Encoded{"ISO_IR 192", "Wang^小東", "Wang^小東"},
                    Encoded{"ISO_IR 144", "\xbb\xee\xda\x63\x65\xdc\xd1\x79\x70\xd3",
                            "Люкceм"
                            "\xd0\xb1ypг"},
                    Encoded{"ISO_IR 126", "\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2", "Διονυσιος"},
                    Encoded{"\\ISO 2022 IR 87",
                            "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
                            "Yamada^Tarou=山田^太郎=やまだ^たろう"},
                    Encoded{"\\ISO 2022 IR 149", "Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7",
                            "Hong^Gildong=洪^吉洞"},
                    Encoded{"GB18030", "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab", "Wang^XiaoDong=王^小东"}));

TEST(CharacterSet, HalfWidthKatakanaAndRomanLetters) {
  EXPECT_EQ(to_utf8("\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J", "ISO 2022 IR 13\\ISO 2022 IR 87",
                    true),
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
}

TEST(CharacterSet, UndeclaredBytesAreUtf8OrLatin1) {
  EXPECT_EQ(to_utf8("M\xc3\xbcller", ""), "Müller");
  EXPECT_EQ(to_utf8("M\xfcller", ""), "Müller");
}

TEST(CharacterSet, WhatCannotBeConvertedIsMarkedAndStaysValid) {
  for (const char* set : {"ISO_IR 192", "NO SUCH SET", "\\ISO 2022 IR 87"}) {
    const std::string text = to_utf8("A\xff\xfe\x1b$B\xff", set);
    EXPECT_TRUE(is_valid_utf8(text)) << set;
    EXPECT_EQ(text[0], 'A');
  }
}

TEST(CharacterSet, RecognisesInvalidUtf8) {
  EXPECT_TRUE(is_valid_utf8("aé小\xf0\x9f\xa6\xb4"));
  for (const char* bad : {"\xc3", "\xc0\x80", "\xe5\xb0", "\x80", "\xf8\x88\x80\x80\x80"})
    EXPECT_FALSE(is_valid_utf8(bad));
}

} // namespace
} // namespace spondyl::dicom

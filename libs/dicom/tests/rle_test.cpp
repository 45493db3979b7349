#include "rle.h"

#include <gtest/gtest.h>

namespace spondyl::dicom {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes rle_stream(const std::vector<Bytes>& segments) {
  Bytes stream(64, 0);
  stream[0] = static_cast<std::uint8_t>(segments.size());
  for (std::size_t i = 0; i < segments.size(); ++i) {
    stream[4 * (i + 1)] = static_cast<std::uint8_t>(stream.size());
    stream.insert(stream.end(), segments[i].begin(), segments[i].end());
  }
  return stream;
}

TEST(Rle, LiteralsRunsAndNoOperation) {
  Bytes cells(6);
  ASSERT_TRUE(decode_rle(rle_stream({{0x80, 0x01, 7, 8, 0xFD, 9}}), 1, cells));
  EXPECT_EQ(cells, (Bytes{7, 8, 9, 9, 9, 9}));
}

TEST(Rle, TheFirstPlaneIsTheMostSignificant) {
  Bytes cells(4);
  ASSERT_TRUE(decode_rle(rle_stream({{0x01, 0x12, 0x34}, {0x01, 0x56, 0x78}}), 2, cells));
  EXPECT_EQ(cells, (Bytes{0x56, 0x12, 0x78, 0x34}));
}

TEST(Rle, DamagedStreamsAreErrors) {
  Bytes cells(6);
  EXPECT_FALSE(decode_rle({}, 1, cells));
  EXPECT_FALSE(decode_rle(Bytes(63), 1, cells));
  EXPECT_FALSE(decode_rle(Bytes(64), 1, cells)) << "no segments";
  EXPECT_FALSE(decode_rle(rle_stream({{0xFD, 9}}), 1, cells)) << "too few values";
  EXPECT_FALSE(decode_rle(rle_stream({{0x7F, 1, 2}}), 1, cells)) << "a literal longer than the stream";
  EXPECT_FALSE(decode_rle(rle_stream({{0xFD}}), 1, cells)) << "a run without its value";
  EXPECT_FALSE(decode_rle(rle_stream({{0xFB, 9}}), 2, cells)) << "one plane where two are named";
  Bytes far = rle_stream({{0xFB, 9}});
  far[4] = far[5] = far[6] = far[7] = 0xFF;
  EXPECT_FALSE(decode_rle(far, 1, cells)) << "an offset behind the end";
}

TEST(Rle, SurplusValuesAreIgnored) {
  Bytes cells(2);
  ASSERT_TRUE(decode_rle(rle_stream({{0x81, 5}}), 1, cells));
  EXPECT_EQ(cells, (Bytes{5, 5}));
}

} // namespace
} // namespace spondyl::dicom

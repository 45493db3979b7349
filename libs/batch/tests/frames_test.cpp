#include "frames.h"

#include <array>
#include <gtest/gtest.h>
#include <unistd.h>

namespace spondyl::batch {
namespace {

using Json = nlohmann::json;

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  ~Pipe() {
    ::close(ends[0]);
    close_writer();
  }
  void close_writer() {
    if (ends[1] >= 0)
      ::close(ends[1]);
    ends[1] = -1;
  }
  std::array<int, 2> ends{};
};

TEST(Frames, CarryNamesOfAnyBytes) {
  Pipe pipe;
  const Json message = {{"files", {std::string("caf\xe9\xff\n"), "b"}}};
  ASSERT_TRUE(write_frame(pipe.ends[1], message));
  ASSERT_TRUE(write_frame(pipe.ends[1], {{"second", 2}}));
  FrameReader reader;
  EXPECT_EQ(reader.wait(pipe.ends[0]), message);
  EXPECT_EQ(reader.wait(pipe.ends[0]), Json({{"second", 2}})) << "read ahead with the first, and not lost";
}

TEST(Frames, EndWithTheOtherSide) {
  Pipe pipe;
  FrameReader reader;
  ASSERT_EQ(::write(pipe.ends[1], "\x05\0\0\0ab", 6), 6); // cut off
  pipe.close_writer();
  EXPECT_EQ(reader.wait(pipe.ends[0]), std::nullopt);
}

TEST(Frames, SayThatAMessageIsNone) {
  Pipe pipe;
  FrameReader reader;
  ASSERT_EQ(::write(pipe.ends[1], "\x02\0\0\0\xff\xff", 6), 6);
  EXPECT_EQ(reader.wait(pipe.ends[0]), std::nullopt);
  EXPECT_TRUE(reader.broken());
}

} // namespace
} // namespace spondyl::batch

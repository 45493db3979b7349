#include <filesystem>
#include <iostream>
#include <spondyl/demo/demo_study.h>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: spondyl-demo-study FOLDER\n";
    return 2;
  }
  std::error_code error;
  std::filesystem::create_directories(argv[1], error);
  const auto written = spondyl::demo::write_demo_study(argv[1]);
  if (!written) {
    std::cerr << "spondyl-demo-study: " << written.error().text() << '\n';
    return 1;
  }
  std::cout << "A phantom CT of T11 to L5 with a wedged L1 is in " << argv[1] << '\n';
  return 0;
}

# Warnings and instrumentation shared by every target of the project.
add_library(spondyl_compile_options INTERFACE)
target_compile_options(spondyl_compile_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
  $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)
if(NOT SPONDYL_FUZZ) # the fuzzers are built by clang, whose opinions differ
  target_compile_options(spondyl_compile_options INTERFACE -Werror)
endif()
# gcc 12 at -O3 reports an overlap inside std::string operator+ that is not there (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(spondyl_compile_options INTERFACE -Wno-restrict)
endif()
if(SPONDYL_SANITIZE)
  # gcc 12 sees uninitialised members of std::optional<std::variant> in instrumented code only (its manual warns of it).
  target_compile_options(spondyl_compile_options INTERFACE -Wno-maybe-uninitialized)
  target_compile_options(spondyl_compile_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(spondyl_compile_options INTERFACE -fsanitize=address,undefined)
endif()
if(SPONDYL_COVERAGE)
  target_compile_options(spondyl_compile_options INTERFACE --coverage)
  target_link_options(spondyl_compile_options INTERFACE --coverage)
endif()

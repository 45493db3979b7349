# spondyl_add_plugin(NAME SOURCES ... MANIFEST file [LINKS targets...] [OUTPUT folder])
# A shared object NAME.so with nothing visible but the entry, and its manifest NAME.plugin.json beside it.
function(spondyl_add_plugin name)
  cmake_parse_arguments(ARG "" "MANIFEST;OUTPUT" "SOURCES;LINKS" ${ARGN})
  if(NOT ARG_OUTPUT)
    set(ARG_OUTPUT ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  add_library(${name} MODULE ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" LIBRARY_OUTPUT_DIRECTORY ${ARG_OUTPUT}
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_link_libraries(${name} PRIVATE Spondyl::PluginSdk ${ARG_LINKS})
  # Symbols of the static libraries inside stay inside, so that two plugins never see each other's.
  target_link_options(${name} PRIVATE LINKER:--exclude-libs,ALL LINKER:--no-undefined)
  configure_file(${ARG_MANIFEST} ${ARG_OUTPUT}/${name}.plugin.json COPYONLY)
endfunction()

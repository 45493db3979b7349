# Installs what was built, and uses the installed program, plugins and SDK, as a site would. BUILD is the build folder.
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix
  RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "cannot install:\n${output}")
endif()
set(SPONDYL ${WORK}/prefix/bin/spondyl)
execute_process(COMMAND ${CMAKE_COMMAND} -E env XDG_STATE_HOME=${WORK}/state
  ${SPONDYL} report ${FINDINGS} --format csv,html,pdf,fhir,json --language de -o ${WORK}/written
  RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "the installed program does not write reports:\n${output}")
endif()
file(GLOB_RECURSE SDK ${WORK}/prefix/SpondylPluginSdkConfig.cmake)
get_filename_component(SDK ${SDK} DIRECTORY)
set(WORK ${WORK}/example)
include(${CMAKE_CURRENT_LIST_DIR}/build_example.cmake)

# Installs the SDK of BUILD into FOLDER and builds the plugin NAME of SOURCE against it, as a
# developer outside of the project does; then looks at what it exports, and that a project which
# needs another version of the SDK is told so. Files of a template have @NAME@ for the name.
file(REMOVE_RECURSE ${FOLDER})
file(GLOB_RECURSE files RELATIVE ${SOURCE} ${SOURCE}/*)
foreach(file IN LISTS files)
  configure_file(${SOURCE}/${file} ${FOLDER}/source/${file} @ONLY)
endforeach()
set(common -G Ninja -DCMAKE_PREFIX_PATH=${FOLDER}/prefix -DCMAKE_CXX_COMPILER=${COMPILER}
           -DCMAKE_C_COMPILER=${C_COMPILER})
foreach(
  step
  "--install;${BUILD};--component;sdk;--prefix;${FOLDER}/prefix"
  "-S;${FOLDER}/source;-B;${FOLDER}/build;${common}"
  "--build;${FOLDER}/build"
  "-DNM=${NM};-DLIBRARY=${FOLDER}/build/plugins/${NAME}/${NAME}.so;-P;${CMAKE_CURRENT_LIST_DIR}/sole_export.cmake"
  "--install;${FOLDER}/build;--prefix;${FOLDER}/prefix")
  execute_process(COMMAND ${CMAKE_COMMAND} ${step} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endforeach()
if(NOT EXISTS ${FOLDER}/prefix/lib/assay/plugins/${NAME}/${NAME}.so)
  message(FATAL_ERROR "the plugin was not installed where the program looks for plugins")
endif()

file(WRITE ${FOLDER}/later/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)
project(later LANGUAGES CXX)
find_package(AssaySDK 2 REQUIRED)
")
execute_process(
  COMMAND ${CMAKE_COMMAND} -S ${FOLDER}/later -B ${FOLDER}/later/build ${common}
  OUTPUT_QUIET
  ERROR_VARIABLE words
  RESULT_VARIABLE result)
if(result EQUAL 0 OR NOT words MATCHES "AssaySDK")
  message(FATAL_ERROR "a project that needs AssaySDK 2 was not refused:\n${words}")
endif()

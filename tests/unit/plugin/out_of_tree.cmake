# Installs the SDK of BUILD into FOLDER and builds the plugin of SOURCE against it, as a developer
# outside of the project does; then looks at what it exports.
file(REMOVE_RECURSE ${FOLDER})
foreach(step
        "--install;${BUILD};--component;sdk;--prefix;${FOLDER}/prefix"
        "-S;${SOURCE};-B;${FOLDER}/build;-G;Ninja;-DCMAKE_PREFIX_PATH=${FOLDER}/prefix;-DCMAKE_CXX_COMPILER=${COMPILER}"
        "--build;${FOLDER}/build"
        "-DNM=${NM};-DLIBRARY=${FOLDER}/build/plugins/halves/halves.so;-P;${CMAKE_CURRENT_LIST_DIR}/sole_export.cmake"
        "--install;${FOLDER}/build;--prefix;${FOLDER}/prefix")
  execute_process(COMMAND ${CMAKE_COMMAND} ${step} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endforeach()
if(NOT EXISTS ${FOLDER}/prefix/lib/assay/plugins/halves/halves.so)
  message(FATAL_ERROR "the plugin was not installed where the program looks for plugins")
endif()

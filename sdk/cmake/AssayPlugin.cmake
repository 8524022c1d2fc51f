# assay_add_plugin(NAME name SOURCES file… [DATA file…] [LINKS target…])
#
# Builds the plugin `name` as plugins/<name>/<name>.so in the build folder, installed to
# lib/assay/plugins/<name>/. It exports its entry symbol only. DATA files are compiled in; the code,
# which must be C++ then, reads them by name (assay/sdk/data.hpp). The target is
# assay_plugin_<name>.
function(assay_add_plugin)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DATA;LINKS" ${ARGN})
  if(NOT ARG_NAME OR NOT ARG_SOURCES OR ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "assay_add_plugin: give NAME and SOURCES; unknown: "
                        "${ARG_UNPARSED_ARGUMENTS}")
  endif()
  set(cmake_folder ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  set(target assay_plugin_${ARG_NAME})

  set(embedded)
  set(cxx_sources ${ARG_SOURCES})
  list(FILTER cxx_sources EXCLUDE REGEX "\\.c$")
  if(cxx_sources)
    set(data_files)
    foreach(file IN LISTS ARG_DATA)
      cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
      list(APPEND data_files ${file})
    endforeach()
    set(embedded ${CMAKE_CURRENT_BINARY_DIR}/${ARG_NAME}_data.cpp)
    add_custom_command(
      OUTPUT ${embedded}
      COMMAND ${CMAKE_COMMAND} -D OUTPUT=${embedded} -D "FILES=${data_files}" -P
              ${cmake_folder}/AssayEmbedData.cmake
      DEPENDS ${data_files} ${cmake_folder}/AssayEmbedData.cmake
      COMMENT "Embedding the data of plugin ${ARG_NAME}"
      VERBATIM)
  elseif(ARG_DATA)
    message(FATAL_ERROR "assay_add_plugin: DATA needs a source in C++ that reads it")
  endif()

  add_library(${target} MODULE ${ARG_SOURCES} ${embedded})
  target_link_libraries(${target} PRIVATE assay::sdk ${ARG_LINKS})
  set_target_properties(
    ${target}
    PROPERTIES PREFIX ""
               OUTPUT_NAME ${ARG_NAME}
               LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins/${ARG_NAME}
               C_VISIBILITY_PRESET hidden
               CXX_VISIBILITY_PRESET hidden
               VISIBILITY_INLINES_HIDDEN ON
               LINK_DEPENDS ${cmake_folder}/plugin.map)
  # Templates of the standard library are visible whatever the preset says: the map hides them.
  target_link_options(${target} PRIVATE LINKER:--version-script=${cmake_folder}/plugin.map
                      LINKER:-z,relro LINKER:-z,now)
  install(
    TARGETS ${target}
    DESTINATION lib/assay/plugins/${ARG_NAME}
    COMPONENT plugins)
endfunction()

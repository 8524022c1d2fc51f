# Fails unless the dynamic symbols that LIBRARY defines are assay_plugin_entry alone.
execute_process(COMMAND ${NM} -D --defined-only --format=posix ${LIBRARY} OUTPUT_VARIABLE symbols
                                                                          COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+" lines "${symbols}")
list(LENGTH lines count)
if(NOT count EQUAL 1 OR NOT symbols MATCHES "^assay_plugin_entry T ")
  message(FATAL_ERROR "exports more or less than assay_plugin_entry:\n${symbols}")
endif()

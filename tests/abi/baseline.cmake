# Compares the types of the ABI with plugin.abi, as abidiff of libabigail sees them. With UPDATE the
# baseline is written anew.
file(MAKE_DIRECTORY ${FOLDER})
set(probe ${FOLDER}/probe.so)
execute_process(
  COMMAND ${COMPILER} -std=c11 -g -O0 -fPIC -shared -ffile-prefix-map=${SOURCE}=. -I${INCLUDE} -o
          ${probe} ${SOURCE}/probe.c COMMAND_ERROR_IS_FATAL ANY)
set(baseline ${SOURCE}/plugin.abi)
if(UPDATE)
  execute_process(
    COMMAND ${ABIDW} --no-corpus-path --no-comp-dir-path --no-show-locs --out-file ${baseline}
            ${probe} COMMAND_ERROR_IS_FATAL ANY)
  return()
endif()
# Not only what would break a caller: any difference.
execute_process(
  COMMAND ${ABIDIFF} --harmless --no-show-locs ${baseline} ${probe}
  OUTPUT_VARIABLE difference
  ERROR_VARIABLE difference
  RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(
    FATAL_ERROR
      "${difference}\nThe types of ABI 1 have changed. Until the first tagged release that is "
      "allowed with a decision record in docs/decisions; write the baseline anew then:\n"
      "  ninja -C BUILD assay_abi_baseline\nAfter it, nothing may change but additions at the tail "
      "of structs, with ASSAY_PLUGIN_ABI_CURRENT raised.")
endif()

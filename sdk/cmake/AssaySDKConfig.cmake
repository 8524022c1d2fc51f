include(${CMAKE_CURRENT_LIST_DIR}/AssaySDKTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/AssayPlugin.cmake)

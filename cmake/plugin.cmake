# weir_plugin(name SOURCES a.c b.c LIBS x): one folder becomes build/plugins/<name>.so.
function(weir_plugin name)
  cmake_parse_arguments(P "" "" "SOURCES;LIBS" ${ARGN})
  add_library(plugin_${name} MODULE ${P_SOURCES})
  set_target_properties(plugin_${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name}
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins INSTALL_RPATH "$ORIGIN/../..")
  target_link_libraries(plugin_${name} PRIVATE libweir ${P_LIBS})
  if(NOT WEIR_SANITIZE)
    target_link_options(plugin_${name} PRIVATE -Wl,-z,defs)
  endif()
  weir_whole(plugin_${name})
  install(TARGETS plugin_${name} LIBRARY DESTINATION lib/weir/plugins)
endfunction()

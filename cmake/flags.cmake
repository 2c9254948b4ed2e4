# The flags of every target: C11 with GNU attributes, warnings, hardening in release, sanitizers.
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_C_FLAGS_RELEASE "-O2 -g -DNDEBUG")
set(CMAKE_C_FLAGS_DEBUG "-O0 -g")

add_compile_definitions(_GNU_SOURCE)
add_compile_options(
  -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla
  -Wformat=2 -Wwrite-strings -Wpointer-arith -Wundef -Wswitch -Wimplicit-fallthrough -fno-common)
if(WEIR_WERROR)
  add_compile_options(-Werror)
endif()
include(CheckCCompilerFlag)
if(WEIR_SANITIZE)
  add_compile_options(-fsanitize=${WEIR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WEIR_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection)
  add_link_options(-Wl,-z,relro,-z,now)
  # gcc clears and copies a struct by "rep stos" and "rep movs", whose start takes longer than all of
  # the work; a third more records a second without
  set(strings -mmemset-strategy=unrolled_loop:256:noalign,libcall:-1:noalign
      -mmemcpy-strategy=unrolled_loop:256:noalign,libcall:-1:noalign)
  list(JOIN strings " " strings_text)
  check_c_compiler_flag("${strings_text}" WEIR_HAS_STRINGS)
  if(WEIR_HAS_STRINGS)
    add_compile_options(${strings})
  endif()
endif()

# weir_whole(target...): in release the files of what a record passes through are compiled as one,
# a fifth of the time a record takes, and with -O3, which is a sixteenth.
include(CheckIPOSupported)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT WEIR_SANITIZE)
  check_ipo_supported(RESULT weir_has_ipo OUTPUT weir_why_no_ipo LANGUAGES C)
endif()
function(weir_whole)
  if(weir_has_ipo)
    set_target_properties(${ARGN} PROPERTIES INTERPROCEDURAL_OPTIMIZATION_RELEASE ON)
    foreach(target ${ARGN})
      target_compile_options(${target} PRIVATE -O3)
    endforeach()
  endif()
endfunction()

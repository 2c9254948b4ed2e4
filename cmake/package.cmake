# `cpack -G DEB` in the build folder makes the Debian package; its dependencies are what the binaries
# link, found by dpkg-shlibdeps.
set(CPACK_PACKAGE_NAME weir)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The Weir developers <weir@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Kafka Connect worker in C, with Debezium's connectors")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_BINARY_DIR})
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libcurl4, ca-certificates, tzdata") # libcurl is opened at first use
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/configs/packaging/conffiles)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
install(FILES configs/packaging/weir.service DESTINATION lib/systemd/system COMPONENT package EXCLUDE_FROM_ALL)
install(FILES configs/packaging/worker.properties DESTINATION /etc/weir COMPONENT package EXCLUDE_FROM_ALL
  PERMISSIONS OWNER_READ OWNER_WRITE) # the place for rest.password; systemd hands it to the service
set(CPACK_COMPONENTS_ALL Unspecified package)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
include(CPack)

# A Debian package of what is installed: `cpack -G DEB` in the build folder of the release preset.
set(CPACK_PACKAGE_NAME otabench)
set(CPACK_PACKAGE_VENDOR "The otabench developers")
set(CPACK_PACKAGE_CONTACT "The otabench developers <otabench@otabench.org>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "update benches of ESP32 boards over HTTPS")
set(CPACK_PACKAGE_HOMEPAGE_URL "https://otabench.org")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION electronics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "ser2net, postgresql-client")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"otabench updates a bench of ESP32-family boards at once: it makes the
certificates that boards accept, serves the image from this computer,
tells each board over its serial port to fetch it, and follows every
board's log.
.
A board counts as updated only when it has restarted and shown that it
runs the new image. What fails is shown with the reason and what to do
about it.
.
The package has the desktop program, the command line otabench-cli, and
virtual boards to try both without hardware.")

# Debian's policy wants both of these, the changelog compressed.
set(documents ${CMAKE_CURRENT_BINARY_DIR}/documents)
install(FILES packaging/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/otabench)
find_program(GZIP_PROGRAM gzip)
if(GZIP_PROGRAM)
    set(changelog ${CMAKE_CURRENT_SOURCE_DIR}/packaging/changelog)
    file(MAKE_DIRECTORY ${documents})
    add_custom_command(OUTPUT ${documents}/changelog.gz
        COMMAND ${CMAKE_COMMAND} -E copy ${changelog} ${documents}/changelog
        COMMAND ${GZIP_PROGRAM} -9nf ${documents}/changelog
        DEPENDS ${changelog} COMMENT "Changelog of the package" VERBATIM)
    add_custom_target(package_documents ALL DEPENDS ${documents}/changelog.gz)
    install(FILES ${documents}/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/otabench)
endif()

# Debian's zsh looks elsewhere than zsh's own prefix.
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/packaging/debian_folders.cmake)
include(CPack)

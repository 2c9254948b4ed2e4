# Debian packages: what the build links, what the tests run with.
BUILD_PACKAGES = build-essential cmake ninja-build pkg-config libmicrohttpd-dev libgnutls28-dev \
  librdkafka-dev liblmdb-dev libyaml-dev libpcre2-dev libcurl4-openssl-dev libssl-dev \
  libmariadb-dev zlib1g-dev libzstd-dev libpq-dev tzdata
# What the servers that unpack_servers.sh fetches are linked with.
SERVER_LIBRARIES = libicu72 libldap-2.5-0 libxml2 libxslt1.1 libpam0g liblz4-1 libsystemd0 \
  libgssapi-krb5-2 libc-ares2 libevent-2.1-7 libreadline8
DEMO_PACKAGES = curl jq mariadb-server-core mariadb-client-core libaio1 libnuma1 bsdextrautils \
  $(SERVER_LIBRARIES)
TEST_PACKAGES = clang libclang-rt-14-dev libcmocka-dev python3 python3-venv maven \
  openjdk-17-jdk-headless kcat openssl debootstrap valgrind \
  $(DEMO_PACKAGES)
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)

INSTALL = $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends

.PHONY: deps deps-up build install clean

deps: ## install the Debian packages that build and tests need
	$(SUDO) apt-get update -q
	$(INSTALL) $(BUILD_PACKAGES) $(TEST_PACKAGES)
	makefiles/unpack_servers.sh

# Nothing is asked of the archive when all is there.
deps-up:
	@dpkg-query -W $(BUILD_PACKAGES) $(DEMO_PACKAGES) >/dev/null 2>&1 || { \
	  $(SUDO) apt-get update -q && $(INSTALL) $(BUILD_PACKAGES) $(DEMO_PACKAGES); }
	@makefiles/unpack_servers.sh

build: ## build/weir, build/libweir.so.1 and build/plugins/
	cmake --preset release >/dev/null
	cmake --build build

install: build ## into DESTDIR and PREFIX (default /usr/local)
	cmake --install build --prefix "$(or $(PREFIX),/usr/local)"

clean: ## remove what was built
	rm -rf build

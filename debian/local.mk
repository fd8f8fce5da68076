# Packages for Debian 12 and what lintian says of them, in build/deb:
#
#   make deb-check          DEB_BUILD_OPTIONS=nocheck leaves the tests out
EXTRA_DIST += debian/changelog debian/control debian/copyright debian/rules \
	debian/kzsearch.docs debian/kzsearch.examples debian/kzsearch.install \
	debian/libkzsearch1.install debian/libkzsearch1.symbols \
	debian/libkzsearch-dev.docs debian/libkzsearch-dev.examples \
	debian/libkzsearch-dev.install debian/python3-kzsearch.docs \
	debian/python3-kzsearch.install debian/source/format debian/source/lintian-overrides \
	debian/source/options debian/tests/control debian/tests/examples
deb-check: distdir
	rm -rf deb && $(MKDIR_P) deb && mv $(distdir) deb/
	cd deb/$(distdir) && dpkg-buildpackage -us -uc
	cd deb && lintian --fail-on error,warning *.changes
.PHONY: deb-check

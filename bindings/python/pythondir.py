# SPDX-License-Identifier: GPL-2.0-or-later
"""pythondir.py PREFIX: where, below the prefix, this Python looks for packages; for configure.

automake's own choice, PREFIX/lib/pythonX.Y/site-packages, is where Debian's never looks.
"""

import os
import re
import sys

prefix = os.path.normpath(sys.argv[1])
packages = re.compile(r"/lib(32|64)?/python[0-9.]*/(site|dist)-packages")
below = [path[len(prefix) :] for path in sys.path if path.startswith(prefix + "/")]
below = [path for path in below if packages.fullmatch(path)]
print("${prefix}" + (below or ["/lib/python%d.%d/site-packages" % sys.version_info[:2]])[0])

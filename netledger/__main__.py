"""`python -m netledger`."""

import os
import sys

# Python puts the folder that it is started in first on its path. A journal's folder must never be a place to import
# from: the plugins that a journal names are looked for among installed packages alone.
if not sys.flags.safe_path and sys.path and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109 - as Python writes it
    del sys.path[0]

from netledger.cli.main import main

if __name__ == "__main__":
    sys.exit(main())

"""`python -m netledger`."""

import sys

from netledger.cli.main import main

if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench`: see README.md."""

import sys

from bench.command import main

sys.exit(main(sys.argv[1:]))

"""python -m msgtune_gui.cli"""

import sys

from msgtune_gui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())

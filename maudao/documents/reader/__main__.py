"""Lets the reader be run as `python -m maudao.documents.reader`."""

import sys

from maudao.documents.reader.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

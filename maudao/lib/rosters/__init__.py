"""Lists of people in workbooks, as units and receiving centres send them: pure Python, text in, lines out."""

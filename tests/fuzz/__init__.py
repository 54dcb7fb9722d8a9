"""Long runs of chance against the reading of exports; each module is a program."""

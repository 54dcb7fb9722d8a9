"""Background work for the window: tasks and the runner that owns every QThread."""

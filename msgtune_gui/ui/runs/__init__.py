"""Everything about a person's trainings as a whole: those under way, their list, and what can be done with each."""

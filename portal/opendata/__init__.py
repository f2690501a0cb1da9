"""Open data in and out: the tables that cities publish, read as they really are.

Lives here: bytes → text → records → table → rows of our own fields, each step in its own module; profiles as data.
Never here: rules about facilities or events themselves (their floor's services), nor anything about HTTP.
A reader never guesses: what is not certain stays as the text that the city published, with a warning.
"""

"""汐見市, a small city that does not exist, to show the portal with.

The words stand in TOML files; the modules beside them hand these words to the very services that people's forms call.
Every step looks first whether its record is there: making the city again changes nothing.
"""

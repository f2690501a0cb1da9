"""Calendars and feeds: any question, one event, one of its dates, one group.

``entries`` says the rows, ``atom`` writes feeds (events/ical/writer.py the calendars), ``views`` answers.
"""

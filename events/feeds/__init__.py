"""Calendars and feeds: any question, one event, one of its dates, one group.

``entries`` says the rows, ``atom`` writes feeds (organizations/ical.py the calendars), ``views`` answers.
"""

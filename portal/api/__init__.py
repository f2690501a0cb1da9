"""The public read API: what visitors may see anyway, as JSON for other programs.

``bodies`` says what is given, ``rows`` fetches it, ``views`` answers, ``description`` writes the OpenAPI document.
"""

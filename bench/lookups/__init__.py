"""Typing an address, beside a geocoder and a spatial database: what is asked, who answers, how long it took."""

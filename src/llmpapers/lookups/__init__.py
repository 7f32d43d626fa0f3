"""Asking services on the network about papers; nothing else of the program needs the network."""

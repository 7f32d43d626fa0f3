"""Services on this machine in place of those on the network."""

from fake_services import client, recorded, services, time

__all__ = ["client", "recorded", "services", "time"]

"""Several calls at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading

from django.db import connections


def at_once(calls):
    """What each call returned or raised, in the order in which they ended. For tests that really commit."""
    barrier, results = threading.Barrier(len(calls)), []

    def run(call):
        try:
            barrier.wait(10)
            results.append(call())
        except Exception as error:  # noqa: BLE001 - whatever it is, the test wants to see it
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results

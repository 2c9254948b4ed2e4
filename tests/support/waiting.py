"""Waiting for a condition, never for a time."""
import time

_BUSY = 3  # a machine on which suites run side by side takes so many times as long


def until(condition, seconds, what):
    """Calls condition until it returns something true, and returns that. The seconds are ample on a
    machine of one's own. Past the deadline it fails with what was waited for and what the condition
    said last (an exception counts as false)."""
    deadline = time.monotonic() + seconds * _BUSY
    pause = 0.005
    while True:
        try:
            last = condition()
            if last:
                return last
        except (OSError, AssertionError, LookupError) as failure:
            last = failure
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds * _BUSY} s for {what}; at last: {last!r}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)

"""The contract: one list of REST requests (scenes.py), recorded from the real worker, replayed on
ours."""

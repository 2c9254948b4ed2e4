"""The rig: a Kafka broker, the Java Connect worker and our own worker as child processes on free
loopback ports, and an HTTP client that sends exactly what it is told. Tests get them as fixtures
(tests/conftest.py), a person or a Makefile by `PYTHONPATH=tests python -m support`."""

"""Parity: the real worker and ours on the same files, topics and clients."""

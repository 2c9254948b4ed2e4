"""How it grows: one file a curve, as the scenarios, with AXIS, what is more from point to point.
The cases are the points."""

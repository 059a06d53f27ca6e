"""Korean text primitives: pure functions of the standard library, one linguistic idea a module."""

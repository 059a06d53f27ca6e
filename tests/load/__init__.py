"""How many replies a second the bot gives over loopback, beside a bare echo bot of the same library."""

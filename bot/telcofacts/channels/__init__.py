"""Where people talk to it: the terminal and Telegram."""

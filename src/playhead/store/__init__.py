"""Where finished views and their timelines rest; `interface` says what a store must do."""

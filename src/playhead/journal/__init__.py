"""Where accepted beacons rest until they are sessionized; see `interface` for the contract."""

"""The station: `hygie airlock serve`. The airlock's pages only: no base, no account, no session."""

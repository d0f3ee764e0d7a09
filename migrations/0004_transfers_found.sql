-- Whoever deletes an entry asks whether another names it as its half of a transfer. Without an index that
-- is a look at every entry for every entry: taking back an import of ten thousand took six seconds, and
-- ten times as many would have taken ten minutes. Few entries are halves of transfers.
create index entries_by_transfer on entries (transfer_of) where transfer_of is not null;

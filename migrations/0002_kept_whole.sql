-- Less work for an import and for a report: what is only ever read whole is kept whole, not row by row.
--
-- Why these shapes:
-- * A row's identity had a unique index of its own: random keys, the dearest part of an import, and a
--   second copy of what stands in the row. It is now kept once for each import as one list, which the
--   next import reads whole where the days overlap. That no identity stands twice is checked in the
--   transaction that adds rows, and by `verify`.
-- * `entries_by_day` named the id that SQLite appends to every index anyway, and so kept it twice.

create table rows_without_index (
    entry_id integer not null references entries (id) on delete cascade deferrable initially deferred,
    identity integer not null,
    import_id integer not null references imports (id) deferrable initially deferred,
    line integer not null,
    raw text not null,
    primary key (entry_id, identity)
) strict, without rowid;

insert into rows_without_index (entry_id, identity, import_id, line, raw)
select entry_id, identity, import_id, line, raw from statement_rows order by entry_id, identity;

drop table statement_rows;
alter table rows_without_index rename to statement_rows;

drop index entries_by_day;
create index entries_by_day on entries (day);

-- The days of the rows that an import took in, whatever becomes of its entries; null where it was made
-- before this was kept, and then every file looks into its list.
alter table imports add column first_day integer;
alter table imports add column last_day integer;

-- Derived: the identities of an import's rows, eight bytes each, the highest first.
create table known_rows (
    import_id integer primary key references imports (id) on delete cascade deferrable initially deferred,
    identities blob not null check (length(identities) % 8 = 0)
) strict;

insert into known_rows (import_id, identities)
select import_id, unhex(group_concat(printf('%016x', identity), '')) from statement_rows group by import_id;

-- Derived: what each payee took in a month, all payees of a month packed into one row, because a report
-- reads whole months. `payee_months.rs` says how they are packed.
drop table payee_months;

create table payee_months (
    currency text not null,
    month integer not null,
    payees blob not null,
    primary key (currency, month)
) strict;

-- A row here says that the kept totals do not hold, because a migration changed their shape: whoever
-- opens the file next rebuilds them and takes the row out.
create table totals_to_rebuild (
    since_schema integer primary key
) strict;

insert into totals_to_rebuild (since_schema) select 2 where exists (select 1 from entries);

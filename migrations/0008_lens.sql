-- The small-money lens: what the days hold beside their sums, and what the person decides there.
--
-- Why these shapes:
-- * Which hours, categories and fees a day had is kept as one packed row a day, like the payees of a month:
--   a report reads a stretch of days in order, however many entries they have.
-- * The purchases of a day stand packed beside it, some six bytes each. They answer what no sum can: any
--   other limit, what a person's usual size is, which merchant is a habit, what comes again and again.
-- * What the person decides (the limit, what counts as essential, subscriptions, allowances, habits) are
--   choices: one JSON text each, undone and redone like every other.
-- * When a typed entry was written stands with it, because the history forgets its oldest changes.
-- * A payment in another currency keeps how much it was there beside what was charged: a sentence in a note
--   can be read, not compared with the day's rate. It is part of its entry, so the history keeps it with it.

-- Derived: `totals/details.rs` says how the columns are packed.
create table day_details (
    currency text not null,
    day integer not null,
    hours blob not null,
    categories blob not null,
    fees blob not null,
    primary key (currency, day)
) strict;

create table day_purchases (
    currency text not null,
    day integer not null,
    purchases blob not null,
    primary key (currency, day)
) strict;

create table originals (
    entry_id integer not null primary key
        references entries (id) on delete cascade deferrable initially deferred,
    minor integer not null check (minor between 1 and 1000000000000000),
    currency text not null check (length(currency) between 2 and 8)
) strict, without rowid;

insert or ignore into totals_to_rebuild (since_schema) select 8 where exists (select 1 from entries);

create table choices_new (
    id integer primary key,
    kind text not null
        check (kind in ('mapping', 'rule', 'template', 'not_a_pair', 'watched_folder', 'saving_rule',
                        'saving_pause', 'left_out', 'list_price', 'goal', 'destination', 'sweep', 'wish',
                        'programme', 'purchase_detail', 'receivable', 'receipt', 'points_move', 'gift_card',
                        'lens', 'series', 'allowance', 'limit', 'tariff', 'habit', 'challenge', 'insight',
                        'game', 'review')),
    key text not null check (length(key) between 1 and 20000),
    position integer not null default 0,
    value text not null check (json_valid(value)),
    unique (kind, key)
) strict;
insert into choices_new select * from choices;
drop table choices;
alter table choices_new rename to choices;

-- Seconds since 1970 on the clock of the person, who types a day and a time without a zone; null for what
-- came from a file, and for what was typed before this was kept.
alter table entries add column entered integer;

-- What comes in is little beside what is spent: incomes and cashback are found without reading the rest.
create index entries_coming_in on entries (day) where kind = 7 or kind = 13;

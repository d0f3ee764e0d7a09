-- Cashback: programmes, what is expected of them, what was paid, and the files that prove it.
--
-- Why these shapes:
-- * What the person lays down (programmes with their accounts and categories, what is known of a purchase,
--   what became of a reward, decisions about credits, moves of points, gift cards) are choices: one JSON text
--   each, undone and redone like every other.
-- * What follows is derived: worked out again for the days that a change touches, in the same transaction,
--   and can be rebuilt from nothing and compared at any time.
-- * A file that proves something never changes and is kept once, by its digest; the choices name it, so undo
--   needs no copy of it.

create table choices_new (
    id integer primary key,
    kind text not null
        check (kind in ('mapping', 'rule', 'template', 'not_a_pair', 'watched_folder', 'saving_rule',
                        'saving_pause', 'left_out', 'list_price', 'goal', 'destination', 'sweep', 'wish',
                        'programme', 'purchase_detail', 'receivable', 'receipt', 'points_move', 'gift_card')),
    key text not null check (length(key) between 1 and 20000),
    position integer not null default 0,
    value text not null check (json_valid(value)),
    unique (kind, key)
) strict;
insert into choices_new select * from choices;
drop table choices;
alter table choices_new rename to choices;

-- Nothing was ever kept in it: a file belongs to what names it now, not to one entry.
drop table attachments;
create table attachments (
    id integer primary key,
    digest text not null unique check (length(digest) = 64),
    media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'application/pdf')),
    content blob not null check (length(content) between 1 and 10485760)
) strict;

-- Derived -------------------------------------------------------------------------------------------

-- What an entry earns in a programme; entries that earn nothing have no row. A refund's row is below zero
-- and names its purchase.
create table rewards (
    programme_id integer not null,
    entry_id integer not null,
    day integer not null,
    -- What counts of it, in the programme's currency.
    base_minor integer not null,
    -- What it earns in the programme's unit; none where the sum of the statement is rounded.
    minor integer,
    -- The same before rounding, as a fraction in main units.
    exact text not null,
    -- The rule that won; none for the base rate.
    rule integer,
    reason text not null,
    of_entry integer,
    primary key (programme_id, entry_id)
) strict, without rowid;

create index rewards_by_entry on rewards (entry_id);
create index rewards_by_day on rewards (programme_id, day);
create index rewards_by_purchase on rewards (of_entry) where of_entry is not null;

-- What a statement comes to where its sum is rounded once, by the day on which it closes.
create table reward_statements (
    programme_id integer not null,
    day integer not null,
    minor integer not null,
    primary key (programme_id, day)
) strict, without rowid;

-- What is kept of a stretch of days, so that a change elsewhere need not work it out again.
create table reward_blocks (
    programme_id integer not null,
    day integer not null,
    block text not null,
    primary key (programme_id, day)
) strict, without rowid;

-- What should be paid. cause: entry:ID, statement:DAY or bonus:ID:N. receipt_id is the entry that paid it.
create table receivables (
    programme_id integer not null,
    cause text not null,
    day integer not null,
    -- The day on which it should be there; none where nobody knows.
    due integer,
    minor integer not null,
    receipt_id integer,
    -- How much more was paid than expected; below zero for less.
    difference integer,
    primary key (programme_id, cause)
) strict, without rowid;

create index receivables_by_receipt on receivables (receipt_id) where receipt_id is not null;

-- Credits that are cashback. how: text (of the programme), person, amount.
create table receipts (
    entry_id integer primary key,
    programme_id integer not null,
    day integer not null,
    minor integer not null,
    how text not null check (how in ('text', 'person', 'amount'))
) strict;

create index receipts_by_programme on receipts (programme_id, day);

-- What the derived rows were worked out from: a digest for each programme (kind programme), and for each
-- choice that speaks of an entry or a reward (kinds purchase_detail, receivable, receipt).
create table cashback_seen (
    kind text not null,
    id integer not null,
    digest text not null,
    primary key (kind, id)
) strict, without rowid;

-- The ledger: double-entry underneath, so that money is neither made nor lost by a slip.
--
-- Why these shapes:
-- * Amounts are integers in minor units with their currency's code; a float cannot get in (strict tables).
-- * A day is the number of days since 1970-01-01: three bytes instead of ten, in every index as well.
--   The view `journal` at the end spells days, kinds and accounts out for other programs.
-- * Ids carry the device's number in their high bits and stay below 2^53: devices never collide, and a
--   JavaScript number holds them exactly. Ids below 1000 are the built-in accounts, equal everywhere.
-- * Everything under "derived" repeats what entries and postings say, in the order in which reports read
--   it. It is written in the same transaction and can be rebuilt and compared at any time.

pragma application_id = 0x46746867;

create table devices (
    number integer primary key check (number between 1 and 2097151),
    machine text not null unique check (length(machine) between 1 and 64),
    next_counter integer not null check (next_counter between 1 and 4294967296)
) strict;

-- Accounts of one's own, and the categories and balancing accounts that face them.
create table accounts (
    id integer primary key,
    class text not null check (class in ('own', 'income', 'expense', 'equity')),
    kind text check (kind in ('bank', 'card', 'cash', 'wallet', 'gift_card', 'points', 'savings',
                              'investment', 'loan', 'person', 'carrier_billing')),
    role text unique check (role in ('spending', 'income', 'fees', 'tips', 'interest', 'cashback',
                                     'transfers', 'exchange', 'opening', 'adjustments')),
    name text not null check (length(name) between 1 and 200),
    institution text,
    number text,
    closed integer not null default 0 check (closed in (0, 1)),
    check ((class = 'own') = (kind is not null)),
    unique (class, name)
) strict;

create table payees (
    id integer primary key,
    name text not null unique check (length(name) between 1 and 500)
) strict;

-- The texts under which a payee appears, folded to lower case and single spaces.
create table payee_aliases (
    alias text primary key,
    payee_id integer not null references payees (id) deferrable initially deferred
) strict, without rowid;

create index payee_aliases_by_payee on payee_aliases (payee_id);

-- kind: 1 purchase, 2 refund, 3 transfer, 4 cash withdrawal, 5 fee, 6 interest, 7 income, 8 card payment,
--       9 top-up, 10 gift card, 11 cash advance, 12 adjustment, 13 cashback
-- status: 1 planned, 2 pending, 3 posted, 4 void
create table entries (
    id integer primary key,
    day integer not null check (day between -25567 and 84005),
    second integer check (second between 0 and 86399),
    zone text check (length(zone) <= 64),
    kind integer not null check (kind between 1 and 13),
    status integer not null check (status between 1 and 4),
    payee_id integer references payees (id) deferrable initially deferred,
    note text not null default '' check (length(note) <= 8192),
    refund_of integer references entries (id) deferrable initially deferred
) strict;

create index entries_by_day on entries (day, id);
create index entries_by_payee on entries (payee_id, day);
create index entries_by_refund on entries (refund_of) where refund_of is not null;

-- Per entry and currency the amounts sum to zero: checked where they are written, and by `verify`.
-- The day stands here again so that an account's register is read in order from one index.
create table postings (
    entry_id integer not null references entries (id) on delete cascade deferrable initially deferred,
    position integer not null check (position >= 0),
    account_id integer not null references accounts (id) deferrable initially deferred,
    day integer not null,
    minor integer not null check (minor between -1000000000000000 and 1000000000000000),
    currency text not null check (length(currency) between 2 and 8),
    primary key (entry_id, position)
) strict, without rowid;

create index postings_by_account on postings (account_id, day, entry_id);

create table tags (
    id integer primary key,
    name text not null unique check (length(name) between 1 and 100)
) strict;

create table entry_tags (
    entry_id integer not null references entries (id) on delete cascade deferrable initially deferred,
    tag_id integer not null references tags (id) deferrable initially deferred,
    primary key (entry_id, tag_id)
) strict, without rowid;

create index entry_tags_by_tag on entry_tags (tag_id);

-- No cascade: an entry with a receipt is never deleted by the way.
create table attachments (
    id integer primary key,
    entry_id integer not null references entries (id),
    name text not null check (length(name) between 1 and 255),
    media_type text not null,
    content blob not null check (length(content) <= 10485760)
) strict;

create index attachments_by_entry on attachments (entry_id);

create table rates (
    day integer not null,
    base text not null,
    quote text not null check (quote <> base),
    rate text not null,
    source text not null,
    primary key (base, quote, day)
) strict, without rowid;

-- One row a file that was imported.
create table imports (
    id integer primary key,
    file_name text not null,
    byte_size integer not null,
    digest text not null,
    format text not null,
    provider text,
    encoding text not null,
    shape text,
    account_id integer references accounts (id) deferrable initially deferred,
    imported_at text not null,
    -- The entries it made have the ids from first to last; null while nothing is written.
    first_entry integer,
    last_entry integer
) strict;

create index imports_by_shape on imports (shape) where shape is not null;

-- Where an imported entry came from. `identity` is the hash by which a later file's row is known again.
create table statement_rows (
    entry_id integer not null references entries (id) on delete cascade deferrable initially deferred,
    identity integer not null unique,
    import_id integer not null references imports (id) deferrable initially deferred,
    line integer not null,
    raw text not null,
    primary key (entry_id, identity)
) strict, without rowid;

-- Every action of the person, with what it touched before and after; the way back and forth.
-- Ordered by `sequence`, not by the clock, which may go backwards.
create table history (
    sequence integer primary key,
    id integer not null unique,
    label text not null,
    at text not null,
    entries integer not null,
    state text not null check (state in ('done', 'undone')),
    import_id integer
) strict;

-- The images of one touched thing as JSON; null where it did not exist. A whole import has no images
-- while it stands: its entries are known by their import, and become images when it is taken back.
create table history_images (
    history_id integer not null references history (id) on delete cascade,
    position integer not null,
    kind text not null check (kind in ('account', 'payee', 'tag', 'import', 'entry', 'imported')),
    thing integer not null,
    before text,
    after text,
    primary key (history_id, position)
) strict, without rowid;

create index history_images_by_thing on history_images (kind, thing);

-- Derived -------------------------------------------------------------------------------------------

-- Size bands of small payments: c0…c9 count, s0…s9 sum the purchases above the band below and up to
-- this band's limit. The limits are a fixed ladder for each currency.
create table day_totals (
    currency text not null,
    day integer not null,
    account_id integer not null,
    entries integer not null,
    inflow integer not null,
    outflow integer not null,
    purchases integer not null,
    spent integer not null,
    c0 integer not null, c1 integer not null, c2 integer not null, c3 integer not null, c4 integer not null,
    c5 integer not null, c6 integer not null, c7 integer not null, c8 integer not null, c9 integer not null,
    s0 integer not null, s1 integer not null, s2 integer not null, s3 integer not null, s4 integer not null,
    s5 integer not null, s6 integer not null, s7 integer not null, s8 integer not null, s9 integer not null,
    primary key (currency, day, account_id)
) strict, without rowid;

create table payee_months (
    currency text not null,
    month integer not null,
    payee_id integer not null,
    purchases integer not null,
    spent integer not null,
    c0 integer not null, c1 integer not null, c2 integer not null, c3 integer not null, c4 integer not null,
    c5 integer not null, c6 integer not null, c7 integer not null, c8 integer not null, c9 integer not null,
    s0 integer not null, s1 integer not null, s2 integer not null, s3 integer not null, s4 integer not null,
    s5 integer not null, s6 integer not null, s7 integer not null, s8 integer not null, s9 integer not null,
    primary key (currency, month, payee_id)
) strict, without rowid;

create table category_months (
    currency text not null,
    month integer not null,
    account_id integer not null,
    entries integer not null,
    minor integer not null,
    primary key (currency, month, account_id)
) strict, without rowid;

create table balances (
    account_id integer not null,
    currency text not null,
    entries integer not null,
    minor integer not null,
    primary key (account_id, currency)
) strict, without rowid;

-- Built in ------------------------------------------------------------------------------------------

insert into accounts (id, class, role, name) values
    (1, 'expense', 'spending', 'Uncategorised'),
    (2, 'income', 'income', 'Other income'),
    (3, 'expense', 'fees', 'Fees'),
    (4, 'expense', 'tips', 'Tips'),
    (5, 'income', 'interest', 'Interest'),
    (6, 'income', 'cashback', 'Cashback'),
    (7, 'equity', 'transfers', 'Transfers'),
    (8, 'equity', 'exchange', 'Currency exchange'),
    (9, 'equity', 'opening', 'Opening balances'),
    (10, 'equity', 'adjustments', 'Adjustments');

insert into accounts (id, class, name) values
    (20, 'expense', 'Groceries'),
    (21, 'expense', 'Coffee and snacks'),
    (22, 'expense', 'Eating out'),
    (23, 'expense', 'Transport'),
    (24, 'expense', 'Games'),
    (25, 'expense', 'Subscriptions'),
    (26, 'expense', 'Shopping'),
    (27, 'expense', 'Bills'),
    (28, 'expense', 'Home'),
    (29, 'expense', 'Health'),
    (30, 'expense', 'Entertainment'),
    (31, 'expense', 'Phone'),
    (32, 'expense', 'Travel'),
    (33, 'expense', 'Gifts'),
    (34, 'expense', 'Taxes'),
    (35, 'income', 'Salary'),
    (36, 'income', 'Sales');

create view journal as
select
    entries.id as entry,
    date(entries.day * 86400, 'unixepoch') as day,
    case entries.kind
        when 1 then 'purchase' when 2 then 'refund' when 3 then 'transfer' when 4 then 'cash withdrawal'
        when 5 then 'fee' when 6 then 'interest' when 7 then 'income' when 8 then 'card payment'
        when 9 then 'top-up' when 10 then 'gift card' when 11 then 'cash advance'
        when 12 then 'adjustment' when 13 then 'cashback' end as kind,
    case entries.status when 1 then 'planned' when 2 then 'pending' when 3 then 'posted' else 'void' end
        as status,
    payees.name as payee,
    entries.note,
    accounts.name as account,
    postings.minor,
    postings.currency
from entries
join postings on postings.entry_id = entries.id
join accounts on accounts.id = postings.account_id
left join payees on payees.id = entries.payee_id;

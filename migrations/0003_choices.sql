-- What the person decided about reading and sorting, what each import brought, and how entries belong together.
--
-- Why these shapes:
-- * A choice is one JSON text under a kind and a key: its fields are read and checked by the Rust type of its
--   kind, and the history puts it back like any other thing, so a new kind of choice needs no table of its own.
-- * What an import found and what its statement stated about itself is kept with it, by account and currency,
--   so that a batch can be looked at years later without its file.
-- * Two entries that are one transfer name each other; neither is merged away, because each account has its
--   own day for it and its own row in its own statement.

-- mapping: key = the file's shape. rule: key = its id. template: key = its name. not_a_pair: key = the two
-- entries' ids. watched_folder: key = the number of the device whose folder it is.
create table choices (
    id integer primary key,
    kind text not null check (kind in ('mapping', 'rule', 'template', 'not_a_pair', 'watched_folder')),
    key text not null check (length(key) between 1 and 20000),
    position integer not null default 0,
    value text not null check (json_valid(value)),
    unique (kind, key)
) strict;

-- The other half of a transfer between own accounts, which names this one back.
alter table entries add column transfer_of integer references entries (id) deferrable initially deferred;
-- Who decided its category: 0 nobody, 1 the file, 2 a rule, 3 the person.
alter table entries add column decided integer not null default 0 check (decided between 0 and 3);
-- The choice of kind rule that decided, when one did; it may be gone.
alter table entries add column rule_id integer;
-- Kept out of what is counted as small money.
alter table entries add column excluded integer not null default 0 check (excluded in (0, 1));

create table import_accounts (
    import_id integer not null references imports (id) on delete cascade deferrable initially deferred,
    position integer not null check (position >= 0),
    account_id integer not null references accounts (id) deferrable initially deferred,
    currency text not null,
    rows integer not null,
    added integer not null,
    known integer not null,
    skipped integer not null,
    minor integer not null,
    fee_minor integer not null,
    first_day integer,
    last_day integer,
    opening_minor integer,
    opening_day integer,
    closing_minor integer,
    closing_day integer,
    primary key (import_id, position)
) strict, without rowid;

-- What a row of a statement says of itself beside its text: its provider's own id, and the account on its
-- other side by name or number.
alter table statement_rows add column reference text;
alter table statement_rows add column counter text;

-- Pending entries are few, and each import asks for them.
create index entries_pending on entries (id) where status = 2;

-- The history learns one more kind of thing; a check cannot be changed in place.
create table history_images_new (
    history_id integer not null references history (id) on delete cascade,
    position integer not null,
    kind text not null
        check (kind in ('account', 'payee', 'tag', 'import', 'entry', 'imported', 'choice')),
    thing integer not null,
    before text,
    after text,
    primary key (history_id, position)
) strict, without rowid;
insert into history_images_new select * from history_images;
drop table history_images;
alter table history_images_new rename to history_images;
create index history_images_by_thing on history_images (kind, thing);

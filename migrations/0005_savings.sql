-- Saving rules, goals and the transfers that move what they set aside.
--
-- Why these shapes:
-- * What the person lays down (rules with their versions, goals with what was put in by hand, destinations,
--   confirmed sweeps, purchases that are left out, things that are thought over) are choices: one JSON text
--   each, undone and redone like every other.
-- * What follows from them is derived: it is worked out again for the days that a change touches, in the same
--   transaction, and can be rebuilt from nothing and compared at any time.
-- * A rule's standing at the start of a month is all that its later days depend on, so a change in March goes
--   on from March, and stops at the month that begins as it did before.

create table choices_new (
    id integer primary key,
    kind text not null
        check (kind in ('mapping', 'rule', 'template', 'not_a_pair', 'watched_folder', 'saving_rule',
                        'saving_pause', 'left_out', 'list_price', 'goal', 'destination', 'sweep', 'wish')),
    key text not null check (length(key) between 1 and 20000),
    position integer not null default 0,
    value text not null check (json_valid(value)),
    unique (kind, key)
) strict;
insert into choices_new select * from choices;
drop table choices;
alter table choices_new rename to choices;

-- Derived -------------------------------------------------------------------------------------------

-- What a rule sets aside, one row for each cause: the entry, day, step or refund that is the reason.
-- A row below zero takes back what another row set aside.
create table accruals (
    rule_id integer not null,
    cause text not null,
    day integer not null,
    entry_id integer,
    -- The purchase whose row this one changes, where it does.
    of_entry integer,
    account_id integer,
    currency text not null,
    minor integer not null check (minor between -1000000000000000 and 1000000000000000),
    base_minor integer not null,
    reason text not null,
    version integer not null,
    primary key (rule_id, cause)
) strict, without rowid;

create index accruals_by_day on accruals (day, rule_id, cause);
create index accruals_by_entry on accruals (entry_id) where entry_id is not null;
create index accruals_by_purchase on accruals (of_entry) where of_entry is not null;

-- The goals that share an accrual; goal 0 is nobody, where all goals are full or the rule names none.
create table shares (
    rule_id integer not null,
    cause text not null,
    goal_id integer not null,
    day integer not null,
    account_id integer,
    currency text not null,
    minor integer not null,
    primary key (rule_id, cause, goal_id)
) strict, without rowid;

create index shares_by_goal on shares (goal_id, day);
create index shares_by_day on shares (day);

-- What a confirmed transfer was found to be at the bank.
create table settlements (
    sweep_id integer primary key,
    state text not null,
    proof text,
    legs text not null,
    inflow integer,
    suggested integer,
    moved_minor integer not null,
    extra_minor integer not null,
    day integer
) strict;

-- The parts of confirmed transfers: on their way, or moved. What has expired has none.
create table moves (
    sweep_id integer not null,
    goal_id integer not null,
    rule_id integer not null,
    cause text not null,
    currency text not null,
    minor integer not null,
    -- What the whole cause had set aside, and on which day, when the transfer was confirmed.
    whole_minor integer not null,
    cause_day integer not null,
    entry_id integer,
    account_id integer,
    -- The day on which the bank moved it; none while it is on its way.
    moved_day integer,
    primary key (sweep_id, goal_id, rule_id, cause)
) strict, without rowid;

create index moves_by_goal on moves (goal_id);

-- Round-ups that the bank has moved by itself, each with its transfer.
create table mirrored (
    rule_id integer not null,
    cause text not null,
    transfer_id integer not null,
    day integer not null,
    primary key (rule_id, cause)
) strict, without rowid;

-- Where a rule stands at the start of a month; rule 0 is the sharing out to goals.
create table standings (
    rule_id integer not null,
    month integer not null,
    standing text not null,
    primary key (rule_id, month)
) strict, without rowid;

-- What the derived rows were worked out from: a digest for each rule, and the day (rule 0).
create table worked_out (
    rule_id integer primary key,
    digest text not null
) strict;

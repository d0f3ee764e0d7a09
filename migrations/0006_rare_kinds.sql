-- Incomes and rewards are few among many purchases, and rules that look at them alone read no others.
create index entries_of_rare_kind on entries (kind, day) where kind in (7, 13);

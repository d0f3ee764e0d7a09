create table books (guid text primary key not null, root_account_guid text, root_template_guid text);
create table commodities (guid text primary key not null, namespace text, mnemonic text, fraction integer);
create table accounts (guid text primary key not null, name text, account_type text, commodity_guid text,
    commodity_scu integer, parent_guid text, code text);
create table transactions (guid text primary key not null, currency_guid text, num text, post_date text,
    enter_date text, description text);
create table splits (guid text primary key not null, tx_guid text, account_guid text, memo text,
    value_num bigint, value_denom bigint, quantity_num bigint, quantity_denom bigint);
create table slots (id integer primary key autoincrement, obj_guid text, name text, slot_type integer,
    string_val text, gdate_val text);
insert into books values ('b', 'root', 'troot');
insert into commodities values ('eur', 'CURRENCY', 'EUR', 100), ('usd', 'CURRENCY', 'USD', 100);
insert into accounts values
    ('root', 'Root Account', 'ROOT', null, 0, null, ''),
    ('troot', 'Template Root', 'ROOT', null, 0, null, ''),
    ('ta', 'planned', 'BANK', 'eur', 100, 'troot', ''),
    ('a', 'Assets', 'ASSET', 'eur', 100, 'root', ''),
    ('giro', 'Giro', 'BANK', 'eur', 100, 'a', 'DE00 11'),
    ('usd1', 'Dollars', 'BANK', 'usd', 100, 'a', ''),
    ('food', 'Food', 'EXPENSE', 'eur', 100, 'root', ''),
    ('open', 'Opening', 'EQUITY', 'eur', 100, 'root', '');
insert into transactions values
    ('t1', 'eur', '', '20260101105900', null, 'Opening'),
    ('t2', 'eur', '12', '2026-01-03 23:00:00', null, 'Corner Bakery'),
    ('t3', 'eur', '', '2026-01-05 10:59:00', null, 'Exchange'),
    ('t4', 'eur', '', '2026-01-31 10:59:00', null, 'Planned');
insert into splits values
    ('1', 't1', 'giro', '', 50000, 100, 50000, 100), ('2', 't1', 'open', '', -50000, 100, -50000, 100),
    ('3', 't2', 'giro', '', -1250, 100, -1250, 100), ('4', 't2', 'food', 'rye', 1250, 100, 1250, 100),
    ('5', 't3', 'giro', '', -10000, 100, -10000, 100), ('6', 't3', 'usd1', '', 10000, 100, 11000, 100),
    ('7', 't4', 'ta', '', 0, 1, 0, 1), ('8', 't4', 'ta', '', 0, 1, 0, 1);
insert into slots (obj_guid, name, slot_type, string_val, gdate_val) values
    ('t2', 'date-posted', 10, null, '20260104'), ('t2', 'notes', 4, 'still warm', null);

create table accounts (id text primary key, name text, offbudget integer, tombstone integer);
create table payees (id text primary key, name text, transfer_acct text, tombstone integer);
create table payee_mapping (id text primary key, targetid text);
create table category_groups (id text primary key, name text, is_income integer);
create table categories (id text primary key, name text, is_income integer, cat_group text);
create table category_mapping (id text primary key, transferid text);
create table transactions (id text primary key, isparent integer, ischild integer, acct text, category text,
    amount integer, description text, notes text, date integer, financial_id text,
    imported_description text, starting_balance_flag integer, transferred_id text, tombstone integer,
    cleared integer, pending integer, parent_id text);
insert into accounts values ('a', 'Giro', 0, 0), ('s', 'Savings', 1, 0);
insert into payees values ('p', 'Corner Bakery', null, 0), ('pa', '', 'a', 0), ('ps', '', 's', 0);
insert into payee_mapping values ('p', 'p'), ('old', 'p'), ('pa', 'pa'), ('ps', 'ps');
insert into category_groups values ('g', 'Usual', 0), ('i', 'Income', 1);
insert into categories values ('bread', 'Bread', 0, 'g'), ('pay', 'Pay', 1, 'i');
insert into category_mapping values ('gone', 'bread');
insert into transactions values
    ('1', 0, 0, 'a', 'pay', 100000, null, '', 20260101, null, null, 1, null, 0, 1, 0, null),
    ('2', 1, 0, 'a', null, -3000, 'old', 'both', 20260102, 'FIT9', null, 0, null, 0, 1, 0, null),
    ('2a', 0, 1, 'a', 'gone', -1000, 'p', 'rye', 20260102, null, null, 0, null, 0, 1, 0, '2'),
    ('2b', 0, 1, 'a', null, -2000, 'ps', '', 20260102, null, null, 0, '3', 0, 1, 0, '2'),
    ('2c', 0, 1, 'a', 'gone', -9900, 'p', '', 20260102, null, null, 0, null, 1, 1, 0, '2'),
    ('3', 0, 0, 's', null, 2000, 'pa', '', 20260102, null, null, 0, '2b', 0, 1, 0, null),
    ('4', 0, 0, 'a', null, -5000, 'ps', '', 20260103, null, null, 0, '5', 0, 1, 0, null),
    ('5', 0, 0, 's', null, 5000, 'pa', '', 20260103, null, null, 0, '4', 0, 1, 1, null),
    ('6', 0, 0, 'a', 'bread', -777, 'p', '', 20260104, null, null, 0, null, 1, 1, 0, null),
    ('7', 0, 0, 'a', 'bread', -777, null, '', 20269999, null, 'BAKERY 12', 0, null, 0, 1, 0, null);

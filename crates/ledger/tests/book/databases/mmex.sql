create table accountlist_v1 (accountid integer primary key, accountname text, accounttype text,
    accountnum text, heldat text, initialbal numeric, initialdate text, currencyid integer);
create table checkingaccount_v1 (transid integer primary key, accountid integer, toaccountid integer,
    payeeid integer, transcode text, transamount numeric, status text, transactionnumber text, notes text,
    categid integer, transdate text, deletedtime text, totransamount numeric);
create table splittransactions_v1 (splittransid integer primary key, transid integer, categid integer,
    splittransamount numeric, notes text);
create table currencyformats_v1 (currencyid integer primary key, currency_symbol text, scale integer);
create table payee_v1 (payeeid integer primary key, payeename text);
create table category_v1 (categid integer primary key, categname text, parentid integer);
insert into currencyformats_v1 values (1, 'EUR', 100), (2, 'USD', 100);
insert into accountlist_v1 values (1, 'Purse', 'Cash', '', '', 76.22, '2026-01-01', 1),
    (2, 'Card', 'Credit Card', '4711', 'Musterbank', 0, null, 2);
insert into payee_v1 values (1, 'Corner Bakery');
insert into category_v1 values (1, 'Food', -1), (2, 'Bread', 1), (3, 'Gifts', -1);
insert into checkingaccount_v1 values
    (1, 1, -1, 1, 'Withdrawal', 4.3, 'R', '7', 'rye', 2, '2026-01-02', '', 0),
    (2, 1, -1, 1, 'Deposit', 0.1 + 0.2, '', '', '', 3, '2026-01-03T10:15:00', '', 0),
    (3, 1, 2, -1, 'Transfer', 10, 'R', '', '', -1, '2026-01-04', '', 11.5),
    (4, 2, -1, 1, 'Withdrawal', 20, 'R', '', '', -1, '2026-01-05', '', 0),
    (5, 2, -1, 1, 'Withdrawal', 99, 'V', '', '', 2, '2026-01-05', '', 0),
    (6, 2, -1, 1, 'Withdrawal', 98, 'R', '', '', 2, '2026-01-05', '2026-01-06T00:00:00', 0),
    (7, 9, -1, 1, 'Withdrawal', 97, 'R', '', '', 2, '2026-01-05', '', 0),
    (8, 1, -1, 1, 'Withdrawal', 'many', 'R', '', '', 2, '2026-01-05', '', 0);
insert into splittransactions_v1 values (1, 4, 2, 12.5, 'lunch'), (2, 4, 3, 7.5, '');

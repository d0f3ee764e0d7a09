-- A sharing out to goals stands at the start of any day now, not of months alone.
alter table standings rename column month to day;

-- Consumers know the law and the living wage of a place each for itself, as they may be in different currencies.
alter table wage_floor_published drop constraint wage_floor_published_pkey;
alter table wage_floor_published add primary key (place, kind);
-- Living wages were told under the key of the place, where the law now takes their place: they are told again under their own.
delete from wage_floor_published where kind = 'LIVING';

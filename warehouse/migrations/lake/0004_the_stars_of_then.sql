-- an edit may change the stars, which tells how a customer feels after an answer
alter table raw.revision add column rating double;
alter table raw.revision add column rating_max double;

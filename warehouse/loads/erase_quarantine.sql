-- records that could not be read and name somebody who is erased
delete from raw.quarantine
using needle
where contains(cast(quarantine.raw as varchar), needle.bytes) or contains(quarantine.note, needle.word)
